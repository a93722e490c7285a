// Made from crates/service/src/api by crates/service/tests/bindings.rs; do not edit.
// PENSTOCK_WRITE_BINDINGS=1 cargo test -p penstock-service --test bindings

/**
 * What the window shows in its frame.
 */
export type AppInfo = {
  /**
   * Version of Penstock.
   */
  version: string,
  /**
   * "Embedded queue", or the connection's name.
   */
  connection: string,
  /**
   * The connection that was chosen and cannot be reached: this store stands in for it, and jobs for it
   * can be kept in the outbox.
   */
  away: string | null,
  /**
   * Where the store is, for people.
   */
  store: string,
  /**
   * What the store promises: "Every job is on disk before it is accepted".
   */
  durability: string,
  /**
   * It promises less than that: a server that stops at the wrong moment can lose jobs it accepted.
   */
  may_lose_jobs: boolean,
  /**
   * Slots of the local worker; 0 when none runs in this process.
   */
  local_slots: number,
  /**
   * Files named on the command line, waiting to be opened; each is handed out once.
   */
  opened_files: Array<string>,
  /**
   * A read-only token: commands of kind `act` are refused.
   */
  read_only: boolean,
  /**
   * May also change how Penstock is set up: commands of kind `admin`.
   */
  is_admin: boolean,
  /**
   * A sample drawing is built in: `inspect` takes `{"source": {"sample": {}}}`.
   */
  has_sample: boolean, };

/**
 * A file that a job took or made, addressed by the SHA-256 of its content.
 */
export type ArtifactRef = {
  /**
   * File name shown to people; what a job made may have one folder in front ([`is_artifact_name`]).
   */
  name: string,
  /**
   * What it is for.
   */
  role: ArtifactRole,
  /**
   * Lower-case hexadecimal SHA-256 of the content, 64 characters.
   */
  sha256: string,
  /**
   * Length in bytes.
   */
  bytes: number,
  /**
   * Such as `image/svg+xml`.
   */
  media_type: string, };

/**
 * What an artifact is for.
 */
export type ArtifactRole = "input" | "result" | "preview";

/**
 * One run of a job.
 */
export type Attempt = {
  /**
   * Names this run.
   */
  id: AttemptId,
  /**
   * The job it is a run of.
   */
  job: JobId,
  /**
   * 1 for the first run.
   */
  number: number,
  /**
   * Name of the worker that ran it.
   */
  worker: string,
  /**
   * Milliseconds since 1970.
   */
  started_at_ms: number,
  /**
   * Milliseconds since 1970; none while it runs.
   */
  ended_at_ms: number | null,
  /**
   * None while it runs.
   */
  outcome: AttemptOutcome | null,
  /**
   * Why it failed, if it did.
   */
  failure: Failure | null, };

/**
 * Names one run of a job. Whoever writes about a running job must present it.
 */
export type AttemptId = string;

/**
 * How an attempt ended.
 */
export type AttemptOutcome = "finished" | "failed" | "child_died" | "worker_lost" | "interrupted" | "cancelled";

/**
 * What a person did, kept as long as the job's history.
 */
export type AuditEntry = {
  /**
   * Milliseconds since 1970.
   */
  at_ms: number,
  /**
   * Who: `desktop:anna`, `cli:anna`, `http:<token name>`.
   */
  actor: string,
  /**
   * What: `submit`, `cancel`, `retry`, `move`, `delete`, `pause`, `resume`, `worker-stop`.
   */
  action: string,
  /**
   * The job, if it was about one.
   */
  job: JobId | null,
  /**
   * The rest in words: the queue, the new place.
   */
  detail: string | null, };

/**
 * How a batch stands. It is there as long as one of its jobs is.
 */
export type Batch = {
  /**
   * Names it.
   */
  id: BatchId,
  /**
   * What people call it.
   */
  label: string,
  /**
   * When it was submitted, milliseconds since 1970.
   */
  created_at_ms: number,
  /**
   * Jobs that are there. Deleted ones do not count.
   */
  jobs: number,
  /**
   * Those in each state; states with none are left out.
   */
  counts: Partial<Record<JobState, number>>,
  /**
   * How far it is, 0 to 1: a job that has ended counts whole, one that runs by its own progress.
   */
  fraction: number, };

/**
 * Names one batch of jobs. Any text that can name a job.
 */
export type BatchId = string;

/**
 * What one job of a batch has of its own.
 */
export type BatchItem = {
  /**
   * Parameters; each takes the place of the common one with its name.
   */
  params?: JsonValue,
  /**
   * Inputs, behind the common ones.
   */
  inputs?: Array<ArtifactRef>,
  /**
   * What people call it; its first input's name if none, else the batch's label and its number.
   */
  label?: string | null,
  /**
   * Where it comes from, for messages about it: `line 7`.
   */
  place?: string | null, };

/**
 * One job of a batch.
 */
