use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What an artifact is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum ArtifactRole {
    /// A file that a job took.
    Input,
    /// A file that a person takes away.
    Result,
    /// Geometry for the preview; made for the window, not for people.
    Preview,
}

/// A file that a job took or made, addressed by the SHA-256 of its content.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema, TS)]
pub struct ArtifactRef {
    /// File name shown to people; what a job made may have one folder in front ([`is_artifact_name`]).
    pub name: String,
    /// What it is for.
    pub role: ArtifactRole,
    /// Lower-case hexadecimal SHA-256 of the content, 64 characters.
    pub sha256: String,
    /// Length in bytes.
    pub bytes: u64,
    /// Such as `image/svg+xml`.
    pub media_type: String,
}

/// Longest name of an artifact in bytes.
const LONGEST_NAME: usize = 200;

/// A name that means the same file on every system, hides nothing and stays where it is put: a plain file
/// name, with at most one plain folder in front (`cards/0001.svg`).
#[must_use]
pub fn is_artifact_name(name: &str) -> bool {
    let mut parts = name.split('/');
    let (first, second, third) = (parts.next(), parts.next(), parts.next());
    name.len() <= LONGEST_NAME
        && third.is_none()
        && first.is_some_and(is_plain)
        && second.is_none_or(is_plain)
}

fn is_plain(part: &str) -> bool {
    !part.is_empty()
        && !part.starts_with('.')
        && !part.ends_with(['.', ' '])
        && !part.chars().any(|c| c.is_control() || r#"/\:*?"<>|"#.contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_that_stay_where_they_are_put_are_accepted() {
        for good in ["plot.svg", "before.preview", "Ebene 1 – rot.svg", "cards/0001.svg"] {
            assert!(is_artifact_name(good), "{good}");
        }
        for bad in [
            "",
            ".",
            "..",
            ".hidden",
            "/etc/passwd",
            "../up",
            "cards/..",
            "cards/../up",
            "cards/",
            "/cards",
            "a/b/c",
            "a//b",
            "cards/.hidden",
            "a\\b",
            "c:d",
            "a\0b",
            "a\nb",
            "end.",
            "end./a",
            &"x".repeat(201),
        ] {
            assert!(!is_artifact_name(bad), "{bad:?}");
        }
    }
}
