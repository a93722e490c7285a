//! A disk for SQLite that remembers every write, and what of it a power cut could leave.

use sqlite_vfs::{DatabaseHandle, LockKind, OpenAccess, OpenOptions, Vfs, WalDisabled};
use std::collections::BTreeMap;
use std::io::{Error, ErrorKind, Result};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

/// The content of every file, by its name.
pub(super) type Files = BTreeMap<String, Vec<u8>>;

/// What SQLite asked the disk to do.
#[derive(Clone, Debug)]
pub(super) enum Op {
    Write { file: String, at: usize, bytes: Arc<[u8]> },
    SetLen { file: String, len: usize },
    Delete { file: String },
    Sync { file: String },
}

impl Op {
    pub(super) fn file(&self) -> &str {
        match self {
            Self::Write { file, .. } | Self::SetLen { file, .. } | Self::Delete { file } => file,
            Self::Sync { file } => file,
        }
    }

    /// Does it to these files.
    pub(super) fn apply(&self, files: &mut Files) {
        match self {
            Self::Write { file, at, bytes } => {
                let content = files.entry(file.clone()).or_default();
                let end = at + bytes.len();
                content.resize(content.len().max(end), 0);
                content[*at..end].copy_from_slice(bytes);
            }
            Self::SetLen { file, len } => files.entry(file.clone()).or_default().resize(*len, 0),
            Self::Delete { file } => drop(files.remove(file)),
            Self::Sync { .. } => (),
        }
    }

    /// The first sectors of a write alone: power went while it was on its way.
    pub(super) fn torn(&self, sectors: usize) -> Option<Self> {
        const SECTOR: usize = 512;
        let Self::Write { file, at, bytes } = self else { return None };
        let kept = sectors * SECTOR;
        (kept < bytes.len()).then(|| Self::Write { file: file.clone(), at: *at, bytes: bytes[..kept].into() })
    }
}

#[derive(Default)]
struct Inner {
    files: Files,
    log: Vec<Op>,
}

/// The disk, under a name that SQLite knows it by.
#[derive(Clone, Default)]
pub(super) struct Disk(Arc<Mutex<Inner>>);

impl Disk {
    /// A new one that SQLite finds under this name.
    pub(super) fn under(name: &str) -> Self {
        let disk = Self::default();
        sqlite_vfs::register(name, disk.clone(), false).unwrap();
        disk
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap()
    }

    /// Everything that was asked so far.
    pub(super) fn log(&self) -> Vec<Op> {
        self.inner().log.clone()
    }

    /// The number of things that were asked so far.
    pub(super) fn position(&self) -> usize {
        self.inner().log.len()
    }

    fn do_it(&self, op: Op) {
        let mut inner = self.inner();
        op.apply(&mut inner.files);
        inner.log.push(op);
    }
}

impl Vfs for Disk {
    type Handle = File;

    fn open(&self, name: &str, options: OpenOptions) -> Result<File> {
        let mut inner = self.inner();
        if !inner.files.contains_key(name) {
            if !matches!(options.access, OpenAccess::Create | OpenAccess::CreateNew) {
                return Err(ErrorKind::NotFound.into());
            }
            inner.files.insert(name.to_owned(), Vec::new());
        }
        Ok(File { disk: self.clone(), name: name.to_owned(), lock: LockKind::None })
    }

    fn delete(&self, name: &str) -> Result<()> {
        self.do_it(Op::Delete { file: name.to_owned() });
        Ok(())
    }

    fn exists(&self, name: &str) -> Result<bool> {
        Ok(self.inner().files.contains_key(name))
    }

    fn temporary_name(&self) -> String {
        format!("temporary-{}", self.position())
    }

    fn random(&self, buffer: &mut [i8]) {
        // The salts of the log: any will do, and the same in every run.
        for (at, byte) in buffer.iter_mut().enumerate() {
            *byte = (at as i8).wrapping_mul(37).wrapping_add(self.position() as i8);
        }
    }

    fn sleep(&self, duration: Duration) -> Duration {
        std::thread::park_timeout(duration);
        duration
    }
}

/// One open file. There is one connection, so every lock is granted.
pub(super) struct File {
    disk: Disk,
    name: String,
    lock: LockKind,
}

impl DatabaseHandle for File {
    type WalIndex = WalDisabled;

    fn size(&self) -> Result<u64> {
        Ok(self.disk.inner().files.get(&self.name).map_or(0, Vec::len) as u64)
    }

    fn read_exact_at(&mut self, buffer: &mut [u8], offset: u64) -> Result<()> {
        let inner = self.disk.inner();
        let content = inner.files.get(&self.name).map_or(&[] as &[u8], Vec::as_slice);
        let rest = content.get(offset as usize..).unwrap_or_default();
        let length = rest.len().min(buffer.len());
        buffer[..length].copy_from_slice(&rest[..length]);
        // SQLite wants zeros where a file ends early.
        buffer[length..].fill(0);
        if length < buffer.len() { Err(Error::from(ErrorKind::UnexpectedEof)) } else { Ok(()) }
    }

    fn write_all_at(&mut self, bytes: &[u8], offset: u64) -> Result<()> {
        self.disk.do_it(Op::Write { file: self.name.clone(), at: offset as usize, bytes: bytes.into() });
        Ok(())
    }

    fn sync(&mut self, _data_only: bool) -> Result<()> {
        self.disk.do_it(Op::Sync { file: self.name.clone() });
        Ok(())
    }

    fn set_len(&mut self, size: u64) -> Result<()> {
        self.disk.do_it(Op::SetLen { file: self.name.clone(), len: size as usize });
        Ok(())
    }

    fn lock(&mut self, lock: LockKind) -> Result<bool> {
        self.lock = lock;
        Ok(true)
    }

    fn reserved(&mut self) -> Result<bool> {
        Ok(false)
    }

    fn current_lock(&self) -> Result<LockKind> {
        Ok(self.lock)
    }

    fn wal_index(&self, _readonly: bool) -> Result<WalDisabled> {
        Ok(WalDisabled)
    }
}
