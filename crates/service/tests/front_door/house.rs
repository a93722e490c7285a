//! What every test needs: a service on a store of its own, drawings, and waiting with a deadline.

use penstock_service::types::{FileSource, InspectRequest, Inspection, JobRequest, SubmitRequest};
use penstock_service::{Caller, Job, JobId, JobState, Kind, Options, Service, WireError};
use serde_json::json;
use std::fmt::Write;
use std::future::Future;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// Longer than anything here takes on a busy machine.
pub(crate) const DEADLINE: Duration = Duration::from_secs(60);

pub(crate) fn run(test: impl Future<Output = ()>) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        tokio::time::timeout(2 * DEADLINE, test).await.expect("the test did not end");
    });
}

pub(crate) struct House {
    pub(crate) folder: TempDir,
    pub(crate) service: Service,
    pub(crate) caller: Caller,
}

impl House {
    pub(crate) async fn open(local_worker: Option<u32>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let service = Service::open(options(folder.path(), local_worker)).await.unwrap();
        Self { folder, service, caller: anna() }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, content: &str) -> PathBuf {
        let path = self.path(name);
        std::fs::write(&path, content).unwrap();
        path
    }

    pub(crate) async fn inspect(&self, path: &Path) -> Result<Inspection, WireError> {
        let source = FileSource::Path(path.display().to_string());
        self.service.inspect(&self.caller, InspectRequest { source }).await
    }

    /// A job for a small drawing.
    pub(crate) async fn submit_one(&self) -> JobId {
        let path = self.write("small.svg", &drawing(5));
        let input = self.service.add_input(&path).await.unwrap();
        let request: SubmitRequest =
            serde_json::from_value(json!({"task": "plot", "inputs": [input]})).unwrap();
        self.service.submit(&self.caller, request).await.unwrap().ids.remove(0)
    }

    pub(crate) async fn job(&self, id: &JobId) -> Job {
        self.service.get_job(&self.caller, JobRequest { id: id.clone() }).await.unwrap().job
    }

    /// The job once it has ended; it must have ended like this.
    pub(crate) async fn ends(&self, id: &JobId, state: JobState) -> Job {
        let job = until("the job ends", || async {
            let job = self.job(id).await;
            job.state.is_final().then_some(job)
        })
        .await;
        assert_eq!(job.state, state, "{:?}", job.failure);
        job
    }
}

pub(crate) fn anna() -> Caller {
    Caller { actor: "test:anna".into(), may: Kind::Admin, may_name_paths: true }
}

pub(crate) fn options(folder: &Path, local_worker: Option<u32>) -> Options {
    Options {
        store: Some(format!("sqlite:{}", folder.join("queue.db").display())),
        local_worker,
        opened_files: vec![],
    }
}

/// Asks again until there is an answer.
pub(crate) async fn until<T, F: Future<Output = Option<T>>>(what: &str, mut ask: impl FnMut() -> F) -> T {
    let begin = Instant::now();
    loop {
        if let Some(answer) = ask().await {
            return answer;
        }
        assert!(begin.elapsed() < DEADLINE, "waited in vain until {what}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// Two layers with this many short strokes each, in an order that can be bettered.
pub(crate) fn drawing(strokes: u32) -> String {
    let mut svg = String::from(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:inkscape=\"http://www.inkscape.org/namespaces/inkscape\" \
         width=\"200mm\" height=\"100mm\" viewBox=\"0 0 200 100\">",
    );
    for (layer, color) in [("Outline", "#1f4e9e"), ("Hatch", "#c8553d")] {
        let _ = write!(
            svg,
            "<g inkscape:groupmode=\"layer\" inkscape:label=\"{layer}\" fill=\"none\" stroke=\"{color}\">"
        );
        for stroke in 0..strokes {
            let x = f64::from(stroke.wrapping_mul(7919) % 1900) / 10.0;
            let y = f64::from(stroke.wrapping_mul(104_729) % 950) / 10.0;
            let _ = write!(svg, "<path d=\"M{x:.1} {y:.1}l3 {}\"/>", if layer == "Hatch" { 2 } else { 4 });
        }
        svg.push_str("</g>");
    }
    svg.push_str("</svg>");
    svg
}