export type BatchLine = {
  /**
   * The job.
   */
  id: JobId,
  /**
   * What people call it.
   */
  label: string,
  /**
   * Where it stands.
   */
  state: JobState,
  /**
   * Number of its last attempt.
   */
  attempt: number,
  /**
   * Seconds from the start of its last attempt to its end; none before.
   */
  seconds: number | null,
  /**
   * Why it failed, one sentence.
   */
  error: string | null,
  /**
   * The plain values of its report by their names: numbers, words, yes and no.
   */
  figures: Record<string, string | number | boolean>,
  /**
   * Names of the files that it made.
   */
  artifacts: Array<string>, };

/**
 * The batch of a job, as every job of it carries it.
 */
export type BatchRef = {
  /**
   * Names the batch for ever.
   */
  id: BatchId,
  /**
   * What people call it: the name of the table, the folder or the task.
   */
  label: string, };

/**
 * Everything about a batch: one line for each job, in the order in which they were submitted.
 */
export type BatchReport = {
  /**
   * How it stands.
   */
  batch: Batch,
  /**
   * Its jobs.
   */
  jobs: Array<BatchLine>, };

/**
 * One batch.
 */
export type BatchRequest = {
  /**
   * Its id.
   */
  id: BatchId, };

/**
 * The report of a batch for a spreadsheet.
 */
export type BatchTable = {
  /**
   * A name for the file.
   */
  name: string,
  /**
   * The table as comma separated values, one line a job.
   */
  csv: string, };

/**
 * The newest batches.
 */
export type BatchesRequest = {
  /**
   * At most this many; 20 if none, never over 1,000.
   */
  limit?: number | null, };

/**
 * One verdict a job, so that a bulk action tells what it could not do.
 */
export type BulkReply = {
  /**
   * How many were done.
   */
  done: number,
  /**
   * What was refused, and why.
   */
  refused: Array<Refusal>, };

/**
 * What cancelling a batch did.
 */
export type CancelledBatch = {
  /**
   * Jobs that had not ended: what waited is cancelled, what ran is asked to stop.
   */
  cancelled: number,
  /**
   * How the batch stands now.
   */
  batch: Batch, };

/**
 * One line of a check.
 */
export type CheckLine = {
  /**
   * Nothing needs doing.
   */
  ok: boolean,
  /**
   * What was looked at.
   */
  what: string,
  /**
   * What was found, and what to do.
   */
  found: string,
  /**
   * It was, or with `repair` would have been, put right.
   */
  repairable: boolean, };

/**
 * Look for faults in the store.
 */
export type CheckRequest = {
  /**
   * Put right what can be.
   */
  repair: boolean, };

/**
 * A store with a name, as a person keeps it.
 */
export type ConnectionInfo = {
  /**
   * Its name; "Embedded queue" is always there.
   */
  name: string,
  /**
   * Where it is, for people; never with a password.
   */
  store: string,
  /**
   * Its URL without the secrets in it, to be edited. None for the embedded store.
   */
  address: string | null,
  /**
   * It has a password.
   */
  has_secret: boolean,
  /**
   * Where the password is kept: "system keyring", or "a file that only you can read".
   */
  secret_in: string | null,
  /**
   * What is sent there can be read on the way: no TLS, and not within this computer.
   */
  readable_on_the_way: boolean,
  /**
   * The one that the next start of the app opens.
   */
  chosen: boolean, };

/**
 * The name of a connection.
 */
export type ConnectionRequest = {
  /**
   * Its name.
   */
  name: string, };

/**
 * What a test found.
 */
export type ConnectionTest = {
  /**
   * No step was bad.
   */
  usable: boolean,
  /**
   * In the order in which they were tried.
   */
  steps: Array<TestStep>, };

/**
 * One thing that could not be understood or should be looked at.
 */
export type Diagnostic = {
  /**
   * A word for programs, in kebab-case: `raster-image`, `filter`, `missing-character`.
   */
  kind: string,
  /**
   * How much it matters.
   */
  severity: Severity,
  /**
   * One sentence for people: what it is and what became of it.
   */
  message: string,
  /**
   * Name of the layer it is on.
   */
  layer: string | null,
  /**
   * The element it is about: `image#photo`, or `line 12` of the source.
   */
  element: string | null,
  /**
   * Its place on the page in mm.
   */
  x_mm: number | null,
  /**
   * Its place on the page in mm.
   */
  y_mm: number | null, };

/**
 * Stop a plan and forget its pictures.
 */
export type DropPlanRequest = {
  /**
   * The name it was asked under.
   */
  name: string, };

/**
 * What callers branch on.
 */
export type ErrorCode = "bad_parameter" | "bad_request" | "bad_input" | "not_found" | "not_now" | "superseded" | "store_away" | "read_only" | "unauthorized" | "failed" | "internal";

/**
 * One error as every face shows it.
 */
export type Failure = {
  /**
   * Decides retry and grouping.
   */
  class: FailureClass,
  /**
   * One sentence: what happened.
   */
  title: string,
  /**
   * What to do about it, where something can be done.
   */
  advice: string | null,
  /**
   * Technical detail to copy: place, exit status, the last lines of the child's log.
   */
  detail: string | null, };

/**
 * One cause, and the jobs that it stopped.
 */
