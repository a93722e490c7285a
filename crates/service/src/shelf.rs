//! Previews that a face may fetch: a random handle for each file, the least recently used ones removed.

use crate::types::{ErrorCode, LayerSummary, PreviewCoverage, PreviewInfo, PreviewLevel, WireError};
use penstock_tasks::preview::{self, Header};
use std::collections::VecDeque;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Files kept at most.
const MOST_FILES: usize = 32;
/// Bytes kept at most; the newest file stays whatever its size.
const MOST_BYTES: u64 = 1 << 30;

struct Kept {
    handle: String,
    /// What it shows, so that the same picture is not made twice.
    tag: Option<String>,
    path: PathBuf,
    header: Arc<Header>,
    bytes: u64,
}

/// The previews of this process. The most recently used one is at the back.
pub(crate) struct Shelf {
    folder: PathBuf,
    kept: Mutex<VecDeque<Kept>>,
}

impl Shelf {
    pub(crate) fn new(folder: PathBuf) -> Self {
        Self { folder, kept: Mutex::new(VecDeque::new()) }
    }

    /// A panic under this lock leaves a list that is still a list.
    fn lock(&self) -> MutexGuard<'_, VecDeque<Kept>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Moves a preview file here and gives it a handle. `from` must be on the same file system. Blocking.
    ///
    /// # Errors
    /// When the file is no preview or cannot be moved.
    pub(crate) fn keep(&self, from: &Path, tag: Option<String>) -> Result<PreviewInfo, WireError> {
        let broken = |error: &dyn std::fmt::Display| WireError::internal("The picture cannot be read", error);
        let header = Arc::new(preview::read_header(from).map_err(|error| broken(&error))?);
        let bytes = fs::metadata(from).map_err(|error| broken(&error))?.len();
        let handle = handle()?;
        let path = self.folder.join(&handle);
        fs::rename(from, &path)
            .map_err(|error| WireError::file("The picture cannot be kept", &path, &error))?;
        let info = info_of(&handle, &header);
        let mut kept = self.lock();
        kept.push_back(Kept { handle, tag, path, header, bytes });
        let mut total: u64 = kept.iter().map(|one| one.bytes).sum();
        while kept.len() > MOST_FILES || (total > MOST_BYTES && kept.len() > 1) {
            let Some(oldest) = kept.pop_front() else {
                break;
            };
            total -= oldest.bytes;
            remove(&oldest.path);
        }
        Ok(info)
    }

    /// The preview with this tag, if it is here.
    pub(crate) fn tagged(&self, tag: &str) -> Option<PreviewInfo> {
        let mut kept = self.lock();
        let at = kept.iter().position(|one| one.tag.as_deref() == Some(tag))?;
        let one = kept.remove(at)?;
        let info = info_of(&one.handle, &one.header);
        kept.push_back(one);
        Some(info)
    }

    /// The bytes of one level. Blocking.
    ///
    /// # Errors
    /// [`ErrorCode::NotFound`] when the handle or the level is not known (any more).
    pub(crate) fn level(&self, handle: &str, level: u32) -> Result<Vec<u8>, WireError> {
        let (path, header) = self.find(handle)?;
        let level = usize::try_from(level).unwrap_or(usize::MAX);
        if level >= header.levels.len() {
            return Err(WireError::new(ErrorCode::NotFound, format!("This picture has no level {level}")));
        }
        preview::read_level(&path, &header, level).map_err(|error| unreadable(&error))
    }

    /// How often a pen passes each spot, one byte a cell. Blocking.
    ///
    /// # Errors
    /// [`ErrorCode::NotFound`] when the handle is not known (any more) or the picture holds no passes.
    pub(crate) fn coverage(&self, handle: &str) -> Result<Vec<u8>, WireError> {
        let (path, header) = self.find(handle)?;
        preview::read_coverage(&path, &header)
            .map_err(|error| unreadable(&error))?
            .ok_or_else(|| WireError::new(ErrorCode::NotFound, "This picture does not tell passes"))
    }

    /// The file and the header of a picture, which becomes the one used last.
    fn find(&self, handle: &str) -> Result<(PathBuf, Arc<Header>), WireError> {
        let mut kept = self.lock();
        let at = kept.iter().position(|one| one.handle == handle).ok_or_else(gone)?;
        let one = kept.remove(at).ok_or_else(gone)?;
        let found = (one.path.clone(), Arc::clone(&one.header));
        kept.push_back(one);
        Ok(found)
    }

    /// Removes these. Blocking.
    pub(crate) fn forget(&self, handles: &[String]) {
        self.lock().retain(|one| {
            let forgotten = handles.contains(&one.handle);
            if forgotten {
                remove(&one.path);
            }
            !forgotten
        });
    }
}

fn gone() -> WireError {
    WireError::new(ErrorCode::NotFound, "This picture is not kept any more").advise("Open it again")
}

/// A file that was removed meanwhile is gone; anything else is a fault.
fn unreadable(error: &std::io::Error) -> WireError {
    match error.kind() {
        std::io::ErrorKind::NotFound => gone(),
        _ => WireError::internal("The picture cannot be read", error),
    }
}

fn remove(path: &Path) {
    if let Err(error) = fs::remove_file(path) {
        tracing::warn!(file.path = %path.display(), %error, "A preview could not be removed");
    }
}

/// 128 random bits: a handle is known only to whom it was given.
fn handle() -> Result<String, WireError> {
    let mut random = [0_u8; 16];
    getrandom::fill(&mut random)
        .map_err(|error| WireError::internal("The system gives no random numbers", &error))?;
    Ok(random.iter().map(|byte| format!("{byte:02x}")).collect())
}

fn info_of(handle: &str, header: &Header) -> PreviewInfo {
    PreviewInfo {
        handle: handle.to_owned(),
        width_mm: header.width_mm,
        height_mm: header.height_mm,
        layers: header
            .layers
            .iter()
            .map(|layer| LayerSummary {
                name: layer.name.clone(),
                color: layer.color.to_string(),
                pen_width_mm: layer.pen_width_mm,
                paths: layer.paths,
                draw_mm: layer.draw_mm,
            })
            .collect(),
        levels: header
            .levels
            .iter()
            .map(|level| PreviewLevel {
                tolerance_mm: level.tolerance_mm,
                segments: level.segments,
                bytes: level.bytes,
            })
            .collect(),
        time_s: header.time_s,
        coverage: header.coverage.map(|facts| PreviewCoverage {
            cell_mm: facts.cell_mm,
            columns: facts.columns,
            rows: facts.rows,
            most: facts.most,
            tone: facts.tone,
        }),
    }
}
