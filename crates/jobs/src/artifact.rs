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
    /// File name shown to people, without any folder.
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
