//! Runs every reader of untrusted bytes on mutated files, in processes of their own.
//!
//! `fuzz TARGET SEED ROUNDS SECONDS FOUND` is one such process: it ends after so many rounds or seconds of
//! the clock, whichever is first, and prints one line. Whatever kills it, or holds it up, lies in the folder
//! `FOUND`. `fuzz TARGET FILE` runs one file. `fuzz` names the targets. The same targets stand behind
//! `cargo fuzz` (`fuzz/`), which steers by coverage; this program needs nothing but stable Rust and steers
//! by what the readers say.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program for a terminal")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on ends there")]

mod mutate;
mod process;
mod targets;

use std::process::ExitCode;
use std::time::Duration;

fn main() -> ExitCode {
    if penstock_service::child::is_child() {
        return penstock_service::child::main();
    }
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words[..] {
        [] => {
            targets::TARGETS.iter().for_each(|target| println!("{}", target.name));
            ExitCode::SUCCESS
        }
        [target, file] => {
            println!("{}", (find(target).run)(&std::fs::read(file).unwrap()));
            ExitCode::SUCCESS
        }
        [target, seed, rounds, seconds, found] => {
            let limits = process::Limits {
                rounds: rounds.parse().unwrap(),
                time: Duration::from_secs(seconds.parse().unwrap()),
            };
            println!("{}", process::run(find(target), seed.parse().unwrap(), &limits, found.as_ref()));
            ExitCode::SUCCESS
        }
        _ => {
            eprintln!("fuzz [TARGET FILE | TARGET SEED ROUNDS SECONDS FOUND]");
            ExitCode::FAILURE
        }
    }
}

fn find(name: &str) -> &'static targets::Target {
    targets::TARGETS.iter().find(|target| target.name == name).unwrap_or_else(|| panic!("no target {name}"))
}
