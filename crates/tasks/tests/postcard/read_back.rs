//! A stranger reads the letters: Debian's tesseract, with the languages that the text is written in.

use super::drawing;
use super::support::run;
use serde_json::json;
use std::process::Command;

/// The issue's own words. Å belongs to none of tesseract's four languages and counts as wrong.
const TEXTS: [&str; 2] = ["Zoë Łukasiewicz", "Straße, garçon, Ångström, žluťoučký kůň"];
/// Capitals of 8 mm with a felt pen of 0.9 mm, at 133 dpi: near the weight and size of print that tesseract
/// learnt from. It is a nervous reader: other pens and sizes of the same letters have 1 to 10 wrong.
const SIZE_MM: f64 = 8.0;
const PEN_MM: f64 = 0.9;
const WIDTH_PX: usize = 1100;

/// What tesseract makes of a card with this text alone.
fn read(text: &str) -> String {
    let params = json!({
        "message": text, "template": "plain", "size": "a5", "postal": "none", "font": "sans",
        "message_size_mm": SIZE_MM, "pen_width_mm": PEN_MM,
    });
    let ran = run("postcard", params, &[]).unwrap();
    let picture = ran.folder.path().join("card.png");
    let png = penstock_drawing::raster::png(&drawing(&ran, "postcard.svg"), WIDTH_PX).unwrap();
    std::fs::write(&picture, png).unwrap();
    let answer = Command::new("tesseract")
        .arg(&picture)
        .args(["-", "-l", "deu+pol+ces+fra", "--psm", "6"])
        .env("OMP_THREAD_LIMIT", "1")
        .output()
        .expect("tesseract is missing: scripts/need.sh test installs it");
    assert!(answer.status.success(), "{}", String::from_utf8_lossy(&answer.stderr));
    let words = String::from_utf8(answer.stdout).unwrap();
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// How many characters have to change, come or go (Levenshtein, 1965).
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (n, x) in a.chars().enumerate() {
        let mut corner = std::mem::replace(&mut row[0], n + 1);
        for (m, y) in b.iter().enumerate() {
            let changed = corner + usize::from(x != *y);
            corner = row[m + 1];
            row[m + 1] = changed.min(row[m] + 1).min(corner + 1);
        }
    }
    row[b.len()]
}

#[test]
fn tesseract_reads_the_letters_with_their_accents() {
    let (mut wrong, mut characters) = (0, 0);
    for text in TEXTS {
        let found = read(text);
        let off = distance(&found, text);
        println!("{off} of {} wrong: {found}", text.chars().count());
        wrong += off;
        characters += text.chars().count();
    }
    let rate = 100.0 * wrong as f64 / characters as f64;
    println!("{rate:.1} % wrong");
    assert!(rate <= 5.0, "{rate:.1} % of the characters are read as others");
}