export type FailureCause = {
  /**
   * Names it as long as it stands: two readings give the same key to the same cause.
   */
  key: string,
  /**
   * What kind of failure it is; none for a job that says nothing of why.
   */
  class: FailureClass | null,
  /**
   * What happened, in the words of the newest failure, without that job's name.
   */
  title: string,
  /**
   * What to do about it, in the words of the newest failure.
   */
  advice: string | null,
  /**
   * The jobs, the newest first.
   */
  jobs: Array<JobId>,
  /**
   * The first few of them, as they are.
   */
  newest: Array<Job>,
  /**
   * When it struck last, in milliseconds since 1970.
   */
  last_at_ms: number,
  /**
   * When it struck first, of the jobs that are still there.
   */
  first_at_ms: number, };

/**
 * Failed and quarantined jobs, grouped; the cause that struck last comes first.
 */
export type FailureCauses = {
  /**
   * The causes.
   */
  causes: Array<FailureCause>,
  /**
   * There are older failed jobs that were not looked at.
   */
  more: boolean, };

/**
 * Why an attempt failed, in the few classes that policy and people tell apart.
 */
export type FailureClass = "bad_input" | "task" | "timeout" | "limit" | "crash" | "worker_lost" | "unknown_task" | "server";

/**
 * What kind of file a file is.
 */
export type FileKind = "drawing" | "picture" | "table" | "other";

/**
 * Where a file comes from.
 */
export type FileSource = { "path": string } | { "upload": {
    /**
     * File name shown to people.
     */
    name: string,
    /**
     * SHA-256 of the content.
     */
    sha256: string, } } | { "sample": Record<symbol, never> };

/**
 * Jobs in the outbox that were submitted together.
 */
export type HeldJobs = {
  /**
   * Their ids, the same as they will have in the store.
   */
  ids: Array<JobId>,
  /**
   * The connection that they are for, if one with this store is kept.
   */
  connection: string | null,
  /**
   * The store that they are for.
   */
  store: string,
  /**
   * Name of the task.
   */
  task: string,
  /**
   * What people call them.
   */
  label: string,
  /**
   * The batch that they will be; its label is theirs.
   */
  batch: BatchId | null,
  /**
   * The queue that they go to.
   */
  queue: string,
  /**
   * Milliseconds since 1970.
   */
  held_at_ms: number,
  /**
   * Why the store did not take them, when it was there; then they wait for a person.
   */
  refused: string | null, };

/**
 * Names jobs in the outbox by the first of their ids.
 */
export type HeldRequest = {
  /**
   * The first id.
   */
  id: JobId, };

/**
 * Keep many jobs of one task as one batch for a store that is away.
 */
export type HoldBatchRequest = {
  /**
   * The connection that it is for; the service's own store if none.
   */
  connection?: string | null,
  /**
   * The batch.
   */
  batch: SubmitBatchRequest, };

/**
 * Keep a job on this computer for a store that is away; it is sent once the store is back.
 */
export type HoldRequest = {
  /**
   * The connection that it is for; the service's own store if none.
   */
  connection?: string | null,
  /**
   * The job.
   */
  job: SubmitRequest, };

/**
 * Keep one job for each row of a table, as one batch, for a store that is away.
 */
export type HoldRowsRequest = {
  /**
   * The connection that it is for; the service's own store if none.
   */
  connection?: string | null,
  /**
   * The table and what its jobs have in common.
   */
  rows: SubmitRowsRequest, };

/**
 * Look at a file before anything is queued.
 */
export type InspectRequest = {
  /**
   * The file.
   */
  source: FileSource, };

/**
 * What a file holds.
 */
export type Inspection = {
  /**
   * The kept input: give it to `plan` and `submit`.
   */
  input: ArtifactRef,
  /**
   * What it is, by its name.
   */
  kind: FileKind,
  /**
   * Sheet width in mm; 0 for what has no sheet.
   */
  width_mm: number,
  /**
   * Sheet height in mm; 0 for what has no sheet.
   */
  height_mm: number,
  /**
   * Its layers, bottom first.
   */
  layers: Array<LayerSummary>,
  /**
   * What could not be carried over, and what was carried over another way.
   */
  diagnostics: Array<Diagnostic>,
  /**
   * The picture; none of what has no sheet.
   */
  preview: PreviewInfo | null,
  /**
   * How long it took to read, in ms.
   */
  read_ms: number,
  /**
   * Names of the tasks that take such a file, the usual one first.
   */
  tasks: Array<string>, };

/**
 * One submission of a task, as it stands in the store.
 */
