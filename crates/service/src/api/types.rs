//! What crosses to a face: requests and responses of the command table. Times are milliseconds since
//! 1970, lengths are mm, ids are text. TypeScript gets all of it through ts-rs.

pub use super::batch_types::*;
pub use super::causes::{FailureCause, FailureCauses};
pub use super::outlook::{Outlook, Start};
pub use super::remote_types::*;
use penstock_drawing::Diagnostic;
use penstock_jobs::{
    ArtifactRef, Attempt, AuditEntry, BatchId, Job, JobId, JobState, QueueInfo, Retry, StateCounts,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A command that takes nothing.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, JsonSchema, TS)]
pub struct NoArgs {}

/// A command that answers nothing.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, JsonSchema, TS)]
pub struct NoReply {}

/// What the window shows in its frame.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema, TS)]
pub struct AppInfo {
    /// Version of Penstock.
    pub version: String,
    /// "Embedded queue", or the connection's name.
    pub connection: String,
    /// The connection that was chosen and cannot be reached: this store stands in for it, and jobs for it
    /// can be kept in the outbox.
    pub away: Option<String>,
    /// Where the store is, for people.
    pub store: String,
    /// What the store promises: "Every job is on disk before it is accepted".
    pub durability: String,
    /// It promises less than that: a server that stops at the wrong moment can lose jobs it accepted.
    pub may_lose_jobs: bool,
    /// Slots of the local worker; 0 when none runs in this process.
    pub local_slots: u32,
    /// Files named on the command line, waiting to be opened; each is handed out once.
    pub opened_files: Vec<String>,
    /// A read-only token: commands of kind `act` are refused.
    pub read_only: bool,
    /// May also change how Penstock is set up: commands of kind `admin`.
    pub is_admin: bool,
    /// A sample drawing is built in: `inspect` takes `{"source": {"sample": {}}}`.
    pub has_sample: bool,
}

/// Where a file comes from.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum FileSource {
    /// A path on this computer; only the desktop window may say so.
    Path(String),
    /// Content that was uploaded before (`POST /upload?name=…`, or the desktop's `upload`): its hash.
    Upload {
        /// File name shown to people.
        name: String,
        /// SHA-256 of the content.
        sha256: String,
    },
    /// The drawing that comes with Penstock.
    Sample {},
}

/// Look at a file before anything is queued.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema, TS)]
pub struct InspectRequest {
    /// The file.
    pub source: FileSource,
}

/// What kind of file a file is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum FileKind {
    /// Lines, as in an SVG or DXF.
    Drawing,
    /// Pixels.
    Picture,
    /// Rows of values. What they are is said by the task that reads them.
    Table,
    /// A face, a machine's profile, or whatever else goes with a drawing.
    Other,
}

/// What a file holds.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema, TS)]
pub struct Inspection {
    /// The kept input: give it to `plan` and `submit`.
    pub input: ArtifactRef,
    /// What it is, by its name.
    pub kind: FileKind,
    /// Sheet width in mm; 0 for what has no sheet.
    pub width_mm: f64,
    /// Sheet height in mm; 0 for what has no sheet.
    pub height_mm: f64,
    /// Its layers, bottom first.
    pub layers: Vec<LayerSummary>,
    /// What could not be carried over, and what was carried over another way.
    pub diagnostics: Vec<Diagnostic>,
    /// The picture; none of what has no sheet.
    pub preview: Option<PreviewInfo>,
    /// How long it took to read, in ms.
    pub read_ms: u64,
    /// Names of the tasks that take such a file, the usual one first.
    pub tasks: Vec<String>,
}

/// One layer in numbers.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema, TS)]
pub struct LayerSummary {
    /// Its name to the letter.
    pub name: String,
    /// Like `#1f4e9e`.
    pub color: String,
    /// Pen width in mm.
    pub pen_width_mm: f64,
    /// Strokes.
    pub paths: u64,
    /// Pen-down length in mm.
    pub draw_mm: f64,
}

