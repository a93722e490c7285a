use super::{files, root};

/// Longest files allowed, in lines. Nothing is exempt but what a program writes.
const LONGEST_RUST: usize = 800;
const LONGEST_COMPONENT: usize = 300;
const LONGEST_SCRIPT: usize = 500;

/// Half of all Rust files are at most this long.
const MEDIAN_RUST: usize = 200;

fn lines(file: &str) -> usize {
    std::fs::read_to_string(root().join(file)).map_or(0, |text| text.lines().count())
}

#[test]
fn files_are_short_enough_to_read_at_once() {
    for file in files().iter().filter(|file| !file.ends_with("/bindings.ts")) {
        let longest = match file.rsplit('.').next() {
            Some("rs") => LONGEST_RUST,
            Some("svelte") => LONGEST_COMPONENT,
            Some("ts" | "css") => LONGEST_SCRIPT,
            _ => continue,
        };
        let long = lines(file);
        assert!(long <= longest, "{file} has {long} lines, {longest} are allowed: split it by idea");
    }
}

#[test]
fn most_rust_files_are_under_two_hundred_lines() {
    let mut sizes: Vec<usize> =
        files().iter().filter(|file| file.ends_with(".rs")).map(|file| lines(file)).collect();
    sizes.sort_unstable();
    let median = sizes[sizes.len() / 2];
    assert!(median <= MEDIAN_RUST, "the median Rust file has {median} lines");
}

#[test]
fn no_file_is_a_drawer_for_everything() {
    for file in files() {
        let stem = file.rsplit('/').next().and_then(|name| name.split('.').next()).unwrap_or_default();
        let vague =
            ["common", "core", "utils", "util", "manager", "helper", "helpers", "misc"].contains(&stem);
        assert!(!vague, "{file}: name it after what is in it");
    }
}

#[test]
fn nothing_is_left_to_do_and_no_test_is_switched_off() {
    let marks = [
        concat!("todo", "!("),
        concat!("unimplemented", "!("),
        concat!("FIX", "ME"),
        // With a reason it is a test of `make test-long`.
        concat!("#[", "ignore]"),
    ];
    for file in files()
        .iter()
        .filter(|file| file.ends_with(".rs") || file.ends_with(".ts") || file.ends_with(".svelte"))
    {
        let text = std::fs::read_to_string(root().join(file)).unwrap_or_default();
        for mark in marks {
            assert!(!text.contains(mark), "{file} contains {mark}");
        }
    }
}

#[test]
fn nothing_names_the_machine_it_was_made_on() {
    let paths = [concat!("/wo", "rk/"), concat!("/ro", "ot/"), concat!("/fa", "rm/")];
    for file in files().iter().filter(|file| !file.ends_with(".lock")) {
        let Ok(text) = std::fs::read_to_string(root().join(file)) else { continue };
        for (number, line) in text.lines().enumerate() {
            for path in paths {
                let named = line.match_indices(path).any(|(at, _)| {
                    !line[..at].ends_with(|before: char| before.is_alphanumeric() || "_./-".contains(before))
                });
                assert!(!named, "{file}:{} names {path}", number + 1);
            }
        }
    }
}
