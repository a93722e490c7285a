//! What people changed in how Penstock is set up (connections, tokens, repairs), and who came to its door.
//!
//! The store keeps what they did to jobs, queues and workers (`audit`). The set-up belongs to the user of
//! this computer and not to a store, so its acts stand beside it: `audit.log` in the settings folder, one
//! JSON object a line, readable by its owner alone. It never holds an address or a secret, only names.
//! Beyond 1 MiB the file becomes `audit.log.1`, and a new one begins.

use penstock_jobs::AuditEntry;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

/// A file of this size is put aside: about 10,000 acts.
const LARGEST_BYTES: u64 = 1 << 20;

/// The file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SetupLog {
    path: PathBuf,
}

impl SetupLog {
    /// The one of a settings folder.
    #[must_use]
    pub fn of(folder: &Path) -> Self {
        Self { path: folder.join("audit.log") }
    }

    /// Adds one act, on disk before this returns. Blocks.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn note(&self, actor: &str, action: &str, detail: &str) -> io::Result<()> {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let entry = AuditEntry {
            at_ms: i64::try_from(since.as_millis()).unwrap_or(i64::MAX),
            actor: actor.to_owned(),
            action: action.to_owned(),
            job: None,
            detail: Some(detail.to_owned()),
        };
        let mut line = serde_json::to_vec(&entry)?;
        line.push(b'\n');
        if fs::metadata(&self.path).is_ok_and(|found| found.len() > LARGEST_BYTES) {
            fs::rename(&self.path, self.path.with_extension("log.1"))?;
        }
        self.make_folder()?;
        let mut options = OpenOptions::new();
        options.append(true).create(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&self.path)?;
        // In one write, so that two processes do not mix their lines.
        file.write_all(&line)?;
        file.sync_all()
    }

    /// Nobody may have set anything up here before.
    fn make_folder(&self) -> io::Result<()> {
        let Some(folder) = self.path.parent() else { return Ok(()) };
        let mut builder = fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(folder)
    }

    /// Every act in the file, the first one first; lines that are none are left out. Blocks.
    ///
    /// # Errors
    /// When the file is there and cannot be read.
    pub fn read(&self) -> io::Result<Vec<AuditEntry>> {
        match File::open(&self.path) {
            Ok(file) => {
                let lines = BufReader::new(file).lines().collect::<Result<Vec<_>, _>>()?;
                Ok(lines.iter().filter_map(|line| serde_json::from_str(line).ok()).collect())
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
            Err(error) => Err(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn acts_are_kept_in_order_for_the_owner_alone_and_put_aside_when_there_are_many() {
        let folder = tempfile::tempdir().unwrap();
        let log = SetupLog::of(&folder.path().join("settings"));
        assert_eq!(log.read().unwrap(), []);
        log.note("desktop:anna", "connection-save", "Shop").unwrap();
        log.note("cli:ben", "token-add", "tablet\n\"read\"").unwrap();
        let acts: Vec<String> = log.read().unwrap().into_iter().map(|act| act.action).collect();
        assert_eq!(acts, ["connection-save", "token-add"]);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = fs::metadata(&log.path).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
        let large = OpenOptions::new().write(true).open(&log.path).unwrap();
        large.set_len(LARGEST_BYTES + 1).unwrap();
        log.note("cli:ben", "token-revoke", "tablet").unwrap();
        assert_eq!(log.read().unwrap().len(), 1);
        assert!(folder.path().join("settings/audit.log.1").is_file());
    }
}