/// A picture that can be fetched: `GET /preview/<handle>/<level>` or the desktop's `preview` command
/// give the geometry of one level as bytes (docs/preview-format.md).
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema, TS)]
pub struct PreviewInfo {
    /// Names the picture.
    pub handle: String,
    /// Sheet width in mm.
    pub width_mm: f64,
    /// Sheet height in mm.
    pub height_mm: f64,
    /// Layers in the order of the geometry's layer numbers.
    pub layers: Vec<LayerSummary>,
    /// Levels of detail, the coarsest first; the last one is exact to its tolerance.
    pub levels: Vec<PreviewLevel>,
    /// Time of the whole plot in seconds, as the geometry's time axis runs.
    pub time_s: f64,
    /// How often a pen passes each spot, where the picture holds it: `GET /preview/<handle>/coverage` or
    /// the desktop's `preview_coverage` give one byte a cell.
    pub coverage: Option<PreviewCoverage>,
}

/// The grid of passes of a picture, row by row from the upper left corner of the sheet.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize, JsonSchema, TS)]
pub struct PreviewCoverage {
    /// Side of its square cells in mm.
    pub cell_mm: f64,
    /// Cells across.
    pub columns: u32,
    /// Cells down.
    pub rows: u32,
    /// The largest count; 255 stands for that and more.
    pub most: u8,
    /// Cells are tones of a picture, 0 for white and 255 for black, and no passes.
    pub tone: bool,
}

/// One level of detail.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize, JsonSchema, TS)]
pub struct PreviewLevel {
    /// Largest distance from the true line in mm.
    pub tolerance_mm: f64,
    /// Straight pieces in it.
    pub segments: u64,
    /// Length of its geometry in bytes.
    pub bytes: u64,
}

/// Run a task here and now, in a child, without queueing it: what would come out?
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema, TS)]
pub struct PlanRequest {
    /// The asker's name for it; a later plan with the same name stops this one.
    pub name: String,
    /// Name of the task.
    pub task: String,
    /// Its parameters; missing ones take their defaults.
    pub params: serde_json::Value,
    /// Its inputs, from `inspect`.
    pub inputs: Vec<ArtifactRef>,
}

/// Stop a plan and forget its pictures.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema, TS)]
pub struct DropPlanRequest {
    /// The name it was asked under.
    pub name: String,
}

/// What would come out.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema, TS)]
pub struct Plan {
    /// The task's report.
    pub report: serde_json::Value,
    /// The drawing as it came.
    pub before: Option<PreviewInfo>,
    /// The toolpath.
    pub after: Option<PreviewInfo>,
}

/// Queue a job.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema, TS)]
pub struct SubmitRequest {
    /// Name of the task.
    pub task: String,
    /// Its parameters; missing ones take their defaults.
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub params: serde_json::Value,
    /// Its inputs, from `inspect` or an upload.
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub inputs: Vec<ArtifactRef>,
    /// The task's own queue if none.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub queue: Option<String>,
    /// What people call it; the first input's name if none.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub label: Option<String>,
    /// Ahead of everything in its queue.
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub at_front: bool,
    /// Not before this time.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub not_before_ms: Option<i64>,
    /// Waits until these finished.
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub after: Vec<JobId>,
    /// Tries after a failure.
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub retry: Retry,
    /// The task's own if none.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub timeout_s: Option<u64>,
    /// The settings' if none.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub result_ttl_s: Option<u64>,
    /// The settings' if none.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub failure_ttl_s: Option<u64>,
    /// Makes a repeat harmless.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub key: Option<String>,
    /// This many jobs of the same kind; 1 to 10,000.
    #[serde(default = "one")]
    #[ts(as = "Option<_>", optional)]
    pub count: u32,
    /// Keep it in the outbox.
    #[serde(default)]
    #[ts(as = "Option<_>", optional)]
    pub hold: bool,
}

fn one() -> u32 {
    1
}

/// The jobs that were queued.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema, TS)]
pub struct SubmitReply {
    /// Their ids, in order.
    pub ids: Vec<JobId>,
    /// True where the key was known.
    pub duplicates: Vec<bool>,
    /// The batch that several jobs are; none for one.
    #[ts(optional = nullable)]
    pub batch: Option<BatchId>,
}

/// A page of jobs with the counts beside its tabs.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema, TS)]
pub struct JobList {
    /// The page.
    pub jobs: Vec<Job>,
    /// Where the next page begins.
    pub next: Option<String>,
    /// Jobs in each state over the whole store.
    #[ts(type = "Partial<Record<JobState, number>>")]
    pub counts: StateCounts,
}

/// One job.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema, TS)]
pub struct JobRequest {
    /// Its id.
    pub id: JobId,
}

