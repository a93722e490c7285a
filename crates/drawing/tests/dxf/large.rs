//! How much time and memory a large file takes.

use super::support::try_read;
use std::fmt::Write;
use std::time::Instant;

/// The `dxf` crate takes 1.37 GB for a file like this; a fifth of that, the file included.
const MOST_KB: u64 = 1_370_000 / 5;

/// Set in the process that reads and does nothing else: its memory is looked at.
const ALONE: &str = "PENSTOCK_TEST_ALONE";

#[test]
#[ignore = "reads 100 MB"]
fn a_hundred_megabytes_of_lines_stay_within_their_memory() {
    if std::env::var_os(ALONE).is_none() {
        let this = std::env::current_exe().unwrap();
        let mut child = std::process::Command::new(this);
        child.args([
            "--exact",
            "large::a_hundred_megabytes_of_lines_stay_within_their_memory",
            "--include-ignored",
        ]);
        let output = child.env(ALONE, "1").arg("--nocapture").output().unwrap();
        println!("{}", String::from_utf8_lossy(&output.stdout));
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        return;
    }
    let mut source = String::with_capacity(100 << 20);
    source.push_str("0\nSECTION\n2\nENTITIES\n");
    let mut count = 0_u32;
    while source.len() < 100_000_000 {
        let (x, y) = (f64::from(count % 1000), f64::from(count / 1000));
        write!(
            source,
            "  0\nLINE\n  5\n{count:X}\n330\n1F\n100\nAcDbEntity\n  8\nCut\n100\nAcDbLine\n 10\n{:.6}\n 20\n{:.6}\n 30\n0.0\n 11\n{:.6}\n 21\n{:.6}\n 31\n0.0\n",
            x + 0.123456,
            y + 0.654321,
            x + 0.9,
            y + 0.7,
        )
        .unwrap();
        count += 1;
    }
    source.push_str("0\nENDSEC\n0\nEOF\n");
    let begun = Instant::now();
    let (it, _) = try_read(source.as_bytes()).unwrap();
    let seconds = begun.elapsed().as_secs_f64();
    assert_eq!(it.drawing.path_count(), count as usize);
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak_kb =
        status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")?.parse().ok());
    println!("{count} lines, {:.1} MB: {seconds:.2} s, peak {peak_kb:?} kB", source.len() as f64 / 1e6);
    assert!(peak_kb.is_none_or(|peak: u64| peak <= MOST_KB), "{peak_kb:?}");
}
