//! How inputs are named: a plain file name for people, a hash for the store.

use super::types::ErrorCode;
use crate::{Service, WireError};
use penstock_jobs::{ArtifactRef, ArtifactRole, Stored};

/// Longest file name in characters.
const LONGEST_NAME: usize = 255;

impl Service {
    /// The references as inputs of a job, when every content is here.
    pub(crate) async fn known_inputs(&self, given: &[ArtifactRef]) -> Result<Vec<ArtifactRef>, WireError> {
        let mut inputs = Vec::with_capacity(given.len());
        for input in given {
            inputs.push(self.known_input(input).await?);
        }
        Ok(inputs)
    }

    /// The reference as an input of a job, when its content is here. What lay open for long is put again.
    pub(crate) async fn known_input(&self, given: &ArtifactRef) -> Result<ArtifactRef, WireError> {
        let input = as_input(given)?;
        // Where this fails, the next question says whether it matters.
        if let Some(path) = self.inner.inputs.path(&input.sha256)
            && let Ok(stored) = self.inner.artifacts.put_file(&path).await
        {
            return Ok(ArtifactRef { bytes: stored.bytes, ..input });
        }
        if self.inner.artifacts.has(&input.sha256).await? {
            return Ok(input);
        }
        Err(WireError::new(ErrorCode::NotFound, format!("The content of {} is not here", input.name))
            .advise("Open the file again")
            .field("inputs"))
    }
}

/// The reference as an input of a job: a plain file name, a real hash.
pub(crate) fn as_input(given: &ArtifactRef) -> Result<ArtifactRef, WireError> {
    let hash = given.sha256.len() == 64
        && given.sha256.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
    if !hash {
        return Err(WireError::new(ErrorCode::BadRequest, "An input is named by the SHA-256 of its content")
            .advise("Inspect or upload the file first")
            .field("inputs"));
    }
    let name = plain_name(&given.name)?;
    Ok(ArtifactRef {
        media_type: media_type(&name).to_owned(),
        name,
        role: ArtifactRole::Input,
        ..given.clone()
    })
}

pub(crate) fn input_ref(name: String, stored: Stored) -> ArtifactRef {
    let media_type = media_type(&name).to_owned();
    ArtifactRef { name, role: ArtifactRole::Input, sha256: stored.sha256, bytes: stored.bytes, media_type }
}

/// The file name without any folder, for a name that comes from outside.
pub(crate) fn plain_name(given: &str) -> Result<String, WireError> {
    let name = given.rsplit(['/', '\\']).next().unwrap_or_default();
    let fits = !name.is_empty()
        && name != "."
        && name != ".."
        && name.chars().count() <= LONGEST_NAME
        && !name.chars().any(char::is_control);
    if fits {
        return Ok(name.to_owned());
    }
    Err(WireError::new(ErrorCode::BadRequest, format!("{given:?} cannot be the name of a file"))
        .advise("Use at most 255 characters that can be seen")
        .field("name"))
}

/// By the ending, for people and downloads; nothing trusts it.
fn media_type(name: &str) -> &'static str {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    match ending.as_deref() {
        Some("svg" | "svgz") => "image/svg+xml",
        Some("dxf") => "image/vnd.dxf",
        Some("json") => "application/json",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_from_outside_lose_their_folders() {
        assert_eq!(plain_name("../../etc/passwd").unwrap(), "passwd");
        assert_eq!(plain_name("C:\\work\\a.svg").unwrap(), "a.svg");
        for bad in ["", "a/", "..", "a\nb.svg", &"x".repeat(256)] {
            assert!(plain_name(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn only_a_real_hash_names_an_input() {
        let input = |sha256: &str| ArtifactRef {
            name: "a.svg".into(),
            role: ArtifactRole::Result,
            sha256: sha256.into(),
            bytes: 1,
            media_type: "text/html".into(),
        };
        let taken = as_input(&input(&"0f".repeat(32))).unwrap();
        assert_eq!((taken.role, taken.media_type.as_str()), (ArtifactRole::Input, "image/svg+xml"));
        for bad in ["", "../../x", &"0F".repeat(32), &"0f".repeat(33)] {
            assert!(as_input(&input(bad)).is_err(), "{bad:?}");
        }
    }
}
