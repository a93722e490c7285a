use super::support::run;
use super::{drawing, file, layer, said};
use serde_json::json;
use std::fmt::Write;

#[test]
fn a_thousand_rows_with_seven_bad_ones_make_993_cards_and_seven_named_problems() {
    let mut csv = b"name,street,zip,city,message\n".to_vec();
    let bad = [17u32, 101, 333, 500, 501, 777, 1000];
    for row in 1..=1000u32 {
        let long = "far too many words for one card ".repeat(80);
        let line: Vec<u8> = match row {
            17 => "  ,Weg 1,01069,Dresden,no name\n".into(),
            101 => "Ada,Weg 1,01069\n".into(),
            333 => b"Ad\xffa,Weg 1,01069,Dresden,x\n".to_vec(),
            500 => format!("Ada,Weg 1,01069,Dresden,{long}\n").into(),
            501 => "Ada,Weg 1,01069,Dresden,x,y,z\n".into(),
            777 => ",,,,only a message\n".into(),
            1000 => "../../x,Weg 1,01069,Dresden,\"a name that leads out\",surplus\n".into(),
            2 => "../../x,Weg 1,01069,Dresden,\"a name that leads out\"\n".into(),
            _ => format!("Zoë Łukasiewicz {row},Straße {row},01069,Dresden,Grüße\n").into(),
        };
        csv.extend(line);
    }
    let (_keep, input) = file("list.csv", csv);
    let params = json!({ "template": "plain", "message": "unused" });
    let ran = run("postcard", params, &[input]).unwrap();
    assert_eq!(ran.report["cards"], 993);
    let problems = ran.report["problems"].as_array().unwrap();
    let rows: Vec<u64> = problems.iter().map(|it| it["row"].as_u64().unwrap()).collect();
    assert_eq!(rows, bad.map(u64::from));
    // The line in the file: one more, for the headings.
    assert!(problems.iter().all(|it| it["line"].as_u64().unwrap() == it["row"].as_u64().unwrap() + 1));
    let about = |row: u32| {
        problems.iter().find(|it| it["row"] == row).unwrap()["message"].as_str().unwrap().to_owned()
    };
    assert_eq!(about(17), "there is no recipient");
    assert_eq!(about(101), "it has 3 values where the headings are 5");
    assert_eq!(about(333), "the value in column “name” is not written in UTF-8");
    assert!(about(500).starts_with("the message does not fit"), "{}", about(500));
    assert_eq!(said(&ran, "bad-row").len(), 7);
    let cards = std::fs::read_dir(ran.folder.path().join("cards")).unwrap().count();
    assert_eq!(cards, 993);
    assert_eq!(ran.files.iter().filter(|name| name.starts_with("cards/")).count(), 993);
    assert_eq!(ran.files[0], "cards/0001.svg");
    assert!(
        ran.files.contains(&"cards/0002.svg".to_owned()) && !ran.files.contains(&"cards/0017.svg".to_owned())
    );
    let above = ran.folder.path().parent().unwrap();
    assert!(!above.join("x").exists() && !above.join("x.svg").exists());
    assert_eq!(ran.report["table"]["encoding"], "UTF-8");
    assert_eq!(ran.report["table"]["columns"][1]["meaning"], "address_line_1");
}

const LIST: &str = "first name;last name;city;gift\nAda;King;London;a book\nBob;Stone;Paris;tea\nEve;Hill;Rome;wine\n\
                    Kim;Lee;Seoul;rice\nZoë;Ły;Łódź;snow\n";

#[test]
fn one_row_alone_is_the_same_card_as_among_all() {
    let params = json!({ "message": "Thank you, {First Name}, for {gift}!", "template": "thank-you" });
    let (_keep, input) = file("list.csv", LIST);
    let all = run("postcard", params.clone(), std::slice::from_ref(&input)).unwrap();
    assert_eq!(all.report["cards"], 5);
    let mut one = params;
    one["row"] = json!(4);
    let ran = run("postcard", one, &[input]).unwrap();
    assert_eq!(ran.files, ["cards/0004.svg", "after.preview"]);
    assert_eq!(drawing(&ran, "cards/0004.svg"), drawing(&all, "cards/0004.svg"));
    assert_ne!(drawing(&all, "cards/0003.svg"), drawing(&all, "cards/0004.svg"));
}

