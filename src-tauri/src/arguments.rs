//! What the app was started with: files to open, and a store other than the usual one.

use std::path::{Path, PathBuf};

/// `penstock-desktop [--store URL] [FILE…]`.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Arguments {
    /// The store; the environment's or the embedded default if none.
    pub(crate) store: Option<String>,
    /// Files to open, made absolute.
    pub(crate) files: Vec<PathBuf>,
}

impl Arguments {
    /// Reads arguments (without the program's name) as given in the folder `cwd`.
    ///
    /// # Errors
    /// A sentence that names the argument that is not understood.
    pub(crate) fn parse(arguments: impl IntoIterator<Item = String>, cwd: &Path) -> Result<Self, String> {
        let mut parsed = Self::default();
        let mut arguments = arguments.into_iter();
        while let Some(argument) = arguments.next() {
            if argument == "--store" {
                parsed.store =
                    Some(arguments.next().ok_or("--store needs a URL, like sqlite:/path/queue.db")?);
            } else if let Some(url) = argument.strip_prefix("--store=") {
                parsed.store = Some(url.to_owned());
            } else if argument.starts_with("--") {
                return Err(format!(
                    "{argument} is not an option of penstock-desktop; it takes files and --store URL"
                ));
            } else {
                parsed.files.push(cwd.join(argument));
            }
        }
        Ok(parsed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(words: &[&str]) -> Result<Arguments, String> {
        Arguments::parse(words.iter().map(|&word| word.to_owned()), Path::new("/home/anna"))
    }

    #[test]
    fn files_are_made_absolute_and_the_store_is_taken_both_ways() {
        let parsed = parse(&["a.svg", "--store", "sqlite:q.db", "/tmp/b.svg"]).unwrap();
        assert_eq!(parsed.files, [PathBuf::from("/home/anna/a.svg"), PathBuf::from("/tmp/b.svg")]);
        assert_eq!(parsed.store.as_deref(), Some("sqlite:q.db"));
        assert_eq!(parse(&["--store=sqlite:q.db"]).unwrap().store.as_deref(), Some("sqlite:q.db"));
    }

    #[test]
    fn an_unknown_option_is_named() {
        assert!(parse(&["--fullscreen"]).unwrap_err().contains("--fullscreen"));
        assert!(parse(&["--store"]).unwrap_err().contains("URL"));
    }
}
