//! Files of this computer that callers may name by their path: only what lies in a folder that whoever started
//! the server allowed.

use penstock_service::{ErrorCode, WireError};
use std::path::{Path, PathBuf};

/// The file behind a path, with every link followed. A relative path is looked for in each folder.
///
/// # Errors
/// [`ErrorCode::BadParameter`] for the field when it lies in none of the folders, or there is no such file:
/// which of the two is not said, so that nobody can look around.
pub(crate) async fn find(folders: &[PathBuf], path: &str, field: &str) -> Result<PathBuf, WireError> {
    let (folders, wanted) = (folders.to_vec(), PathBuf::from(path));
    let found =
        tokio::task::spawn_blocking(move || folders.iter().find_map(|folder| beneath(folder, &wanted))).await;
    found.ok().flatten().ok_or_else(|| {
        WireError::new(ErrorCode::BadParameter, "There is no such file in a folder that this server may read")
            .advise(
                "Start it with --allow-folder for the folder of the file, or send the content to POST /jobs",
            )
            .field(field)
    })
}

fn beneath(folder: &Path, wanted: &Path) -> Option<PathBuf> {
    let folder = folder.canonicalize().ok()?;
    // What is absolute stands for itself.
    let file = folder.join(wanted).canonicalize().ok()?;
    (file.starts_with(&folder) && file.is_file()).then_some(file)
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_what_lies_in_a_folder_is_found() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("uploads");
        std::fs::create_dir(&folder).unwrap();
        std::fs::write(folder.join("a.dxf"), "0\nEOF\n").unwrap();
        std::fs::write(place.path().join("secret.dxf"), "").unwrap();
        std::os::unix::fs::symlink(place.path().join("secret.dxf"), folder.join("link.dxf")).unwrap();
        let folders = [folder.clone()];
        let find = async |path: &str| find(&folders, path, "dxf_path").await;
        assert!(find("a.dxf").await.is_ok());
        assert!(find(folder.join("a.dxf").to_str().unwrap()).await.is_ok());
        for bad in ["../secret.dxf", "link.dxf", "", ".", "none.dxf", "/etc/passwd", "a.dxf/../../secret.dxf"]
        {
            assert_eq!(find(bad).await.unwrap_err().field.as_deref(), Some("dxf_path"), "{bad}");
        }
    }
}
