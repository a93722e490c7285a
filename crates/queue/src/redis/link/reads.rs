//! Commands that change nothing, so that sending them twice is harmless.

use redis::{Arg, Cmd};

/// Of those that we use. A command that is missing here is only not repeated.
const READS: [&str; 31] = [
    "CONFIG",
    "DBSIZE",
    "EXISTS",
    "GET",
    "HEXISTS",
    "HGET",
    "HGETALL",
    "HLEN",
    "HMGET",
    "HSCAN",
    "INFO",
    "LLEN",
    "LRANGE",
    "MGET",
    "PING",
    "PTTL",
    "ROLE",
    "SCAN",
    "SCARD",
    "SISMEMBER",
    "SMEMBERS",
    "STRLEN",
    "TIME",
    "TTL",
    "TYPE",
    "XLEN",
    "XRANGE",
    "XREVRANGE",
    "ZCARD",
    "ZRANGE",
    "ZSCORE",
];

pub(super) fn only_looks(command: &Cmd) -> bool {
    let mut words = command.args_iter().map(|word| match word {
        Arg::Simple(word) => word,
        _ => &[],
    });
    let Some(name) = words.next() else { return false };
    let is = |word: &[u8], known: &str| word.eq_ignore_ascii_case(known.as_bytes());
    READS.iter().any(|known| is(name, known))
        && (!is(name, "CONFIG") || words.next().is_some_and(|word| is(word, "GET")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_changes_nothing_is_repeated() {
        let command = |words: &[&str]| {
            let mut command = Cmd::new();
            for word in words {
                command.arg(*word);
            }
            only_looks(&command)
        };
        assert!(command(&["HGETALL", "key"]));
        assert!(command(&["config", "get", "*"]));
        assert!(!command(&["CONFIG", "SET", "appendonly", "no"]));
        assert!(!command(&["LPUSH", "get", "x"]));
        assert!(!command(&[]));
    }
}
