//! Every reader of untrusted bytes on mutated files (`tests/fuzz`), in processes of their own: none may
//! crash, take more than a second over an input, or more memory than a job's process has.

use crate::process::{Outcome, Running, penstock};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// Rounds of each target in `make test`.
const ROUNDS: u64 = 3_000;
/// CPU time that an input may take. This build checks itself and is hardly optimised.
const LONGEST_MS: u64 = if cfg!(debug_assertions) { 4_000 } else { 1_000 };

fn program() -> PathBuf {
    let program = penstock().parent().unwrap().join("examples/fuzz");
    assert!(program.is_file(), "{} is missing: run `make build` first", program.display());
    program
}

fn targets() -> Vec<String> {
    let outcome = Running::start(&mut Command::new(program())).outcome(Duration::from_secs(30));
    let targets: Vec<String> = outcome.stdout.lines().map(str::to_owned).collect();
    assert!(targets.len() >= 9, "{outcome:?}");
    targets
}

/// One process of a target; what it found, if anything.
fn run(target: &str, seed: u64, rounds: u64, time: Duration, found: &Path) -> Result<String, String> {
    let mut command = Command::new(program());
    command.arg(target).args([seed, rounds, time.as_secs()].map(|number| number.to_string())).arg(found);
    let Outcome { code, stdout, stderr, .. } =
        Running::start(&mut command).outcome(time + Duration::from_secs(120));
    let input =
        |ending: &str| std::fs::read(found.join(format!("{target}-{seed}.{ending}"))).unwrap_or_default();
    if code != Some(0) {
        let input = input("now");
        let shown: String = input.escape_ascii().map(char::from).take(2_000).collect();
        return Err(format!("{target}, seed {seed}: {code:?}\n{stderr}\n{} bytes: {shown}", input.len()));
    }
    let slowest =
        stdout.split("slowest_ms=").nth(1).and_then(|rest| rest.split(' ').next()).unwrap_or_default();
    let slowest: u64 = slowest.parse().map_err(|_| format!("{target}: {stdout}"))?;
    if slowest > LONGEST_MS {
        let shown: String = input("slowest").escape_ascii().map(char::from).take(2_000).collect();
        return Err(format!("{target}, seed {seed}: {slowest} ms for {shown}"));
    }
    Ok(stdout.trim().to_owned())
}

#[test]
fn no_reader_breaks_on_a_few_hundred_mutations() {
    let found = tempfile::tempdir().unwrap();
    let said: Vec<_> = targets()
        .iter()
        .map(|target| run(target, 8, ROUNDS, Duration::from_secs(20), found.path()))
        .collect();
    let wrong: Vec<&String> = said.iter().filter_map(|said| said.as_ref().err()).collect();
    println!("{said:#?}");
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
#[ignore = "an hour: all targets together (PENSTOCK_FUZZ_S sets the seconds, PENSTOCK_FUZZ_SEED the seed)"]
fn no_reader_breaks_in_an_hour() {
    let setting = |name: &str, usual: u64| std::env::var(name).map_or(usual, |value| value.parse().unwrap());
    let (all, seed) = (setting("PENSTOCK_FUZZ_S", 3_600), setting("PENSTOCK_FUZZ_SEED", 20_261_123));
    let found = tempfile::tempdir().unwrap().keep();
    let targets = targets();
    let each = Duration::from_secs(all / targets.len() as u64);
    let mut wrong = Vec::new();
    for target in &targets {
        match run(target, seed, u64::MAX, each, &found) {
            Ok(said) => println!("{said}"),
            Err(what) => {
                println!("{what}");
                wrong.push(what);
            }
        }
    }
    assert!(wrong.is_empty(), "{} in {}: {wrong:#?}", wrong.len(), found.display());
    std::fs::remove_dir_all(found).unwrap();
}
