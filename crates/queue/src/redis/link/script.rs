//! A Lua script of ours, known to the server by its hash.

use std::sync::OnceLock;

/// One script. It must be harmless to repeat: when its reply is lost, [`super::Link::script`] sends it
/// again. So it either changes nothing the second time, or takes a token and remembers its answer.
#[derive(Debug)]
pub(crate) struct Script {
    name: &'static str,
    source: &'static str,
    sha1: OnceLock<String>,
}

impl Script {
    /// For a `static`: a name for logs, and the source (`include_str!`).
    pub(crate) const fn new(name: &'static str, source: &'static str) -> Self {
        Self { name, source, sha1: OnceLock::new() }
    }

    pub(crate) fn name(&self) -> &'static str {
        self.name
    }

    pub(super) fn by_hash(&self, keys: &[String], args: &[Vec<u8>]) -> redis::Cmd {
        let sha1 = self.sha1.get_or_init(|| redis::Script::new(self.source).get_hash().to_owned());
        call("EVALSHA", sha1, keys, args)
    }

    pub(super) fn by_source(&self, keys: &[String], args: &[Vec<u8>]) -> redis::Cmd {
        call("EVAL", self.source, keys, args)
    }
}

fn call(command: &str, script: &str, keys: &[String], args: &[Vec<u8>]) -> redis::Cmd {
    let mut call = redis::cmd(command);
    call.arg(script).arg(keys.len());
    for key in keys {
        call.arg(key);
    }
    for arg in args {
        call.arg(arg.as_slice());
    }
    call
}
