//! Workers die by SIGKILL about every second, and every job still ends finished, exactly once.
//!
//! `make test` runs 40 jobs; with `PENSTOCK_LONG=1` (`make test-long`) there are 200.

use crate::drawings::{Random, strokes};
use crate::process::Running;
use crate::shop::{Shop, names_in, text};
use crate::upkeep::walk;
use crate::wait::{pause, until};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::time::{Duration, Instant};

const WORKERS: usize = 2;
const BETWEEN_KILLS_MS: (u64, u64) = (800, 1_200);
/// A job of a dead worker is back within 25 s, so this is far more than any run needs.
const DEADLINE: Duration = Duration::from_secs(900);

#[test]
fn every_job_finishes_exactly_once_while_workers_are_killed() {
    let jobs = if std::env::var_os("PENSTOCK_LONG").is_some() { 200 } else { 40 };
    let shop = Shop::open();
    let ids = submit(&shop, jobs);
    let start = Instant::now();
    let kills = run_with_kills(&shop, &ids, start + DEADLINE);
    println!("{jobs} jobs, {kills} workers killed, {:.1} s", start.elapsed().as_secs_f64());
    assert!(kills > jobs / 10, "only {kills} workers were killed: this proves nothing");

    let listed = shop.jobs();
    let known: BTreeSet<String> = listed.iter().map(|job| text(&job["id"])).collect();
    assert_eq!(known, ids, "nothing was lost and nothing was added");
    for job in &listed {
        assert_eq!((&job["state"], &job["attempts_finished"]), (&json!("finished"), &json!(1)), "{job}");
    }
    let lost = listed.iter().filter(|job| job["attempt"].as_u64() > Some(1)).count();
    assert!(lost > 0, "no job lost its worker: this proves nothing");
    println!("{lost} jobs needed more than one attempt");
    println!("{}", times_in_words(&shop, &listed));
    every_result_is_whole(&shop, &ids);
    no_file_is_partial(&shop);
    no_process_is_left(&shop);
    shop.ok(&["doctor"]);
}

fn submit(shop: &Shop, jobs: usize) -> BTreeSet<String> {
    let files: Vec<String> = (0_u64..)
        .zip(SIZES)
        .map(|(seed, size)| shop.write(&format!("{size} strokes.svg"), strokes(size, seed)))
        .collect();
    let each = (jobs / files.len()).to_string();
    let printed = files.iter().map(|file| shop.ok(&["submit", "plot", file, "--count", &each]));
    let ids: BTreeSet<String> =
        printed.flat_map(|ids| ids.lines().map(str::to_owned).collect::<Vec<_>>()).collect();
    assert_eq!(ids.len(), jobs);
    ids
}

/// Strokes of the drawings: 0.2 to 0.8 s of work for a child of the `dev` profile on two cores that run
/// nothing else; the test prints what it measured.
const SIZES: [u64; 4] = [10_000, 15_000, 21_000, 28_000];

/// Keeps workers running and kills one after the other until no job is left; how many were killed.
fn run_with_kills(shop: &Shop, ids: &BTreeSet<String>, end: Instant) -> usize {
    let mut random = Random(11);
    let mut workers: Vec<Running> = (0..WORKERS).map(|_| shop.worker(&[])).collect();
    let mut kills = 0;
    loop {
        let (least, most) = BETWEEN_KILLS_MS;
        let next = Instant::now() + Duration::from_millis(least + random.below(most - least));
        while Instant::now() < next {
            pause(Duration::from_millis(50));
        }
        let unfinished = shop.jobs().iter().filter(|job| job["state"] != "finished").count();
        if unfinished == 0 {
            return kills;
        }
        assert!(
            Instant::now() < end,
            "{unfinished} of {} jobs are not finished after {DEADLINE:?}",
            ids.len()
        );
        workers.remove(0).kill();
        workers.push(shop.worker(&[]));
        kills += 1;
    }
}

fn times_in_words(shop: &Shop, jobs: &[Value]) -> String {
    let mut times: Vec<f64> = jobs
        .iter()
        .filter_map(|job| {
            let job = shop.job(job["id"].as_str()?);
            let last = job["attempts"].as_array()?.last()?.clone();
            Some(clock_s(last["ended_at"].as_str()?) - clock_s(last["started_at"].as_str()?))
        })
        .collect();
    times.sort_by(f64::total_cmp);
    let (least, middle, most) = (times[0], times[times.len() / 2], times[times.len() - 1]);
    format!("finished attempts took {least:.2} to {most:.2} s, half of them under {middle:.2} s")
}

fn clock_s(time: &str) -> f64 {
    let clock = time.split_once('T').map_or("", |(_, clock)| clock).trim_end_matches('Z');
    clock.split(':').fold(0.0, |sum, part| sum * 60.0 + part.parse::<f64>().unwrap())
}

fn every_result_is_whole(shop: &Shop, ids: &BTreeSet<String>) {
    for id in ids {
        let out = shop.path(&format!("out/{id}"));
        shop.ok(&["job", id, "--fetch", out.to_str().unwrap()]);
        assert_eq!(names_in(&out), ["plot.svg", "report.json"]);
        let svg = std::fs::read_to_string(out.join("plot.svg")).unwrap();
        assert!(svg.trim_end().ends_with("</svg>"), "the plot of {id} is cut off");
        let report: Value = serde_json::from_slice(&std::fs::read(out.join("report.json")).unwrap()).unwrap();
        assert!(report["travel_mm"].is_number(), "{report}");
    }
}

/// What stands under the name of a hash has that hash.
fn no_file_is_partial(shop: &Shop) {
    let mut checked = 0;
    let folder = shop.path("queue.db.artifacts");
    for file in walk(&folder) {
        let name: String =
            file.strip_prefix(&folder).unwrap().iter().map(|part| part.to_string_lossy()).collect();
        if name.len() == 64 && name.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            let hash: String = Sha256::digest(std::fs::read(&file).unwrap())
                .iter()
                .map(|byte| format!("{byte:02x}"))
                .collect();
            assert_eq!(hash, name, "{} is not what its name says", file.display());
            checked += 1;
        }
    }
    assert!(checked >= 4, "artifacts stand under their hashes");
}

/// No worker and no child of one outlives the run.
fn no_process_is_left(shop: &Shop) {
    let mark = shop.path("").into_os_string().into_string().unwrap();
    until(Duration::from_secs(10), "children of killed workers end", || {
        let processes = std::fs::read_dir("/proc")
            .unwrap()
            .filter_map(|entry| std::fs::read(entry.ok()?.path().join("environ")).ok());
        let left =
            processes.filter(|environment| String::from_utf8_lossy(environment).contains(&mark)).count();
        (left == 0).then_some(())
    });
}