export type Job = {
  /**
   * Names it for ever.
   */
  id: JobId,
  /**
   * Name of the task.
   */
  task: string,
  /**
   * Version of the task's parameters.
   */
  task_version: number,
  /**
   * Its parameters.
   */
  params: JsonValue,
  /**
   * Its inputs.
   */
  inputs: Array<ArtifactRef>,
  /**
   * What people call it.
   */
  label: string,
  /**
   * Where it waits or waited.
   */
  queue: string,
  /**
   * Where it stands.
   */
  state: JobState,
  /**
   * Number of the current or last attempt; 0 before the first. Interrupted ones do not count.
   */
  attempt: number,
  /**
   * Attempts that ended finished: 0 or 1.
   */
  attempts_finished: number,
  /**
   * What happens after a failure.
   */
  retry: Retry,
  /**
   * Longest wall-clock time of one attempt in seconds.
   */
  timeout_s: number,
  /**
   * Seconds that artifacts stay after it finished.
   */
  result_ttl_s: number | null,
  /**
   * Seconds that it stays after it failed for good.
   */
  failure_ttl_s: number | null,
  /**
   * The key that makes a repeat harmless.
   */
  idempotency_key: string | null,
  /**
   * Jobs that it waits for or waited for.
   */
  after: Array<JobId>,
  /**
   * May it be started again by itself after an attempt broke off? Otherwise it is held then.
   */
  rerun_after_crash: boolean,
  /**
   * A person asked to cancel while it ran.
   */
  cancel_requested: boolean,
  /**
   * Why it waits, in words, when it does.
   */
  waits_for: string | null,
  /**
   * Name of the worker that runs or ran it last.
   */
  worker: string | null,
  /**
   * How far it is, while it runs.
   */
  progress: Progress | null,
  /**
   * Milliseconds since 1970.
   */
  created_at_ms: number,
  /**
   * When it becomes ready, for scheduled and retrying jobs.
   */
  not_before_ms: number | null,
  /**
   * Start of the current or last attempt.
   */
  started_at_ms: number | null,
  /**
   * When it reached a final state.
   */
  ended_at_ms: number | null,
  /**
   * Why it failed, or failed last.
   */
  failure: Failure | null,
  /**
   * What it made; empty again once its lifetime is over.
   */
  artifacts: Array<ArtifactRef>,
  /**
   * Its artifacts were removed at the end of their lifetime.
   */
  expired: boolean,
  /**
   * The batch that it belongs to.
   */
  batch?: BatchRef | null, };

/**
 * Everything about one job.
 */
export type JobDetail = {
  /**
   * The job.
   */
  job: Job,
  /**
   * Its runs, the first one first.
   */
  attempts: Array<Attempt>,
  /**
   * What people did to it.
   */
  audit: Array<AuditEntry>,
  /**
   * The task's report, when it finished.
   */
  report: JsonValue | null, };

/**
 * Which jobs to list. Empty means every job, newest first.
 */
export type JobFilter = {
  /**
   * Only this queue.
   */
  queue?: string | null,
  /**
   * Only jobs of this task, by its whole name.
   */
  task?: string | null,
  /**
   * Only jobs that this worker has or had last, by its whole name.
   */
  worker?: string | null,
  /**
   * Only these states.
   */
  states?: Array<JobState>,
  /**
   * Words that must all stand in the label, the id, the task, the queue or the failure's title.
   */
  search?: string | null,
  /**
   * Only jobs of this batch.
   */
  batch?: BatchId | null,
  /**
   * At most this many; 100 if none, never over 10,000.
   */
  limit?: number | null,
  /**
   * [`JobPage::next`] of the page before.
   */
  cursor?: string | null,
  /**
   * In the order in which they would start (running first) and not newest first.
   */
  in_start_order?: boolean, };

/**
 * Names one job for ever. RQ makes version 4 UUIDs; any text without a `:` is read.
 */
export type JobId = string;

/**
 * A page of jobs with the counts beside its tabs.
 */
export type JobList = {
  /**
   * The page.
   */
  jobs: Array<Job>,
  /**
   * Where the next page begins.
   */
  next: string | null,
  /**
   * Jobs in each state over the whole store.
   */
  counts: Partial<Record<JobState, number>>, };

/**
 * One job.
 */
export type JobRequest = {
  /**
   * Its id.
   */
  id: JobId, };

/**
 * Where a job stands.
 */
export type JobState = "held" | "scheduled" | "deferred" | "queued" | "running" | "retrying" | "finished" | "failed" | "cancelled" | "quarantined";

/**
 * Several jobs at once.
 */
export type JobsRequest = {
  /**
   * Their ids.
   */
  ids: Array<JobId>, };

export type JsonValue = number | string | boolean | Array<JsonValue> | { [key in string]: JsonValue } | null;

/**
 * One layer in numbers.
 */
export type LayerSummary = {
  /**
   * Its name to the letter.
   */
  name: string,
  /**
   * Like `#1f4e9e`.
   */
  color: string,
  /**
   * Pen width in mm.
   */
  pen_width_mm: number,
  /**
   * Strokes.
   */
  paths: number,
  /**
   * Pen-down length in mm.
   */
  draw_mm: number, };

/**
 * An item that could not be queued.
 */
export type LeftOut = {
  /**
   * Its place in the request, counted from 1.
   */
  item: number,
  /**
   * Where it comes from, as the request says it.
   */
  place: string | null,
  /**
   * What is wrong with it, one sentence.
   */
  why: string, };

/**
 * Move waiting jobs.
 */
