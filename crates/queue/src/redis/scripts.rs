//! The Lua scripts: one for each thing that changes the store, so that each happens whole or not at all.
//!
//! A script is made of shared fragments and its own file. All of them take the prefix of the keys as their
//! first argument; the names of keys are made inside, so that with a `{tag}` in the prefix they all lie in
//! one slot of a Redis Cluster.

use super::link::Script;

/// Joins the fragments a script needs and the script itself.
macro_rules! scripts {
    ($($(#[$doc:meta])* $name:ident = $($fragment:literal)+;)+) => {
        $($(#[$doc])*
        pub(super) static $name: Script = Script::new(
            stringify!($name),
            concat!($(include_str!(concat!("lua/", $fragment, ".lua"))),+),
        );)+

        /// Every script, for a test that loads them all.
        #[cfg(test)]
        static ALL: &[&Script] = &[$(&$name),+];
    };
}

scripts! {
    READ = "base" "read";
    COMMAND = "base" "states" "job" "command";
    HEAL = "base" "states" "job" "heal";
    NOTICE = "base" "states" "job" "filing" "notice";
    FOLD = "base" "states" "job" "filing" "fold";
    STRAYS = "base" "states" "job" "filing" "strays";
    MAINTAIN = "base" "states" "job" "maintain";
    SUBMIT = "base" "states" "job" "batches" "text" "ending" "people" "submit";
    RELEASE = "base" "states" "job" "batches" "text" "ending" "people" "release";
    CLAIM = "base" "states" "job" "due" "taking" "claim";
    STRANGE = "base" "states" "job" "batches" "text" "ending" "strange";
    RENEW = "base" "states" "job" "renew";
    PROGRESS = "base" "states" "job" "progress";
    FINISH = "base" "states" "job" "batches" "text" "ending" "run" "finishing" "finish";
    FINISH_AND_CLAIM = "base" "states" "job" "batches" "text" "ending" "run" "finishing" "due" "taking" "finish_and_claim";
    FAIL = "base" "states" "job" "batches" "text" "ending" "run" "fail";
    STOP = "base" "states" "job" "batches" "text" "ending" "run" "stop";
    LEASES = "base" "leases";
    RESCUE = "base" "states" "job" "batches" "text" "ending" "run" "rescue";
    PROMOTE = "base" "states" "job" "due" "promote";
    EXPIRE = "base" "states" "job" "batches" "text" "ending" "expire";
    CANCEL = "base" "states" "job" "batches" "text" "ending" "people" "cancelling" "cancel";
    CANCEL_BATCH = "base" "states" "job" "batches" "text" "ending" "people" "cancelling" "cancel_batch";
    BATCH = "base" "states" "job" "batches" "batch";
    RETRY = "base" "states" "job" "people" "retry";
    MOVE = "base" "states" "job" "people" "move";
    DELETE = "base" "states" "job" "batches" "text" "ending" "people" "delete";
    PAUSE = "base" "states" "job" "people" "pause";
    REGISTER = "base" "register";
    HEARTBEAT = "base" "heartbeat";
    UNREGISTER = "base" "unregister";
    ASK = "base" "states" "job" "people" "ask";
}

/// The arguments of a script, in order.
#[derive(Debug)]
pub(super) struct Args(pub(super) Vec<Vec<u8>>);

impl Args {
    /// Begins with the prefix of all keys.
    pub(super) fn new(prefix: &str) -> Self {
        Self(vec![prefix.as_bytes().to_vec()])
    }

    pub(super) fn with(mut self, arg: impl AsRef<[u8]>) -> Self {
        self.0.push(arg.as_ref().to_vec());
        self
    }

    pub(super) fn number(self, number: impl std::fmt::Display) -> Self {
        self.with(number.to_string())
    }

    pub(super) fn flag(self, flag: bool) -> Self {
        self.with(if flag { "1" } else { "0" })
    }

    pub(super) fn all<A: AsRef<[u8]>>(mut self, args: impl IntoIterator<Item = A>) -> Self {
        self.0.extend(args.into_iter().map(|arg| arg.as_ref().to_vec()));
        self
    }

    /// A list, with its length before it.
    pub(super) fn list<A: AsRef<[u8]>>(self, items: &[A]) -> Self {
        self.number(items.len()).all(items)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_script_has_a_name_of_its_own() {
        let mut names: Vec<&str> = ALL.iter().map(|script| script.name()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), ALL.len());
    }
}