/// Everything about one job.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema, TS)]
pub struct JobDetail {
    /// The job.
    pub job: Job,
    /// Its runs, the first one first.
    pub attempts: Vec<Attempt>,
    /// What people did to it.
    pub audit: Vec<AuditEntry>,
    /// The task's report, when it finished.
    pub report: Option<serde_json::Value>,
}

/// Which picture of a job.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// As it came.
    Before,
    /// As the machine will run it.
    After,
}

/// Open a picture of a job: `before` works in every state, `after` once it finished.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema, TS)]
pub struct OpenPreviewRequest {
    /// The job.
    pub id: JobId,
    /// Which one.
    pub side: Side,
}

/// Several jobs at once.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema, TS)]
pub struct JobsRequest {
    /// Their ids.
    pub ids: Vec<JobId>,
}

/// Where jobs go.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum MoveTo {
    /// Before all others of their queue.
    Front {},
    /// After all others of their queue.
    Back {},
    /// To the end of another queue.
    Queue(String),
    /// Right before this job, which is ready too, in its queue.
    Before(JobId),
}

/// Move waiting jobs.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema, TS)]
pub struct MoveRequest {
    /// Their ids; among themselves they keep the order in which they would start.
    pub ids: Vec<JobId>,
    /// Where.
    pub to: MoveTo,
}

/// One verdict a job, so that a bulk action tells what it could not do.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema, TS)]
pub struct BulkReply {
    /// How many were done.
    pub done: u32,
    /// What was refused, and why.
    pub refused: Vec<Refusal>,
}

/// Why one job of several was left as it is.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema, TS)]
pub struct Refusal {
    /// The job.
    pub id: JobId,
    /// The state it is in, if it exists.
    pub state: Option<JobState>,
    /// One sentence.
    pub why: String,
}

/// All queues.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema, TS)]
pub struct QueueList {
    /// The queues.
    pub queues: Vec<QueueInfo>,
    /// Every queue is paused.
    pub all_paused: bool,
}

/// One queue, or all of them.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema, TS)]
pub struct QueueRequest {
    /// Its name; none means all.
    pub queue: Option<String>,
}

/// Ask a worker to stop.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema, TS)]
pub struct StopWorkerRequest {
    /// Its name.
    pub name: String,
    /// Give its jobs back at once instead of finishing them.
    pub now: bool,
}

/// What the service pushes to every face, at most ten times a second: one message with all that
/// changed. `GET /events` sends it as server-sent events, the desktop through a channel.
#[derive(Clone, PartialEq, Debug, Default, Serialize, JsonSchema, TS)]
pub struct Update {
    /// Jobs that are new or changed, as they are now.
    pub jobs: Vec<Job>,
    /// Jobs that are gone.
    pub gone: Vec<JobId>,
    /// Jobs in each state over the whole store.
    #[ts(type = "Partial<Record<JobState, number>>")]
    pub counts: StateCounts,
    /// Queues or workers changed: read them again.
    pub queues_changed: bool,
    /// Workers changed: read them again.
    pub workers_changed: bool,
    /// More changed than fits: read lists again.
    pub resync: bool,
    /// Paths that a second start of the app asked this one to open.
    pub open_files: Vec<String>,
    /// Set while the store cannot be reached, in words.
    pub store_trouble: Option<String>,
}

/// An error as every face shows it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema, TS, thiserror::Error)]
#[error("{title}")]
pub struct WireError {
    /// Set where somebody branches on it.
    pub code: ErrorCode,
    /// What happened, one sentence.
    pub title: String,
    /// What to do.
    pub advice: Option<String>,
    /// Technical detail to copy.
    pub detail: Option<String>,
    /// The field it is about, for `bad_parameter`.
    pub field: Option<String>,
}

/// What callers branch on.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum ErrorCode {
    /// A parameter is unknown or out of range: `field` says which.
    BadParameter,
    /// The request itself is wrong.
    BadRequest,
    /// The file cannot be used.
    BadInput,
    /// There is no such thing.
    NotFound,
    /// The state does not allow it: a notice, not a fault.
    NotNow,
    /// A newer request took its place, or somebody asked to stop.
    Superseded,
    /// The store cannot be reached.
    StoreAway,
    /// The token may only read.
    ReadOnly,
    /// The token is missing or wrong.
    Unauthorized,
    /// The work failed.
    Failed,
    /// Our fault.
    Internal,
}
