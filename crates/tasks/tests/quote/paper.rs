//! What is printed: PDF, XLSX, CSV and HTML say the same, and run nothing.

use super::drawn::{plate_with_four_holes, plate_with_square_hole};
use super::{inputs, quote};
use crate::support::Ran;
use serde_json::{Value, json};
use std::process::Command;

fn read(ran: &Ran, name: &str) -> Vec<u8> {
    std::fs::read(ran.folder.path().join(name)).unwrap()
}

fn text_of_pdf(ran: &Ran) -> String {
    let shown =
        Command::new("pdftotext").args(["-layout", "quote.pdf", "-"]).current_dir(ran.folder.path()).output();
    let shown = shown.expect("pdftotext is installed (poppler-utils)");
    assert!(shown.status.success(), "{shown:?}");
    String::from_utf8(shown.stdout).unwrap()
}

/// The texts and numbers of all cells, a line each, and whether any cell is a formula.
fn cells_of_xlsx(ran: &Ran) -> String {
    let script = r#"
import sys, zipfile, xml.etree.ElementTree as tree
book, x = zipfile.ZipFile("quote.xlsx"), "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
texts = ["".join(t.text or "" for t in s.iter(x + "t")) for s in tree.fromstring(book.read("xl/sharedStrings.xml"))]
for name in sorted(book.namelist()):
    if name.startswith("xl/worksheets/"):
        for cell in tree.fromstring(book.read(name)).iter(x + "c"):
            assert cell.find(x + "f") is None, "a formula"
            value = cell.find(x + "v")
            if value is not None:
                print(texts[int(value.text)] if cell.get("t") == "s" else float(value.text))
"#;
    let python = Command::new("/usr/bin/python3")
        .args(["-c", script])
        .current_dir(ran.folder.path())
        .output()
        .unwrap();
    assert!(python.status.success(), "{}", String::from_utf8_lossy(&python.stderr));
    String::from_utf8(python.stdout).unwrap()
}

fn grouped(minor: i64) -> String {
    let whole = (minor / 100).to_string();
    let (first, rest) = whole.split_at(whole.len().saturating_sub(3));
    let comma = if first.is_empty() { "" } else { "," };
    format!("{first}{comma}{rest}.{:02}", minor % 100)
}

#[test]
fn all_formats_have_the_same_numbers() {
    let params =
        json!({ "quantity": 250, "tax_percent": 19, "customer": "Łódź & Söhne <GmbH>", "company": "Jet €" });
    let drawings = [("plate.dxf", plate_with_four_holes()), ("square.dxf", plate_with_square_hole())];
    let ran = quote(params, &drawings).unwrap();
    assert_eq!(ran.files, ["quote.pdf", "quote.xlsx", "quote.csv", "quote.html"]);
    let pdf = text_of_pdf(&ran);
    let xlsx = cells_of_xlsx(&ran);
    let html = String::from_utf8(read(&ran, "quote.html")).unwrap();
    let csv = String::from_utf8(read(&ran, "quote.csv")).unwrap();
    let total = ran.report["total_minor"].as_i64().unwrap();
    let mut amounts: Vec<i64> =
        vec![total, ran.report["net_minor"].as_i64().unwrap(), ran.report["tax_minor"].as_i64().unwrap()];
    amounts.extend(
        ran.report["lines"].as_array().unwrap().iter().map(|line| line["amount_minor"].as_i64().unwrap()),
    );
    assert!(amounts.len() > 15 && total > 100_000);
    for amount in amounts {
        let shown = grouped(amount);
        assert!(pdf.contains(&shown), "the PDF lacks {shown}:\n{pdf}");
        assert!(html.contains(&format!(">{shown}</td>")), "the page lacks {shown}");
        let number = amount as f64 / 100.0;
        assert!(xlsx.lines().any(|cell| cell == format!("{number:?}")), "the sheet lacks {number}");
    }
    for line in ran.report["lines"].as_array().unwrap() {
        let amount = line["amount_minor"].as_i64().unwrap();
        let row = format!(",{},{}.{:02},EUR,", line["name"].as_str().unwrap(), amount / 100, amount % 100);
        assert!(csv.contains(&row), "quote.csv lacks {row}:\n{csv}");
    }
    assert!(csv.contains(&format!(",Total,{}.{:02},EUR,", total / 100, total % 100)));
    assert!(pdf.contains("Łódź & Söhne <GmbH>") && pdf.contains("Jet €"), "{pdf}");
    assert!(html.contains("Łódź &amp; Söhne &lt;GmbH&gt;"));
    assert!(xlsx.contains("Łódź & Söhne <GmbH>"));
}

