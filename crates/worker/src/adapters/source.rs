//! Where the input of another system's function comes from: a file of this computer, or an address.

use super::{AdapterSettings, beneath};
use crate::outward::{Outward, OutwardError};
use penstock_jobs::{Failure, FailureClass};
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Largest input in bytes, as everywhere.
const MOST_BYTES: u64 = 200 * 1024 * 1024;
/// Longest download.
const LONGEST: Duration = Duration::from_secs(300);

/// An input that is not in the store.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Source {
    /// An http(s) address.
    Address(String),
    /// A path on this computer.
    Path(PathBuf),
    /// What came within the call.
    Content(Vec<u8>),
}

impl Source {
    /// What a text means: an address, a `file:` address, or a path.
    pub(crate) fn read(text: &str) -> Self {
        let scheme = text.split_once("://").map(|(scheme, _)| scheme.to_ascii_lowercase());
        match scheme.as_deref() {
            None => Self::Path(PathBuf::from(text)),
            Some("file") => url::Url::parse(text)
                .ok()
                .and_then(|url| url.to_file_path().ok())
                .map_or_else(|| Self::Address(text.to_owned()), Self::Path),
            Some(_) => Self::Address(text.to_owned()),
        }
    }

    /// Its last part, without query and ending: what people call it.
    pub(crate) fn stem(&self) -> String {
        let name = match self {
            Self::Address(text) => url::Url::parse(text)
                .ok()
                .and_then(|url| {
                    url.path_segments().and_then(|mut parts| parts.next_back()).map(str::to_owned)
                })
                .unwrap_or_default(),
            Self::Content(_) => String::new(),
            Self::Path(path) => {
                path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
            }
        };
        Path::new(&name).file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
    }

    /// Its last part without query, as a name with this ending where it has none.
    pub(crate) fn name(&self, ending: &str) -> String {
        let stem = self.stem();
        let text = match self {
            Self::Address(text) => text.split(['?', '#']).next().unwrap_or_default(),
            Self::Path(path) => path.to_str().unwrap_or_default(),
            Self::Content(_) => "",
        };
        let found = text.rsplit('/').next().and_then(|last| last.rsplit_once('.')).map(|(_, ending)| ending);
        let plain =
            |ending: &&str| ending.len() <= 5 && ending.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let ending = found.filter(plain).unwrap_or(ending);
        format!("{}.{ending}", if stem.is_empty() { "drawing" } else { &stem })
    }

    /// Puts its content into a new file.
    ///
    /// # Errors
    /// Why it cannot be had, for people; of class `server` when trying again may help.
    pub(crate) async fn fetch(&self, settings: &AdapterSettings, to: &Path) -> Result<(), Failure> {
        match self {
            Self::Address(address) => {
                let outward = Outward::new(settings.addresses.clone()).map_err(|error| refused(&error))?;
                let fetched = outward.fetch(address, to, MOST_BYTES, LONGEST).await;
                fetched.map(drop).map_err(|error| refused(&error))
            }
            Self::Content(content) => tokio::fs::write(to, content).await.map_err(|error| {
                Failure::new(FailureClass::Server, "The call's content cannot be written")
                    .detail(error.to_string())
            }),
            Self::Path(path) => {
                let (path, folders, to) = (path.clone(), settings.folders.clone(), to.to_owned());
                let copied = tokio::task::spawn_blocking(move || copy(&path, &folders, &to)).await;
                copied.unwrap_or_else(|error| {
                    Err(Failure::new(FailureClass::Server, "The file cannot be read")
                        .detail(error.to_string()))
                })
            }
        }
    }
}

fn refused(error: &OutwardError) -> Failure {
    let class = if error.may_pass() { FailureClass::Server } else { FailureClass::BadInput };
    let failure = Failure::new(class, "The drawing cannot be fetched").detail(error.to_string());
    match error {
        OutwardError::NotAllowed(_) => failure.advise("Start the worker with --allow-address for this host"),
        OutwardError::Private(_) => {
            failure.advise("Start the worker with --allow-private-addresses if it is meant to go there")
        }
        OutwardError::TooLarge(_) => failure.advise("Split the drawing: an input has at most 200 MB"),
        OutwardError::Away(_) => failure.advise("Check that the address answers, then try again"),
        _ => failure.advise("Check the address"),
    }
}

