//! Looking at a file before anything is queued.

use super::artifacts::missing;
use super::input_names::as_input;
use super::types::{ErrorCode, FileKind, FileSource, InspectRequest, Inspection, LayerSummary, PreviewInfo};
use crate::sandbox::Ran;
use crate::service::{Caller, blocking};
use crate::{Service, WireError};
use penstock_drawing::Diagnostic;
use penstock_jobs::{ArtifactRef, ArtifactRole};
use penstock_worker::child::Limits;
use serde::Deserialize;
use std::path::Path;
use std::time::{Duration, Instant};

/// The drawing that comes with Penstock.
const SAMPLE: &[u8] = include_bytes!("../../sample/flow-field.svg");
const SAMPLE_NAME: &str = "flow-field.svg";
/// A file that takes longer to read is given up.
const LONGEST_READ: Duration = Duration::from_secs(60);

/// What the task `inspect` reports.
#[derive(Deserialize)]
struct DrawingReport {
    width_mm: f64,
    height_mm: f64,
    layers: Vec<LayerSummary>,
    diagnostics: Vec<Diagnostic>,
}

impl Service {
    /// Keeps a file as an input and says what is in it. It is parsed in a child process with at most
    /// 1 GiB and 60 s.
    ///
    /// # Errors
    /// [`ErrorCode::BadRequest`] for a path from a caller that may name none; [`ErrorCode::NotFound`]
    /// when there is no such file; [`ErrorCode::BadInput`] when it cannot be read as a drawing, with the
    /// place.
    pub async fn inspect(&self, caller: &Caller, request: InspectRequest) -> Result<Inspection, WireError> {
        let mut input = self.take_in(caller, request.source).await?;
        let (kind, tasks) = (kind_of(&input.name), tasks_for(&input.name));
        if matches!(kind, FileKind::Table | FileKind::Other) {
            // Whoever takes it reads it: a table of recipients and a bill of parts are not read alike.
            return Ok(Inspection {
                input,
                kind,
                width_mm: 0.0,
                height_mm: 0.0,
                layers: Vec::new(),
                diagnostics: Vec::new(),
                preview: None,
                read_ms: 0,
                tasks,
            });
        }
        let began = Instant::now();
        let ran = self.read_drawing(&input).await?;
        let read_ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
        let report: DrawingReport = serde_json::from_value(ran.report.clone()).map_err(|error| {
            WireError::internal("The file was read, but its report cannot be understood", &error)
        })?;
        input.bytes = ran.input_bytes.first().copied().unwrap_or(input.bytes);
        let preview = Some(self.keep_drawing(&input, ran).await?);
        Ok(Inspection {
            input,
            kind,
            width_mm: report.width_mm,
            height_mm: report.height_mm,
            layers: report.layers,
            diagnostics: report.diagnostics,
            preview,
            read_ms,
            tasks,
        })
    }

    /// The picture of an input as it came: the one that is kept, or a new one.
    pub(crate) async fn drawing_preview(&self, input: &ArtifactRef) -> Result<PreviewInfo, WireError> {
        if matches!(kind_of(&input.name), FileKind::Table | FileKind::Other) {
            let title = format!("There is no picture of {}", input.name);
            return Err(WireError::new(ErrorCode::NotFound, title));
        }
        if let Some(kept) = self.inner.shelf.tagged(&tag(input)) {
            return Ok(kept);
        }
        let ran = self.read_drawing(input).await?;
        self.keep_drawing(input, ran).await
    }