#[test]
fn no_export_runs_what_a_file_or_a_customer_is_called() {
    for hostile in
        ["=HYPERLINK(\"http://x\")", "+1", "-1+1", "@SUM(1)", "\t=1", "\r=1", "<script>alert(1)</script>"]
    {
        let params = json!({ "customer": hostile, "company": hostile, "number": hostile, "note": hostile, "date": hostile });
        let ran = quote(params, &[(&format!("{hostile}.dxf"), plate_with_square_hole())]).unwrap();
        let csv = String::from_utf8(read(&ran, "quote.csv")).unwrap();
        let mut cells = 0;
        for record in csv::Reader::from_reader(csv.trim_start_matches('\u{feff}').as_bytes()).records() {
            for cell in &record.unwrap() {
                cells += 1;
                let number = cell.parse::<f64>().is_ok();
                assert!(number || !cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{cell:?}");
            }
        }
        assert!(cells > 20);
        for cell in cells_of_xlsx(&ran).lines() {
            let number = cell.parse::<f64>().is_ok();
            assert!(number || !cell.starts_with(['=', '+', '-', '@', '\t']), "{cell:?}");
        }
        let html = String::from_utf8(read(&ran, "quote.html")).unwrap();
        assert!(!html.contains("<script>"));
        for cell in html.split("<td").skip(1) {
            let text = cell.split_once('>').unwrap().1;
            assert!(!text.starts_with(['=', '+', '@']), "{text}");
        }
    }
}

#[test]
fn a_customer_sees_prices_and_neither_rates_nor_margin() {
    let params = json!({ "reader": "customer", "tax_percent": 19, "margin_percent": 33 });
    let ran = quote(params, &[("plate.dxf", plate_with_four_holes())]).unwrap();
    let csv = String::from_utf8(read(&ran, "quote.csv")).unwrap();
    let html = String::from_utf8(read(&ran, "quote.html")).unwrap();
    let total = grouped(ran.report["total_minor"].as_i64().unwrap());
    for text in [text_of_pdf(&ran), cells_of_xlsx(&ran), html, csv] {
        assert!(text.contains(&total), "{text}");
        for secret in ["Margin", "margin_percent", "Abrasive", "per_hour", "Labour"] {
            assert!(!text.contains(secret), "{secret} in {text}");
        }
    }
}

#[test]
fn a_long_order_takes_several_pages_and_repeats_the_headings() {
    let names: Vec<String> = (1..=40).map(|number| format!("bracket {number}.dxf")).collect();
    let drawings: Vec<(&str, String)> =
        names.iter().map(|name| (name.as_str(), plate_with_square_hole())).collect();
    let ran = quote(json!({ "formats": "pdf", "reader": "customer" }), &drawings).unwrap();
    let pdf = text_of_pdf(&ran);
    let pages: Vec<&str> = pdf.trim_end_matches('\u{c}').split('\u{c}').collect();
    assert!(pages.len() >= 2, "{}", pages.len());
    assert!(pages.iter().filter(|page| page.contains("bracket")).all(|page| page.contains("Material")));
    assert!((1..=40).all(|number| pdf.contains(&format!("bracket {number}"))));
    assert!(pages[0].contains(&format!("Page 1 of {}", pages.len())));
}

#[test]
fn letters_that_the_pdf_cannot_show_are_said() {
    let ran = quote(
        json!({ "formats": "pdf, html", "customer": "日本" }),
        &[("plate.dxf", plate_with_square_hole())],
    )
    .unwrap();
    let said = ran.report["diagnostics"].as_array().unwrap();
    assert!(said.iter().any(|one| one["kind"] == "missing-character"), "{said:?}");
    assert!(String::from_utf8(read(&ran, "quote.html")).unwrap().contains("日本"));
}

#[test]
fn the_same_order_gives_the_same_bytes() {
    let params: Value = json!({ "quantity": 3, "customer": "A" });
    let plate = plate_with_four_holes();
    let (_folder, inputs) = inputs(&[("plate.dxf", plate.as_bytes())]);
    let ran = || crate::support::run("quote", params.clone(), &inputs).unwrap();
    let (first, second) = (ran(), ran());
    assert_eq!(first.report, second.report);
    for name in &first.files {
        assert!(read(&first, name) == read(&second, name), "{name} differs");
    }
}
