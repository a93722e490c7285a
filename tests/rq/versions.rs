//! The versions of RQ that count: the last of 1, the first and the last of 2, and 3.

/// Makes of each named function, which takes a version, one test for each version.
macro_rules! with_each_version {
    ($($name:ident),+ $(,)?) => {
        with_each_version!(@ v1_16, "1.16.2", $($name),+);
        with_each_version!(@ v2_0, "2.0.0", $($name),+);
        with_each_version!(@ v2_12, "2.12.0", $($name),+);
        with_each_version!(@ v3_0, "3.0.0", $($name),+);
    };
    (@ $module:ident, $version:literal, $($name:ident),+) => {
        mod $module {
            $(#[test]
            fn $name() {
                super::$name($version);
            })+
        }
    };
}

pub(crate) use with_each_version;