/// Copies the file, if it is below one of these folders.
fn copy(path: &Path, folders: &[PathBuf], to: &Path) -> Result<(), Failure> {
    let shown = path.display();
    let outside = || {
        Failure::new(FailureClass::BadInput, format!("{shown} is in no folder that this worker may read"))
            .advise("Start the worker with --allow-folder for its folder")
    };
    let mut last = None;
    for folder in folders {
        // A path as it stands, or below the folder; the folder itself may be written in two ways.
        let real = folder.canonicalize().unwrap_or_else(|_| folder.clone());
        let below = if path.is_absolute() {
            path.strip_prefix(folder).or_else(|_| path.strip_prefix(&real)).ok()
        } else {
            Some(path)
        };
        let Some(parts) = below.and_then(Path::to_str).map(beneath::parts) else { continue };
        match parts.and_then(|parts| beneath::read(&real, &parts)) {
            Ok(file) => return take(file, to).map_err(|error| unreadable(&shown.to_string(), &error)),
            Err(error) => last = Some(error),
        }
    }
    Err(last.map_or_else(outside, |error| match error.kind() {
        io::ErrorKind::InvalidInput => outside(),
        _ => unreadable(&shown.to_string(), &error),
    }))
}

fn take(file: File, to: &Path) -> io::Result<()> {
    let copied = io::copy(&mut file.take(MOST_BYTES + 1), &mut File::create_new(to)?)?;
    if copied > MOST_BYTES { Err(io::Error::other("it is larger than 200 MB")) } else { Ok(()) }
}

fn unreadable(path: &str, error: &io::Error) -> Failure {
    Failure::new(FailureClass::BadInput, format!("{path} cannot be read"))
        .advise("Check that it is a plain file that the worker may read, with no link on the way")
        .detail(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_and_paths_are_told_apart() {
        let address = |text: &str| matches!(Source::read(text), Source::Address(_));
        assert!(address("https://shop.example/a.svg") && address("HTTP://x/a") && address("gopher://x/a"));
        assert_eq!(Source::read("art/a.svg"), Source::Path("art/a.svg".into()));
        assert_eq!(Source::read("file:///art/a%20b.svg"), Source::Path("/art/a b.svg".into()));
    }

    #[test]
    fn the_stem_is_the_name_without_its_ending() {
        for (text, stem) in [
            ("https://shop.example/art/Plane%20A.svg?v=2", "Plane%20A"),
            ("art/plane.v2.svg", "plane.v2"),
            ("https://shop.example/", ""),
        ] {
            assert_eq!(Source::read(text).stem(), stem, "{text}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn only_files_below_an_allowed_folder_are_read() {
        let place = tempfile::tempdir().unwrap();
        let allowed = place.path().join("allowed");
        std::fs::create_dir(&allowed).unwrap();
        std::fs::write(allowed.join("a.svg"), "<svg/>").unwrap();
        std::fs::write(place.path().join("secret.svg"), "<svg/>").unwrap();
        std::os::unix::fs::symlink(place.path().join("secret.svg"), allowed.join("link.svg")).unwrap();
        let to = place.path().join("to");
        let folders = [allowed.clone()];
        copy(&allowed.join("a.svg"), &folders, &to).unwrap();
        assert_eq!(std::fs::read_to_string(&to).unwrap(), "<svg/>");
        std::fs::remove_file(&to).unwrap();
        copy(Path::new("a.svg"), &folders, &to).unwrap();
        for bad in ["../secret.svg", "link.svg", "", "none.svg"] {
            assert!(copy(Path::new(bad), &folders, &place.path().join("x")).is_err(), "{bad}");
        }
        assert!(copy(&place.path().join("secret.svg"), &folders, &place.path().join("x")).is_err());
        assert!(copy(&allowed.join("../secret.svg"), &folders, &place.path().join("x")).is_err());
        assert!(copy(&allowed.join("a.svg"), &[], &place.path().join("x")).is_err());
    }
}
