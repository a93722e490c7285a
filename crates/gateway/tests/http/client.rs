//! A gateway on a store of its own and a free port, and two clients: a comfortable one, and a bare
//! socket for what a comfortable one would not send.

use penstock_gateway::{Gateway, Options, TokenFile, serve};
use penstock_service::{Service, SetupLog};
use serde_json::Value;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};
use tempfile::TempDir;
use tokio::runtime::Runtime;

/// Longer than anything here takes on a busy machine.
pub(crate) const DEADLINE: Duration = Duration::from_secs(60);
pub(crate) const READER: &str = "a-token-that-may-only-read";

pub(crate) struct Shop {
    pub(crate) runtime: Runtime,
    pub(crate) gateway: Option<Gateway>,
    pub(crate) service: Service,
    pub(crate) folder: TempDir,
    agent: ureq::Agent,
    base: String,
    token: String,
}

pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: ureq::http::HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&self.body)))
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).unwrap_or_else(|| panic!("no {name} in {:?}", self.headers)).to_str().unwrap()
    }
}

impl Shop {
    pub(crate) fn open(local_worker: Option<u32>) -> Self {
        Self::opened(local_worker, None)
    }

    /// One that may read the files of this folder of its own.
    pub(crate) fn open_reading(local_worker: Option<u32>, readable: &str) -> Self {
        Self::opened(local_worker, Some(readable))
    }

    fn opened(local_worker: Option<u32>, readable: Option<&str>) -> Self {
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let folder = tempfile::tempdir().unwrap();
        let folders: Vec<_> = readable.into_iter().map(|name| folder.path().join(name)).collect();
        folders.iter().for_each(|folder| std::fs::create_dir(folder).unwrap());
        let store = Some(format!("sqlite:{}", folder.path().join("queue.db").display()));
        let (service, gateway) = runtime.block_on(async {
            let options = penstock_service::Options { store, local_worker, opened_files: vec![] };
            let service = Service::open(options).await.unwrap();
            let token_file = Some(TokenFile::at(folder.path().join("settings/tokens.json")));
            let options = Options { folders, token_file, ..options_on_free_port() };
            let gateway = serve(service.clone(), options).await.unwrap();
            (service, gateway)
        });
        let config = ureq::Agent::config_builder().http_status_as_error(false).timeout_global(Some(DEADLINE));
        let base = format!("http://{}", gateway.address());
        let token = gateway.token().to_owned();
        Self { runtime, service, folder, agent: config.build().into(), base, token, gateway: Some(gateway) }
    }

    /// Who did what at the door: the audit log beside the named tokens.
    pub(crate) fn noted_at_the_door(&self) -> Vec<(String, String)> {
        let acts = SetupLog::of(&self.folder.path().join("settings")).read().unwrap();
        acts.into_iter().map(|act| (act.actor, act.action)).collect()
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        self.get_as(Some(&self.token), path)
    }

    pub(crate) fn get_as(&self, token: Option<&str>, path: &str) -> Answer {
        let mut request = self.agent.get(format!("{}{path}", self.base));
        if let Some(token) = token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        answer(request.call())
    }

    pub(crate) fn call(&self, command: &str, body: Value) -> Answer {
        self.call_as(&self.token, command, body)
    }

    pub(crate) fn call_as(&self, token: &str, command: &str, body: Value) -> Answer {
        let request = self.agent.post(format!("{}/api/{command}", self.base));
        answer(request.header("authorization", format!("Bearer {token}")).send_json(body))
    }

    /// The answer's JSON; it must be a success.
    pub(crate) fn ask(&self, command: &str, body: Value) -> Value {
        let answer = self.call(command, body);
        assert_eq!(answer.status, 200, "{command}: {}", String::from_utf8_lossy(&answer.body));
        answer.json()
    }

    pub(crate) fn send(&self, path: &str, content_type: &str, body: &[u8]) -> Answer {
        let request = self.agent.post(format!("{}{path}", self.base)).header("content-type", content_type);
        answer(request.header("authorization", format!("Bearer {}", self.token)).send(body))
    }

    pub(crate) fn delete(&self, path: &str) -> Answer {
        let request = self.agent.delete(format!("{}{path}", self.base));
        answer(request.header("authorization", format!("Bearer {}", self.token)).call())
    }

    /// Sends these lines and a blank one over a socket of its own.
    pub(crate) fn raw(&self, lines: &[&str]) -> BufReader<TcpStream> {
        let mut socket = TcpStream::connect(self.gateway.as_ref().unwrap().address()).unwrap();
        socket.set_read_timeout(Some(DEADLINE)).unwrap();
        socket.write_all(format!("{}\r\n\r\n", lines.join("\r\n")).as_bytes()).unwrap();
        BufReader::new(socket)
    }

    /// The status that these lines are answered with.
    pub(crate) fn raw_status(&self, lines: &[&str]) -> u16 {
        let mut line = String::new();
        self.raw(lines).read_line(&mut line).unwrap();
        line.split(' ').nth(1).unwrap_or_else(|| panic!("{line:?}")).parse().unwrap()
    }

    pub(crate) fn authorization(&self) -> String {
        format!("Authorization: Bearer {}", self.token)
    }

    pub(crate) fn address(&self) -> String {
        self.base.replace("http://", "")
    }

    pub(crate) fn close(mut self) {
        let gateway = self.gateway.take().unwrap();
        self.runtime.block_on(async {
            gateway.shutdown().await.unwrap();
            self.service.shutdown().await;
        });
    }
}

pub(crate) fn options_on_free_port() -> Options {
    Options {
        listen: ([127, 0, 0, 1], 0).into(),
        read_only_token: Some(READER.to_owned()),
        ..Options::default()
    }
}

fn answer(result: Result<ureq::http::Response<ureq::Body>, ureq::Error>) -> Answer {
    let mut response = result.unwrap();
    let body = response.body_mut().read_to_vec().unwrap();
    Answer { status: response.status().as_u16(), headers: response.headers().clone(), body }
}

/// Asks again until there is an answer.
pub(crate) fn until<T>(what: &str, mut ask: impl FnMut() -> Option<T>) -> T {
    let begin = Instant::now();
    loop {
        if let Some(answer) = ask() {
            return answer;
        }
        assert!(begin.elapsed() < DEADLINE, "waited in vain until {what}");
    }
}
