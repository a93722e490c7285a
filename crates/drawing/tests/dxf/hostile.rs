//! What is no drawing, or too much of one.

use super::support::{file, kinds, read, tags, try_read};
use penstock_drawing::Diagnostics;
use penstock_drawing::dxf::{self, ReadError, ReadOptions};

#[test]
fn what_is_no_dxf_is_refused_with_what_to_do() {
    let cases: [(&[u8], &str); 7] = [
        (b"", "empty"),
        (b"  \r\n \n", "empty"),
        (b"AutoCAD Binary DXF\r\n\x1a\0", "first line"),
        (b"AutoCAD Binary DXF\r\n\x1a\0rest", "not a DXF"),
        (b"AC1015\0\0\0\0", "DWG"),
        (b"\xff\xfe0\0\n\0", "UTF-16"),
        (b"%PDF-1.4\nhello\n1\n2\n3\n", "not a DXF"),
    ];
    for (source, word) in cases {
        let error = try_read(source).unwrap_err();
        assert!(matches!(&error, ReadError::Invalid { .. }) && error.to_string().contains(word), "{error}");
    }
    let error = try_read(&vec![b' '; (200 << 20) + 1]).unwrap_err();
    assert!(matches!(error, ReadError::TooLarge { .. }), "{error}");
}

#[test]
fn numbers_that_no_drawing_holds_cost_their_entity_only() {
    for wrong in ["1e300", "NaN", "inf", "-1e10", "1.5.2", "1.#QNAN", "twelve"] {
        let source = file(&format!("0 LINE|10 {wrong}|20 0|11 1|21 0|0 LINE|10 0|20 0|11 1|21 0"));
        let (it, diagnostics) = read(&source);
        assert_eq!(it.drawing.path_count(), 1, "{wrong}");
        assert_eq!(kinds(&diagnostics), ["bad-number"], "{wrong}");
        let line = source.lines().position(|it| it == wrong).unwrap() + 1;
        assert_eq!(diagnostics[0].element, Some(format!("line {line}")));
    }
}

#[test]
fn reading_stops_when_asked() {
    let source = file(&"0 LINE|10 0|20 0|11 1|21 0|".repeat(10_000));
    let mut asked = 0;
    let outcome =
        dxf::read(source.as_bytes(), &ReadOptions::default(), &mut Diagnostics::default(), &mut |_, _| {
            asked += 1;
            asked < 2
        });
    assert_eq!((outcome.unwrap_err(), asked), (ReadError::Stopped, 2));
}

#[test]
fn a_million_texts_and_a_line_without_end_are_borne() {
    let source = file(&"0 TEXT|10 0|20 0|1 x|".repeat(20_000));
    let (_, diagnostics) = read(&source);
    assert!(diagnostics.iter().any(|it| it.message == "19900 more of this kind"));
    let long = tags("0 SECTION|2 ENTITIES|0 TEXT|10 0|20 0|1 ") + &"x".repeat(5 << 20);
    assert!(try_read(long.as_bytes()).is_ok());
}
