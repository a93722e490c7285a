//! The child's folder: `in/` with its inputs, `out/` for what it makes. Names that people gave stay out
//! of it, and what comes out is looked at before anybody uses it.

use super::protocol::Work;
use super::{Limits, MadeFile, Request, RequestInput};
use penstock_jobs::{ArtifactRole, Failure, FailureClass};
use penstock_tasks::FileRole;
use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Most files that one task may make.
const MOST_FILES: usize = 256;
/// Longest name of a made file in bytes.
const LONGEST_NAME: usize = 200;

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
/// A failure when one is missing, is not a plain file directly in `out/`, or all are too large.
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
        if !is_plain(&file.name) || !seen.insert(file.name.clone()) {
            return Err(refused(&format!("the name {:?}", file.name)));
        }
        let path = folder.join("out").join(&file.name);
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

/// A name that means the same file on every system, directly in its folder, and hides nothing.
fn is_plain(name: &str) -> bool {
    !name.is_empty()
        && name.len() <= LONGEST_NAME
        && !name.starts_with('.')
        && !name.ends_with(['.', ' '])
        && !name.chars().any(|c| c.is_control() || r#"/\:*?"<>|"#.contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_names_are_accepted() {
        for good in ["plot.svg", "before.preview", "Ebene 1 – rot.svg"] {
            assert!(is_plain(good), "{good}");
        }
        for bad in [
            "",
            ".",
            "..",
            ".hidden",
            "a/b",
            "/etc/passwd",
            "a\\b",
            "c:d",
            "a\0b",
            "a\nb",
            "end.",
            &"x".repeat(201),
        ] {
            assert!(!is_plain(bad), "{bad:?}");
        }
    }
}
