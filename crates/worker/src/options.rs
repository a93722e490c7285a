use crate::adapters::AdapterSettings;
use crate::child::Limits;
use std::path::PathBuf;

/// How a worker works.
#[derive(Clone, PartialEq, Debug)]
pub struct WorkerOptions {
    /// Unique among living workers of one store; made from computer, process and a number if none.
    pub name: Option<String>,
    /// Queues to take from, the most urgent first.
    pub queues: Vec<String>,
    /// Jobs to run at once; at least one.
    pub slots: u32,
    /// End when nothing is ready and nothing runs here.
    pub burst: bool,
    /// End after this many jobs.
    pub max_jobs: Option<u64>,
    /// Folder for what runs; on the same file system as the artifacts it saves a copy.
    pub scratch: PathBuf,
    /// What a child may use. The wall clock is the job's own time-out.
    pub limits: Limits,
    /// What other systems' functions may read and where their results go.
    pub adapters: AdapterSettings,
}
