//! Files below a folder, and nowhere else: every part of the way is opened by itself, and none may be a
//! link. What somebody renames meanwhile cannot lead elsewhere.

use std::fs::File;
use std::io;
use std::path::{Component, Path};

/// The parts of a relative path, if it has only plain ones.
///
/// # Errors
/// `InvalidInput` for an absolute path, `..`, a backslash, a control character, or nothing at all.
pub(super) fn parts(path: &str) -> io::Result<Vec<&str>> {
    let plain = |part: &&str| !matches!(*part, "" | "." | "..") && part.len() <= 200;
    let fits = !path.contains(|letter: char| letter.is_control() || letter == '\\')
        && Path::new(path).components().all(|part| matches!(part, Component::Normal(_)));
    let parts: Vec<&str> = path.split('/').collect();
    if fits && !parts.is_empty() && parts.iter().all(plain) {
        Ok(parts)
    } else {
        Err(io::Error::new(io::ErrorKind::InvalidInput, "the name leaves its folder"))
    }
}

#[cfg(unix)]
mod unix {
    use rustix::fs::{AtFlags, Mode, OFlags, mkdirat, open, openat, renameat, unlinkat};
    use rustix::io::Errno;
    use std::fs::File;
    use std::io;
    use std::os::fd::OwnedFd;
    use std::path::Path;

    /// Never through a link, never inherited by a child.
    const WAY: OFlags = OFlags::NOFOLLOW.union(OFlags::CLOEXEC);

    fn folder(path: &Path) -> io::Result<OwnedFd> {
        Ok(open(path, OFlags::DIRECTORY | OFlags::RDONLY | OFlags::CLOEXEC, Mode::empty())?)
    }

    /// One folder further, if that is a folder and no link to one.
    fn step(at: &OwnedFd, part: &str) -> io::Result<OwnedFd> {
        openat(at, part, WAY | OFlags::DIRECTORY | OFlags::RDONLY, Mode::empty()).map_err(|error| match error
        {
            Errno::NOTDIR | Errno::LOOP => {
                io::Error::new(io::ErrorKind::NotADirectory, "a link or a file stands in the way")
            }
            error => error.into(),
        })
    }

    /// Opens a plain file to read.
    pub(crate) fn read(root: &Path, parts: &[&str]) -> io::Result<File> {
        let mut at = folder(root)?;
        let Some((last, way)) = parts.split_last() else { return Err(Errno::INVAL.into()) };
        for part in way {
            at = step(&at, part)?;
        }
        // A pipe would else hold us up before anybody could see that it is one.
        let file: File = openat(&at, *last, WAY | OFlags::RDONLY | OFlags::NONBLOCK, Mode::empty())?.into();
        if file.metadata()?.is_file() { Ok(file) } else { Err(Errno::ISDIR.into()) }
    }

    /// Writes a file under a passing name and then gives it its own; makes the folders on the way.
    pub(crate) fn write(root: &Path, parts: &[&str], from: &mut File) -> io::Result<()> {
        std::fs::create_dir_all(root)?;
        let mut at = folder(root)?;
        let Some((last, way)) = parts.split_last() else { return Err(Errno::INVAL.into()) };
        for part in way {
            match mkdirat(&at, *part, Mode::from_raw_mode(0o777)) {
                Ok(()) | Err(Errno::EXIST) => {}
                Err(error) => return Err(error.into()),
            }
            at = step(&at, part)?;
        }
        let passing = format!(".penstock-{}", fresh_name()?);
        let flags = WAY | OFlags::CREATE | OFlags::EXCL | OFlags::WRONLY;
        let mut file: File = openat(&at, passing.as_str(), flags, Mode::from_raw_mode(0o666))?.into();
        let written = io::copy(from, &mut file)
            .and_then(|_| file.sync_all())
            .and_then(|()| Ok(renameat(&at, passing.as_str(), &at, *last)?));
        written.inspect_err(|_| {
            // The first error is the one to tell.
            let _ = unlinkat(&at, passing.as_str(), AtFlags::empty());
        })
    }