export type MoveRequest = {
  /**
   * Their ids; among themselves they keep the order in which they would start.
   */
  ids: Array<JobId>,
  /**
   * Where.
   */
  to: MoveTo, };

/**
 * Where jobs go.
 */
export type MoveTo = { "front": Record<symbol, never> } | { "back": Record<symbol, never> } | { "queue": string } | { "before": JobId };

/**
 * A command that takes nothing.
 */
export type NoArgs = Record<symbol, never>;

/**
 * A command that answers nothing.
 */
export type NoReply = Record<symbol, never>;

/**
 * Open a picture of a job: `before` works in every state, `after` once it finished.
 */
export type OpenPreviewRequest = {
  /**
   * The job.
   */
  id: JobId,
  /**
   * Which one.
   */
  side: Side, };

/**
 * When the waiting jobs will be done.
 */
export type Outlook = {
  /**
   * When the last of them is done, in milliseconds since 1970; none when nothing waits or runs, or
   * nothing is known of how long such jobs take.
   */
  done_ms: number | null,
  /**
   * The same if every job is as quick as the quickest quarter.
   */
  early_ms: number | null,
  /**
   * The same if every job is as slow as the slowest quarter.
   */
  late_ms: number | null,
  /**
   * Finished jobs that the times come from.
   */
  learnt_from: number,
  /**
   * When waiting jobs would start; jobs that nobody takes are left out.
   */
  starts: Array<Start>,
  /**
   * Waiting jobs that no living worker takes, or whose queue is paused: they are in no estimate.
   */
  stuck: number,
  /**
   * More jobs wait than were looked at.
   */
  more: boolean, };

/**
 * What would come out.
 */
export type Plan = {
  /**
   * The task's report.
   */
  report: JsonValue,
  /**
   * The drawing as it came.
   */
  before: PreviewInfo | null,
  /**
   * The toolpath.
   */
  after: PreviewInfo | null, };

/**
 * Run a task here and now, in a child, without queueing it: what would come out?
 */
export type PlanRequest = {
  /**
   * The asker's name for it; a later plan with the same name stops this one.
   */
  name: string,
  /**
   * Name of the task.
   */
  task: string,
  /**
   * Its parameters; missing ones take their defaults.
   */
  params: JsonValue,
  /**
   * Its inputs, from `inspect`.
   */
  inputs: Array<ArtifactRef>, };

/**
 * The grid of passes of a picture, row by row from the upper left corner of the sheet.
 */
export type PreviewCoverage = {
  /**
   * Side of its square cells in mm.
   */
  cell_mm: number,
  /**
   * Cells across.
   */
  columns: number,
  /**
   * Cells down.
   */
  rows: number,
  /**
   * The largest count; 255 stands for that and more.
   */
  most: number,
  /**
   * Cells are tones of a picture, 0 for white and 255 for black, and no passes.
   */
  tone: boolean, };

/**
 * A picture that can be fetched: `GET /preview/<handle>/<level>` or the desktop's `preview` command
 * give the geometry of one level as bytes (docs/preview-format.md).
 */
export type PreviewInfo = {
  /**
   * Names the picture.
   */
  handle: string,
  /**
   * Sheet width in mm.
   */
  width_mm: number,
  /**
   * Sheet height in mm.
   */
  height_mm: number,
  /**
   * Layers in the order of the geometry's layer numbers.
   */
  layers: Array<LayerSummary>,
  /**
   * Levels of detail, the coarsest first; the last one is exact to its tolerance.
   */
  levels: Array<PreviewLevel>,
  /**
   * Time of the whole plot in seconds, as the geometry's time axis runs.
   */
  time_s: number,
  /**
   * How often a pen passes each spot, where the picture holds it: `GET /preview/<handle>/coverage` or
   * the desktop's `preview_coverage` give one byte a cell.
   */
  coverage: PreviewCoverage | null, };

/**
 * One level of detail.
 */
export type PreviewLevel = {
  /**
   * Largest distance from the true line in mm.
   */
  tolerance_mm: number,
  /**
   * Straight pieces in it.
   */
  segments: number,
  /**
   * Length of its geometry in bytes.
   */
  bytes: number, };

/**
 * How far a running job is.
 */
export type Progress = {
  /**
   * What it is doing, in the words of the task: "Ordering paths".
   */
  stage: string,
  /**
   * 0 to 1 over the whole job; none while a task cannot know.
   */
  fraction: number | null,
  /**
   * When it was said, in milliseconds since 1970.
   */
  at_ms: number, };

/**
 * A queue as a list shows it.
 */
export type QueueInfo = {
  /**
   * Its name.
   */
  name: string,
  /**
   * Paused by a person: nothing is taken from it, what runs goes on.
   */
  paused: boolean,
  /**
   * Jobs that could start now.
   */
  queued: number,
  /**
   * Jobs that run.
   */
  running: number,
  /**
   * Jobs that wait for a time, another job or their next attempt.
   */
  waiting: number,
  /**
   * Failed and quarantined jobs.
   */
  failed: number,
  /**
   * Names of the living workers that take from it.
   */
  workers: Array<string>, };