#[test]
fn a_batch_goes_on_at_a_row_and_a_row_that_is_not_there_is_named() {
    let (_keep, input) = file("list.csv", LIST);
    let ran = run("postcard", json!({ "first_row": 4 }), std::slice::from_ref(&input)).unwrap();
    assert_eq!(ran.files, ["cards/0004.svg", "cards/0005.svg", "after.preview"]);
    let error = run("postcard", json!({ "row": 9 }), &[input]).unwrap_err();
    assert_eq!(error.to_string(), "There is no row 9: the table has 5");
}

#[test]
fn several_cards_lie_on_a_sheet_with_marks_between_them() {
    let (_keep, input) = file("list.csv", LIST);
    let ran = run("postcard", json!({ "per_sheet": 4 }), std::slice::from_ref(&input)).unwrap();
    assert_eq!(ran.files, ["sheets/0001.svg", "sheets/0002.svg", "after.preview"]);
    let sheet = drawing(&ran, "sheets/0001.svg");
    assert_eq!((sheet.page.width_mm, sheet.page.height_mm), (297.0, 210.0));
    assert_eq!(layer(&sheet, "Cut marks").len(), 2 * 9);
    let text = layer(&sheet, "Text");
    let quarter = |path: &penstock_drawing::Path| (path.start.x > 148.5, path.start.y > 105.0);
    for place in [(false, false), (true, false), (false, true), (true, true)] {
        assert!(text.iter().any(|path| quarter(path) == place), "{place:?}");
    }
    let error = run("postcard", json!({ "per_sheet": 5 }), &[input]).unwrap_err();
    assert_eq!(error.to_string(), "5 cards do not fit on a sheet: 4 do");
}

#[test]
fn g_code_stops_for_the_next_card() {
    let (_keep, input) = file("list.csv", LIST);
    let ran = run("postcard", json!({ "gcode": true, "ornament_color": "#000000" }), &[input]).unwrap();
    let gcode = std::fs::read_to_string(ran.folder.path().join("cards.gcode")).unwrap();
    assert_eq!(gcode.matches("Next card").count(), 4, "{}", &gcode[..600]);
    assert!(gcode.contains("Next card: row 5"));
}

#[test]
fn tables_of_other_offices_are_read() {
    let (utf_16, mut bytes) = (LIST.encode_utf16(), vec![0xff, 0xfe]);
    bytes.extend(utf_16.flat_map(u16::to_le_bytes));
    let (_keep, input) = file("list.txt", bytes);
    let ran = run("postcard", json!({}), &[input]).unwrap();
    assert_eq!((&ran.report["cards"], &ran.report["table"]["encoding"]), (&json!(5), &json!("UTF-16LE")));
    let (_keep, input) = file("list.csv", b"name;ort\nJ\xfcrgen;K\xf6ln\n");
    let ran = run("postcard", json!({}), &[input]).unwrap();
    assert_eq!(ran.report["table"]["encoding"], "windows-1252");
    assert_eq!(ran.report["table"]["delimiter"], ";");
}

#[test]
fn a_table_without_a_single_good_row_is_refused_with_the_first_fault() {
    let (_keep, input) = file("list.csv", "name,city\n,Paris\n,Rome\n");
    let error = run("postcard", json!({}), &[input]).unwrap_err();
    assert_eq!(error.to_string(), "No row makes a card: line 2: there is no recipient");
    let mut wide = String::from("shoe");
    (0..5).for_each(|n| write!(wide, ",size{n}").unwrap());
    let (_keep, input) = file("list.csv", wide);
    assert!(
        run("postcard", json!({}), &[input]).unwrap_err().to_string().contains("no column for the recipient")
    );
}
