//! The worker's output folder: where the callers of other systems' functions look for results.

use super::beneath;
use penstock_jobs::{Failure, FailureClass};
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

/// A place below the output folder that was looked at before anything ran.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Place {
    name: String,
}

impl Place {
    /// The place with this name, folders and all.
    ///
    /// # Errors
    /// A failure when it would not be below the output folder.
    pub(crate) fn new(name: String) -> Result<Self, Failure> {
        match beneath::parts(&name) {
            Ok(_) => Ok(Self { name }),
            Err(_) => Err(Failure::new(
                FailureClass::BadInput,
                format!("The result cannot be called {name:?}: it would leave the output folder"),
            )
            .advise("Use a plain file name")),
        }
    }

    /// Its last part.
    pub(crate) fn file_name(&self) -> &str {
        self.name.rsplit('/').next().unwrap_or_default()
    }

    /// Puts a file here, whole or not at all, and returns its path as callers expect it: relative to the
    /// working folder where the output folder is below that. Blocks.
    ///
    /// # Errors
    /// Why it cannot be written, for people.
    pub(crate) fn put(&self, output: &Path, from: &Path) -> Result<String, Failure> {
        let written = beneath::parts(&self.name)
            .and_then(|parts| beneath::write(output, &parts, &mut File::open(from)?));
        written.map_err(|error| {
            let class = match error.kind() {
                io::ErrorKind::NotADirectory => FailureClass::BadInput,
                _ => FailureClass::Server,
            };
            Failure::new(class, format!("{} cannot be written", output.join(&self.name).display()))
                .advise("Check that the worker may write there, and that no folder on the way is a link")
                .detail(error.to_string())
        })?;
        Ok(shown(output).join(&self.name).to_string_lossy().into_owned())
    }
}

/// A text as a part of a file name, as Drawscape makes it: what is no letter, digit, `-` or `_` becomes one `_`.
pub(super) fn tidy(stem: &str) -> String {
    let mut tidy = String::new();
    for letter in stem.chars().take(100) {
        let plain = letter.is_ascii_alphanumeric() || letter == '-' || letter == '_';
        let letter = if plain { letter } else { '_' };
        if letter != '_' || !tidy.ends_with('_') {
            tidy.push(letter);
        }
    }
    let tidy = tidy.trim_matches('_');
    if tidy.is_empty() { "drawing".to_owned() } else { tidy.to_owned() }
}

fn shown(output: &Path) -> PathBuf {
    let here = std::env::current_dir().ok();
    let below = here.as_deref().and_then(|here| output.strip_prefix(here).ok());
    below.unwrap_or(output).to_owned()
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn names_are_as_tidy_as_the_originals() {
        for (stem, name) in [("Cessna 172 (side)", "Cessna_172_side"), ("a__b", "a_b"), ("%%", "drawing")] {
            assert_eq!(tidy(stem), name);
        }
    }

    #[test]
    fn a_name_that_would_leave_the_folder_is_refused() {
        for bad in ["../x.svg", "/etc/x.svg", "a/../../x.svg", "", "a\\x.svg"] {
            assert_eq!(Place::new(bad.to_owned()).unwrap_err().class, FailureClass::BadInput, "{bad:?}");
        }
    }

    #[test]
    fn the_path_is_relative_as_its_callers_expect() {
        assert_eq!(shown(Path::new("tests/output/generated")), Path::new("tests/output/generated"));
        let here = std::env::current_dir().unwrap();
        assert_eq!(shown(&here.join("out")), Path::new("out"));
        assert_eq!(shown(Path::new("/elsewhere")), Path::new("/elsewhere"));
    }

    #[test]
    fn a_linked_folder_fails_the_job() {
        let place = tempfile::tempdir().unwrap();
        let output = place.path().join("out");
        std::fs::create_dir(&output).unwrap();
        std::os::unix::fs::symlink(place.path(), output.join("way")).unwrap();
        let from = place.path().join("from");
        std::fs::write(&from, "x").unwrap();
        let failure = Place::new("way/x.svg".into()).unwrap().put(&output, &from).unwrap_err();
        assert_eq!(failure.class, FailureClass::BadInput, "{failure:?}");
        assert!(!place.path().join("x.svg").exists());
    }
}