/**
 * All queues.
 */
export type QueueList = {
  /**
   * The queues.
   */
  queues: Array<QueueInfo>,
  /**
   * Every queue is paused.
   */
  all_paused: boolean, };

/**
 * One queue, or all of them.
 */
export type QueueRequest = {
  /**
   * Its name; none means all.
   */
  queue: string | null, };

/**
 * Why one job of several was left as it is.
 */
export type Refusal = {
  /**
   * The job.
   */
  id: JobId,
  /**
   * The state it is in, if it exists.
   */
  state: JobState | null,
  /**
   * One sentence.
   */
  why: string, };

/**
 * How often and when a failed job is tried again.
 */
export type Retry = {
  /**
   * Further attempts after the first.
   */
  max: number,
  /**
   * Seconds to wait before each; the last one serves for all that follow, none means at once.
   */
  intervals_s: Array<number>, };

/**
 * Keep a connection, or replace the one with this name.
 */
export type SaveConnectionRequest = {
  /**
   * 1 to 60 characters.
   */
  name: string,
  /**
   * `redis://…` as the command line takes it; a password in it goes to the keyring.
   */
  url: string,
  /**
   * Which secrets count.
   */
  secrets?: SecretsOf, };

/**
 * Which secrets a connection that is saved has.
 */
export type SecretsOf = "url" | "kept";

/**
 * How much a diagnostic matters.
 */
export type Severity = "note" | "warning" | "error";

/**
 * Which picture of a job.
 */
export type Side = "before" | "after";

/**
 * When one waiting job would start.
 */
export type Start = {
  /**
   * The job.
   */
  id: JobId,
  /**
   * Milliseconds since 1970.
   */
  at_ms: number, };

/**
 * How a step of a test went.
 */
export type StepVerdict = "good" | "warning" | "bad";

/**
 * Ask a worker to stop.
 */
export type StopWorkerRequest = {
  /**
   * Its name.
   */
  name: string,
  /**
   * Give its jobs back at once instead of finishing them.
   */
  now: boolean, };

/**
 * The jobs that were queued.
 */
export type SubmitBatchReply = {
  /**
   * Names the batch.
   */
  batch: BatchId,
  /**
   * Their ids, in order.
   */
  ids: Array<JobId>,
  /**
   * True where the key was known.
   */
  duplicates: Array<boolean>,
  /**
   * What could not be queued and was left out.
   */
  left_out: Array<LeftOut>, };

/**
 * Queue many jobs of one task as one batch: all of them or none.
 */
export type SubmitBatchRequest = {
  /**
   * What people call the batch.
   */
  label: string,
  /**
   * What its jobs have in common; `count` makes so many copies of each.
   */
  job: SubmitRequest,
  /**
   * What each of them has of its own.
   */
  items: Array<BatchItem>,
  /**
   * Leave items out that cannot be queued, and say so, instead of queueing nothing.
   */
  skip_bad?: boolean, };

/**
 * The jobs that were queued.
 */
export type SubmitReply = {
  /**
   * Their ids, in order.
   */
  ids: Array<JobId>,
  /**
   * True where the key was known.
   */
  duplicates: Array<boolean>,
  /**
   * The batch that several jobs are; none for one.
   */
  batch?: BatchId | null, };

/**
 * Queue a job.
 */
export type SubmitRequest = {
  /**
   * Name of the task.
   */
  task: string,
  /**
   * Its parameters; missing ones take their defaults.
   */
  params?: JsonValue,
  /**
   * Its inputs, from `inspect` or an upload.
   */
  inputs?: Array<ArtifactRef>,
  /**
   * The task's own queue if none.
   */
  queue?: string | null,
  /**
   * What people call it; the first input's name if none.
   */
  label?: string | null,
  /**
   * Ahead of everything in its queue.
   */
  at_front?: boolean,
  /**
   * Not before this time.
   */
  not_before_ms?: number | null,
  /**
   * Waits until these finished.
   */
  after?: Array<JobId>,
  /**
   * Tries after a failure.
   */
  retry?: Retry,
  /**
   * The task's own if none.
   */
  timeout_s?: number | null,
  /**
   * The settings' if none.
   */
  result_ttl_s?: number | null,
  /**
   * The settings' if none.
   */
  failure_ttl_s?: number | null,
  /**
   * Makes a repeat harmless.
   */
  key?: string | null,
  /**
   * This many jobs of the same kind; 1 to 10,000.
   */
  count?: number,
  /**
   * Keep it in the outbox.
   */
  hold?: boolean, };

/**
 * Queue one job for each row of a table, as one batch.
 */
export type SubmitRowsRequest = {
  /**
   * What people call the batch: the table's name.
   */
  label: string,
  /**
   * What the jobs have in common, the table among its inputs. The task is one that takes `row`.
   */
  job: SubmitRequest,
  /**
   * Leave rows out that make nothing, and say so, instead of queueing nothing.
   */
  skip_bad?: boolean, };

/**
 * What everybody may know of a task without running it.
 */