    /// A name that no other writer takes: process and a count.
    fn fresh_name() -> io::Result<String> {
        use std::sync::atomic::{AtomicU64, Ordering};
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        let now = since.map_err(io::Error::other)?.as_nanos();
        Ok(format!("{}-{now:x}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed)))
    }
}

/// Opens a plain file below `root` to read. Blocks.
///
/// # Errors
/// The system's; a link on the way is one.
pub(super) fn read(root: &Path, parts: &[&str]) -> io::Result<File> {
    #[cfg(unix)]
    return unix::read(root, parts);
    #[cfg(not(unix))]
    return Err(unsupported(root, parts, None));
}

/// Writes what `from` holds to a file below `root`, whole or not at all. Blocks.
///
/// # Errors
/// The system's; a link among the folders on the way is one.
pub(super) fn write(root: &Path, parts: &[&str], from: &mut File) -> io::Result<()> {
    #[cfg(unix)]
    return unix::write(root, parts, from);
    #[cfg(not(unix))]
    return Err(unsupported(root, parts, Some(from)));
}

#[cfg(not(unix))]
fn unsupported(_: &Path, _: &[&str], _: Option<&File>) -> io::Error {
    io::Error::new(io::ErrorKind::Unsupported, "this platform has no way to stay below a folder")
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::io::Read;
    use std::os::unix::fs::symlink;

    fn source(folder: &Path) -> File {
        let path = folder.join("source");
        std::fs::write(&path, "new").and_then(|()| File::open(&path)).expect("the folder is ours")
    }

    #[test]
    fn a_name_that_leaves_its_folder_is_none() {
        assert_eq!(parts("a/b.svg").unwrap(), ["a", "b.svg"]);
        for bad in [
            "",
            "/etc/passwd",
            "../a",
            "a/../b",
            "a//b",
            "./a",
            "a/.",
            "a\\b",
            "a\0b",
            "a/",
            &"x".repeat(201),
        ] {
            assert!(parts(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn a_file_is_replaced_whole_and_folders_are_made() {
        let place = tempfile::tempdir().unwrap();
        let root = place.path().join("deep/out");
        write(&root, &["x", "y.svg"], &mut source(place.path())).unwrap();
        write(&root, &["x", "y.svg"], &mut source(place.path())).unwrap();
        let mut text = String::new();
        read(&root, &["x", "y.svg"]).unwrap().read_to_string(&mut text).unwrap();
        assert_eq!(text, "new");
        assert_eq!(std::fs::read_dir(root.join("x")).unwrap().count(), 1, "no passing file stays");
    }

    #[test]
    fn no_link_leads_out() {
        let place = tempfile::tempdir().unwrap();
        let (root, outside) = (place.path().join("out"), place.path().join("outside"));
        std::fs::create_dir_all(&root).unwrap();
        std::fs::create_dir_all(&outside).unwrap();
        std::fs::write(outside.join("secret"), "old").unwrap();
        symlink(&outside, root.join("way")).unwrap();
        symlink(outside.join("secret"), root.join("file")).unwrap();
        assert!(read(&root, &["way", "secret"]).is_err());
        assert!(read(&root, &["file"]).is_err());
        assert!(write(&root, &["way", "secret"], &mut source(place.path())).is_err());
        // A link in the place of the file is replaced and not followed.
        write(&root, &["file"], &mut source(place.path())).unwrap();
        assert_eq!(std::fs::read_to_string(outside.join("secret")).unwrap(), "old");
        assert!(!root.join("file").is_symlink());
    }

    #[test]
    fn what_is_no_plain_file_is_not_read() {
        let place = tempfile::tempdir().unwrap();
        std::fs::create_dir(place.path().join("folder")).unwrap();
        assert!(read(place.path(), &["folder"]).is_err());
    }
}
