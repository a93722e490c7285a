// The body of every target: libFuzzer's bytes go to the plain function of the same name.

#[path = "../../tests/fuzz/targets/mod.rs"]
#[allow(dead_code, reason = "a target uses one function of all")]
mod targets;

macro_rules! target {
    ($name:literal) => {
        libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
            let target = targets::TARGETS.iter().find(|target| target.name == $name);
            drop((target.expect("the table has this target").run)(bytes));
        });
    };
}