export type TaskInfo = {
  /**
   * Its name in code, on the command line and on the wire.
   */
  name: string,
  /**
   * Version of its parameters.
   */
  version: number,
  /**
   * What people read: "Plot".
   */
  title: string,
  /**
   * One sentence: what it does.
   */
  summary: string,
  /**
   * The queue it goes to unless told otherwise.
   */
  queue: string,
  /**
   * Longest wall-clock time of one attempt in seconds, unless told otherwise.
   */
  timeout_s: number,
  /**
   * Endings of the files it takes, lower case, without the dot.
   */
  accepts: Array<string>,
  /**
   * Fewest and most files it takes.
   */
  inputs: [number, number],
  /**
   * May it be started again after its worker died?
   */
  rerun_after_crash: boolean,
  /**
   * JSON Schema (2020-12) of its parameters: `title`, `description`, `default`, `minimum`,
   * `maximum`, `enum`, and ours: `x-unit` ("mm"), `x-group`, `x-advanced`.
   */
  schema: JsonValue,
  /**
   * JSON Schema of its report.
   */
  report_schema: JsonValue, };

/**
 * Try a connection: one that is kept, or a URL before it is.
 */
export type TestConnectionRequest = { "name": string } | { "changed": {
    /**
     * Its name.
     */
    name: string,
    /**
     * A URL.
     */
    url: string, } } | { "url": string };

/**
 * One step of a test.
 */
export type TestStep = {
  /**
   * What was tried.
   */
  what: string,
  /**
   * How it went.
   */
  verdict: StepVerdict,
  /**
   * What was found.
   */
  found: string,
  /**
   * What to do.
   */
  advice: string | null, };

/**
 * What the service pushes to every face, at most ten times a second: one message with all that
 * changed. `GET /events` sends it as server-sent events, the desktop through a channel.
 */
export type Update = {
  /**
   * Jobs that are new or changed, as they are now.
   */
  jobs: Array<Job>,
  /**
   * Jobs that are gone.
   */
  gone: Array<JobId>,
  /**
   * Jobs in each state over the whole store.
   */
  counts: Partial<Record<JobState, number>>,
  /**
   * Queues or workers changed: read them again.
   */
  queues_changed: boolean,
  /**
   * Workers changed: read them again.
   */
  workers_changed: boolean,
  /**
   * More changed than fits: read lists again.
   */
  resync: boolean,
  /**
   * Paths that a second start of the app asked this one to open.
   */
  open_files: Array<string>,
  /**
   * Set while the store cannot be reached, in words.
   */
  store_trouble: string | null, };

/**
 * An error as every face shows it.
 */
export type WireError = {
  /**
   * Set where somebody branches on it.
   */
  code: ErrorCode,
  /**
   * What happened, one sentence.
   */
  title: string,
  /**
   * What to do.
   */
  advice: string | null,
  /**
   * Technical detail to copy.
   */
  detail: string | null,
  /**
   * The field it is about, for `bad_parameter`.
   */
  field: string | null, };

/**
 * A worker as a list shows it.
 */
export type WorkerInfo = {
  /**
   * Whose it is.
   */
  kind: WorkerKind,
  /**
   * What it is up to.
   */
  state: WorkerState,
  /**
   * Milliseconds since 1970.
   */
  started_at_ms: number,
  /**
   * Last heartbeat, milliseconds since 1970.
   */
  heard_at_ms: number,
  /**
   * The jobs it runs.
   */
  jobs: Array<JobId>,
  /**
   * Attempts that it finished.
   */
  finished: number,
  /**
   * Attempts that failed under it.
   */
  failed: number,
  /**
   * Unique among living workers of one store.
   */
  name: string,
  /**
   * Name of its computer.
   */
  host: string,
  /**
   * Its process id.
   */
  pid: number,
  /**
   * With `pid`, tells this process from a later one with the same id: the boot it lives in, its
   * process namespace and its start time; none where the platform does not tell.
   */
  incarnation: string | null,
  /**
   * Queues it takes from, the most urgent first.
   */
  queues: Array<string>,
  /**
   * Jobs it runs at once.
   */
  slots: number,
  /**
   * Version of Penstock.
   */
  version: string, };

/**
 * Whose worker it is, and so what it understands.
 */
export type WorkerKind = "penstock" | "rq";

/**
 * What a worker is up to.
 */
export type WorkerState = "idle" | "busy" | "draining" | "lost";