    async fn take_in(&self, caller: &Caller, source: FileSource) -> Result<ArtifactRef, WireError> {
        match source {
            FileSource::Path(path) if caller.may_name_paths => self.add_input(Path::new(&path)).await,
            FileSource::Path(_) => {
                Err(WireError::new(ErrorCode::BadRequest, "Files on this computer cannot be named from here")
                    .advise("Upload the file instead")
                    .field("source"))
            }
            FileSource::Upload { name, sha256 } => {
                let role = ArtifactRole::Input;
                let named = ArtifactRef { name, role, sha256, bytes: 0, media_type: String::new() };
                self.known_input(&named).await
            }
            FileSource::Sample {} => {
                let stored = self.inner.artifacts.put_bytes(SAMPLE).await?;
                let named = ArtifactRef {
                    name: SAMPLE_NAME.to_owned(),
                    role: ArtifactRole::Input,
                    sha256: stored.sha256,
                    bytes: stored.bytes,
                    media_type: String::new(),
                };
                as_input(&named)
            }
        }
    }

    async fn read_drawing(&self, input: &ArtifactRef) -> Result<Ran, WireError> {
        let _turn = self.inner.inspections.acquire().await.map_err(|_| crate::sandbox::stopped())?;
        let limits =
            Limits { wall: LONGEST_READ, cpu: LONGEST_READ, memory_bytes: 1 << 30, ..Limits::default() };
        let stop = self.inner.stop.subscribe();
        self.run_in_child(
            penstock_tasks::INSPECT,
            serde_json::json!({}),
            std::slice::from_ref(input),
            &limits,
            stop,
        )
        .await
        .map_err(|error| match error.code {
            ErrorCode::NotFound => missing(input, penstock_jobs::StoreError::Invalid(error.title)),
            _ => error,
        })
    }

    async fn keep_drawing(&self, input: &ArtifactRef, ran: Ran) -> Result<PreviewInfo, WireError> {
        let here = self.clone();
        let (tag, sha256) = (tag(input), input.sha256.clone());
        blocking(move || {
            here.inner.inputs.keep(&sha256, &ran.input(0));
            let file = ran.file("drawing.preview").ok_or_else(|| {
                WireError::new(ErrorCode::Internal, "The file was read, but there is no picture of it")
            })?;
            here.inner.shelf.keep(&file, Some(tag))
        })
        .await
    }
}

fn tag(input: &ArtifactRef) -> String {
    format!("drawing:{}", input.sha256)
}

/// Endings of tables.
const TABLES: &[&str] = &["csv", "tsv", "txt"];

/// By its ending. What no task takes is read as a drawing, and refused with a sentence if it is none.
fn kind_of(name: &str) -> FileKind {
    let ending = ending_of(name);
    if penstock_tasks::is_picture(name) {
        FileKind::Picture
    } else if TABLES.contains(&ending.as_str()) {
        FileKind::Table
    } else if penstock_tasks::is_drawing(name) || taking(&ending).is_empty() {
        FileKind::Drawing
    } else {
        FileKind::Other
    }
}

fn ending_of(name: &str) -> String {
    name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default()
}

fn taking(ending: &str) -> Vec<String> {
    let takes = |task: &&penstock_tasks::TaskInfo| task.accepts.contains(&ending);
    Service::tasks().iter().filter(takes).map(|task| task.name.to_owned()).collect()
}

/// Tasks that take a file with this ending; what has another ending was read as an SVG all the same.
fn tasks_for(name: &str) -> Vec<String> {
    let tasks = taking(&ending_of(name));
    if tasks.is_empty() { taking("svg") } else { tasks }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_known_by_its_ending() {
        let kinds = [
            ("plate.DXF", FileKind::Drawing),
            ("logo.svgz", FileKind::Drawing),
            ("photo.JPG", FileKind::Picture),
            ("guests.csv", FileKind::Table),
            ("guests.txt", FileKind::Table),
            ("face.ttf", FileKind::Other),
            ("nothing", FileKind::Drawing),
        ];
        for (name, kind) in kinds {
            assert_eq!(kind_of(name), kind, "{name}");
        }
        assert_eq!(tasks_for("photo.png"), ["pattern", "trace"]);
        assert_eq!(tasks_for("nothing"), taking("svg"));
    }
}
