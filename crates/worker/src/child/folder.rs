//! The child's folder: `in/` with its inputs, `out/` for what it makes. Names that people gave stay out
//! of it, and what comes out is looked at before anybody uses it.

use super::protocol::Work;
use super::{Limits, MadeFile, Request, RequestInput};
use penstock_jobs::{ArtifactRole, Failure, FailureClass, is_artifact_name};
use penstock_tasks::FileRole;
use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Most files that one task may make.
pub(super) const MOST_FILES: usize = 10_100;

/// Makes `in/` and `out/` and puts the inputs into the first, as `in/1`, `in/2` and so on. Blocks.
///
/// # Errors
/// A failure for people: an input is missing or not a file, or the folder cannot be used.
pub(super) fn prepare(request: &Request, folder: &Path) -> Result<Work, Failure> {
    for name in ["in", "out"] {
        fs::create_dir(folder.join(name)).map_err(|error| cannot_use(folder, &error))?;
    }
    let mut inputs = Vec::with_capacity(request.inputs.len());
    for (at, input) in request.inputs.iter().enumerate() {
        let path = PathBuf::from("in").join((at + 1).to_string());
        take_in(input, &folder.join(&path))?;
        inputs.push(RequestInput { name: input.name.clone(), path });
    }
    Ok(Work { task: request.task.clone(), params: request.params.clone(), inputs })
}

fn take_in(input: &RequestInput, to: &Path) -> Result<(), Failure> {
    let unreadable = |error: io::Error| {
        let title = match error.kind() {
            io::ErrorKind::NotFound => format!("{} is not there any more", input.name),
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
                return Failure::new(FailureClass::Server, "The disk is full")
                    .advise("Make room on the disk, then try again")
                    .detail(error.to_string());
            }
            _ => format!("{} cannot be read", input.name),
        };
        Failure::new(FailureClass::BadInput, title).detail(format!("{}: {error}", input.path.display()))
    };
    // The target and not the link: a rule about the link would not cover what it leads to.
    let from = fs::canonicalize(&input.path).map_err(unreadable)?;
    if !fs::metadata(&from).map_err(unreadable)?.is_file() {
        let title = format!("{} is not a file", input.name);
        return Err(
            Failure::new(FailureClass::BadInput, title).advise("Choose a file, not a folder or a device")
        );
    }
    // Another file system, or a link that the system forbids: a copy does the same.
    fs::hard_link(&from, to).or_else(|_| fs::copy(&from, to).map(drop)).map_err(unreadable)
}

fn cannot_use(folder: &Path, error: &io::Error) -> Failure {
    Failure::new(FailureClass::Server, "The folder for this job cannot be used")
        .advise("Check the free space and the permissions of the data folder")
        .detail(format!("{}: {error}", folder.display()))
}

/// Looks at the files that a dead child says it made. Blocks.
///
/// # Errors
/// A failure when one is missing, is not a plain file in `out/` or in a folder there, or all are too large.
pub(super) fn collect(
    files: Vec<penstock_tasks::MadeFile>,
    folder: &Path,
    limits: &Limits,
) -> Result<Vec<MadeFile>, Failure> {
    if files.len() > MOST_FILES {
        return Err(refused(&format!("{} files; the most is {MOST_FILES}", files.len())));
    }
    let mut seen = HashSet::new();
    let mut bytes = 0_u64;
    let mut made = Vec::with_capacity(files.len());
    for file in files {
        if !is_artifact_name(&file.name) || !seen.insert(file.name.clone()) {
            return Err(refused(&format!("the name {:?}", file.name)));
        }
        let path = folder.join("out").join(&file.name);
        if let Some((inner, _)) = file.name.split_once('/') {
            let inner = folder.join("out").join(inner);
            // A link in its place would lead anywhere.
            if !fs::symlink_metadata(&inner).is_ok_and(|found| found.is_dir()) {
                return Err(refused(&format!("{} is in no plain folder", file.name)));
            }
        }
        let found =
            fs::symlink_metadata(&path).map_err(|error| refused(&format!("{}: {error}", file.name)))?;
        if !found.is_file() {
            return Err(refused(&format!("{} is not a plain file", file.name)));
        }
        bytes = bytes.saturating_add(found.len());
        let role = match file.role {
            FileRole::Result => ArtifactRole::Result,
            FileRole::Preview => ArtifactRole::Preview,
        };
        made.push(MadeFile { name: file.name, role, media_type: file.media_type, path });
    }
    if bytes > limits.file_bytes {
        let detail = format!("{bytes} bytes; the most is {}", limits.file_bytes);
        return Err(Failure::new(FailureClass::Limit, "The result is too large")
            .advise("Simplify the drawing, or split it")
            .detail(detail));
    }
    Ok(made)
}

fn refused(what: &str) -> Failure {
    Failure::new(FailureClass::Task, "The task handed over files that cannot be accepted")
        .advise("This is a fault in Penstock; please report it with the drawing")
        .detail(what)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(name: &str) -> penstock_tasks::MadeFile {
        penstock_tasks::MadeFile {
            name: name.to_owned(),
            role: FileRole::Result,
            media_type: "image/svg+xml".to_owned(),
        }
    }

    #[test]
    fn files_are_taken_from_the_folder_and_from_one_below_it_and_from_nowhere_else() {
        let place = tempfile::tempdir().unwrap();
        let out = place.path().join("out");
        fs::create_dir_all(out.join("cards")).unwrap();
        fs::create_dir_all(place.path().join("elsewhere")).unwrap();
        for file in ["out/plot.svg", "out/cards/0001.svg", "elsewhere/secret.svg"] {
            fs::write(place.path().join(file), "x").unwrap();
        }
        let taken = |name: &str| collect(vec![made(name)], place.path(), &Limits::default());
        assert_eq!(taken("plot.svg").unwrap()[0].path, out.join("plot.svg"));
        assert_eq!(taken("cards/0001.svg").unwrap()[0].path, out.join("cards/0001.svg"));
        for name in ["../elsewhere/secret.svg", "cards/../plot.svg", "cards", "cards/0002.svg", "/plot.svg"] {
            assert!(taken(name).is_err(), "{name}");
        }
        assert!(collect(vec![made("plot.svg"), made("plot.svg")], place.path(), &Limits::default()).is_err());
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(place.path().join("elsewhere"), out.join("linked")).unwrap();
            assert!(taken("linked/secret.svg").is_err());
        }
    }
}