/** Every command: what it takes, what it answers, and whether a read-only token may call it. */
export type Commands = {
  app_info: { request: NoArgs; response: AppInfo; kind: 'read' };
  catalogue: { request: NoArgs; response: Array<TaskInfo>; kind: 'read' };
  inspect: { request: InspectRequest; response: Inspection; kind: 'act' };
  plan: { request: PlanRequest; response: Plan; kind: 'act' };
  drop_plan: { request: DropPlanRequest; response: NoReply; kind: 'act' };
  submit: { request: SubmitRequest; response: SubmitReply; kind: 'act' };
  list_jobs: { request: JobFilter; response: JobList; kind: 'read' };
  get_job: { request: JobRequest; response: JobDetail; kind: 'read' };
  open_preview: { request: OpenPreviewRequest; response: PreviewInfo; kind: 'read' };
  failure_causes: { request: NoArgs; response: FailureCauses; kind: 'read' };
  outlook: { request: NoArgs; response: Outlook; kind: 'read' };
  cancel_jobs: { request: JobsRequest; response: BulkReply; kind: 'act' };
  submit_batch: { request: SubmitBatchRequest; response: SubmitBatchReply; kind: 'act' };
  submit_rows: { request: SubmitRowsRequest; response: SubmitBatchReply; kind: 'act' };
  get_batch: { request: BatchRequest; response: Batch; kind: 'read' };
  list_batches: { request: BatchesRequest; response: Array<Batch>; kind: 'read' };
  cancel_batch: { request: BatchRequest; response: CancelledBatch; kind: 'act' };
  batch_report: { request: BatchRequest; response: BatchReport; kind: 'read' };
  batch_table: { request: BatchRequest; response: BatchTable; kind: 'read' };
  release_jobs: { request: JobsRequest; response: BulkReply; kind: 'act' };
  retry_jobs: { request: JobsRequest; response: BulkReply; kind: 'act' };
  move_jobs: { request: MoveRequest; response: BulkReply; kind: 'act' };
  delete_jobs: { request: JobsRequest; response: BulkReply; kind: 'act' };
  list_queues: { request: NoArgs; response: QueueList; kind: 'read' };
  pause_queue: { request: QueueRequest; response: NoReply; kind: 'act' };
  resume_queue: { request: QueueRequest; response: NoReply; kind: 'act' };
  list_workers: { request: NoArgs; response: Array<WorkerInfo>; kind: 'read' };
  stop_worker: { request: StopWorkerRequest; response: NoReply; kind: 'act' };
  list_connections: { request: NoArgs; response: Array<ConnectionInfo>; kind: 'read' };
  save_connection: { request: SaveConnectionRequest; response: NoReply; kind: 'admin' };
  delete_connection: { request: ConnectionRequest; response: NoReply; kind: 'admin' };
  choose_connection: { request: ConnectionRequest; response: NoReply; kind: 'admin' };
  test_connection: { request: TestConnectionRequest; response: ConnectionTest; kind: 'admin' };
  list_outbox: { request: NoArgs; response: Array<HeldJobs>; kind: 'read' };
  hold_job: { request: HoldRequest; response: SubmitReply; kind: 'act' };
  hold_batch: { request: HoldBatchRequest; response: SubmitBatchReply; kind: 'act' };
  hold_rows: { request: HoldRowsRequest; response: SubmitBatchReply; kind: 'act' };
  drop_held: { request: HeldRequest; response: NoReply; kind: 'act' };
  check_store: { request: CheckRequest; response: Array<CheckLine>; kind: 'act' };
};

/** The name of a command. */
export type CommandName = keyof Commands;

/** Every command in the order of the table. */
export const commands = [
  { name: 'app_info', kind: 'read' },
  { name: 'catalogue', kind: 'read' },
  { name: 'inspect', kind: 'act' },
  { name: 'plan', kind: 'act' },
  { name: 'drop_plan', kind: 'act' },
  { name: 'submit', kind: 'act' },
  { name: 'list_jobs', kind: 'read' },
  { name: 'get_job', kind: 'read' },
  { name: 'open_preview', kind: 'read' },
  { name: 'failure_causes', kind: 'read' },
  { name: 'outlook', kind: 'read' },
  { name: 'cancel_jobs', kind: 'act' },
  { name: 'submit_batch', kind: 'act' },
  { name: 'submit_rows', kind: 'act' },
  { name: 'get_batch', kind: 'read' },
  { name: 'list_batches', kind: 'read' },
  { name: 'cancel_batch', kind: 'act' },
  { name: 'batch_report', kind: 'read' },
  { name: 'batch_table', kind: 'read' },
  { name: 'release_jobs', kind: 'act' },
  { name: 'retry_jobs', kind: 'act' },
  { name: 'move_jobs', kind: 'act' },
  { name: 'delete_jobs', kind: 'act' },
  { name: 'list_queues', kind: 'read' },
  { name: 'pause_queue', kind: 'act' },
  { name: 'resume_queue', kind: 'act' },
  { name: 'list_workers', kind: 'read' },
  { name: 'stop_worker', kind: 'act' },
  { name: 'list_connections', kind: 'read' },
  { name: 'save_connection', kind: 'admin' },
  { name: 'delete_connection', kind: 'admin' },
  { name: 'choose_connection', kind: 'admin' },
  { name: 'test_connection', kind: 'admin' },
  { name: 'list_outbox', kind: 'read' },
  { name: 'hold_job', kind: 'act' },
  { name: 'hold_batch', kind: 'act' },
  { name: 'hold_rows', kind: 'act' },
  { name: 'drop_held', kind: 'act' },
  { name: 'check_store', kind: 'act' },
] as const satisfies readonly { name: CommandName; kind: 'read' | 'act' | 'admin' }[];
