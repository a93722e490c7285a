//! Files that nobody should have sent: each gets an answer in time, and never a panic.

use super::analyze_file;
use super::drawings::{Dxf, plate};
use serde_json::json;
use std::time::{Duration, Instant};

fn refused(bytes: &[u8]) -> String {
    let begin = Instant::now();
    let error = analyze_file("bad.dxf", bytes, json!({})).unwrap_err().to_string();
    assert!(begin.elapsed() < Duration::from_secs(10), "{:?}", begin.elapsed());
    error
}

#[test]
fn an_empty_file_is_refused_with_a_sentence() {
    assert!(refused(b"").contains("bad.dxf"));
    assert!(refused(b"hello").contains("bad.dxf"));
    assert!(refused(Dxf::text_of(4, "").as_bytes()).contains("no lines"));
}

#[test]
fn numbers_that_are_none_leave_their_entity_out() {
    for number in ["1e300", "nan", "inf", "-1e400", "1e18"] {
        let mut dxf = plate();
        dxf.entity("LINE", &[(8, "0"), (10, number), (20, "0.0"), (11, "5.0"), (21, "5.0")]);
        let report = analyze_file("bad.dxf", dxf.text().as_bytes(), json!({})).unwrap().report;
        assert!((report["metrics"]["cut_length_mm"].as_f64().unwrap() - 851.327).abs() < 1e-3, "{number}");
        assert!(!report["findings"].as_array().unwrap().is_empty(), "{number}");
    }
    let mut alone = Dxf::new();
    alone.entity("LINE", &[(8, "0"), (10, "1e300"), (20, "0.0"), (11, "5.0"), (21, "5.0")]);
    // Why nothing is left is the answer.
    assert!(refused(alone.text().as_bytes()).contains("LINE"));
}

#[test]
fn a_bomb_of_blocks_is_refused_in_time() {
    let mut blocks = String::from("0\nSECTION\n2\nBLOCKS\n");
    for level in 0..9 {
        let inner = if level == 8 {
            "0\nLINE\n8\n0\n10\n0.0\n20\n0.0\n11\n1.0\n21\n1.0\n".to_owned()
        } else {
            format!(
                "0\nINSERT\n8\n0\n2\nB{}\n10\n0.0\n20\n0.0\n70\n100\n71\n100\n44\n1.0\n45\n1.0\n",
                level + 1
            )
        };
        blocks += &format!("0\nBLOCK\n8\n0\n2\nB{level}\n70\n0\n10\n0.0\n20\n0.0\n{inner}0\nENDBLK\n");
    }
    let text = format!(
        "{blocks}0\nENDSEC\n0\nSECTION\n2\nENTITIES\n0\nINSERT\n8\n0\n2\nB0\n10\n0.0\n20\n0.0\n0\nENDSEC\n0\nEOF\n"
    );
    let message = refused(text.as_bytes());
    assert!(message.contains("bad.dxf"), "{message}");
}

#[test]
fn a_crowd_of_long_lines_that_all_cross_ends_in_time() {
    // 3,000 lines across one square: 4.5 million crossings.
    let mut dxf = Dxf::new();
    for at in 0..1500 {
        let place = f64::from(at);
        dxf.line(place, 0.0, place, 1500.0).line(0.0, place, 1500.0, place);
    }
    let begin = Instant::now();
    let report = analyze_file("grid.dxf", dxf.text().as_bytes(), json!({})).unwrap().report;
    assert!(begin.elapsed() < Duration::from_secs(30), "{:?}", begin.elapsed());
    assert!(report["findings"].as_array().unwrap().len() < 1000);
    assert!(report["finding_counts"]["crossing"].as_u64().unwrap() > 1000);
}
