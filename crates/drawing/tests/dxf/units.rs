//! Units: declared, missing, and doubtful with their evidence.

use super::support::{assert_near, read, read_with, tags};
use penstock_drawing::dxf::{ReadOptions, Unit, UnitsAs, Verdict};

fn plate(header: &str, width: f64, hole: f64) -> String {
    tags(&format!(
        "0 SECTION|2 HEADER|{header}|0 ENDSEC|0 SECTION|2 ENTITIES|0 LINE|10 0|20 0|11 {width}|21 0|\
         0 CIRCLE|10 {}|20 0|40 {}|0 ENDSEC|0 EOF",
        width / 2.0,
        hole / 2.0
    ))
}

#[test]
fn a_declared_unit_that_fits_is_trusted() {
    let (it, diagnostics) = read(&plate("9 $INSUNITS|70 1", 14.0, 0.25));
    assert_eq!((it.units.used, it.units.verdict), (Unit::INCH, Verdict::Declared));
    assert_near(it.drawing.page.width_mm, 14.0 * 25.4, 1e-9);
    assert!(diagnostics.is_empty());
}

#[test]
fn metres_that_are_millimetres_are_doubted_and_not_rescaled() {
    let source = plate("9 $INSUNITS|70 6", 300.0, 8.0);
    let (it, diagnostics) = read(&source);
    assert_eq!(it.units.verdict, Verdict::Doubtful { likely: Unit::MM });
    assert_near(it.drawing.page.width_mm, 300_000.0, 1e-6);
    assert_eq!(diagnostics[0].kind, "units");
    assert!(it.units.evidence.iter().any(|it| it.contains("metres")), "{:?}", it.units.evidence);
    let options = ReadOptions { units: UnitsAs::Given(Unit::MM), ..ReadOptions::default() };
    let (it, diagnostics) = read_with(source.as_bytes(), &options).unwrap();
    assert_eq!((it.units.verdict, it.units.declared), (Verdict::Given, Some(Unit::METRE)));
    assert_near(it.drawing.page.width_mm, 300.0, 1e-9);
    assert!(diagnostics.is_empty());
}

#[test]
fn inches_declared_as_millimetres_show_in_their_holes() {
    let (it, _) = read(&plate("9 $INSUNITS|70 4", 14.0, 0.28125));
    assert_eq!(it.units.verdict, Verdict::Doubtful { likely: Unit::INCH });
    // Designed in inches, drawn in millimetres as declared: nothing is wrong.
    let (it, _) = read(&plate("9 $INSUNITS|70 4", 355.6, 7.14375));
    assert_eq!(it.units.verdict, Verdict::Declared);
    assert!(it.units.evidence.iter().any(|it| it.contains("25.4")), "{:?}", it.units.evidence);
}

#[test]
fn small_parts_declared_in_metres_show_in_their_holes() {
    // A table may hold 7.5 metres, but no hole of 5.5 metres.
    let (it, _) = read(&plate("9 $INSUNITS|70 6", 7.5, 5.5));
    assert_eq!(it.units.verdict, Verdict::Doubtful { likely: Unit::MM });
    assert!(it.units.evidence.iter().any(|it| it.contains("factor of 1000")), "{:?}", it.units.evidence);
    assert_near(it.drawing.page.width_mm, 7_500.0, 1e-6);
}

#[test]
fn without_a_unit_millimetres_are_used_and_a_person_is_asked() {
    let (it, diagnostics) = read(&plate("9 $MEASUREMENT|70 0", 14.0, 0.28125));
    assert_eq!((it.units.used, it.units.declared), (Unit::MM, None));
    assert_eq!(it.units.verdict, Verdict::Undeclared { likely: Some(Unit::INCH) });
    assert!(it.units.verdict.asks() && diagnostics[0].kind == "units");
    let (it, _) = read(&plate("9 $INSUNITS|70 0", 300.0, 8.0));
    assert_eq!(it.units.verdict, Verdict::Undeclared { likely: Some(Unit::MM) });
}

#[test]
fn every_number_of_a_unit_has_its_length() {
    assert_eq!(Unit::of_number(0), None);
    assert_eq!(Unit::of_number(25), None);
    assert_near(Unit::of_number(21).unwrap().mm(), 304.800_609_6, 1e-7);
    assert_near(Unit::of_number(24).unwrap().mm(), 1_609_347.218_694, 1e-3);
    assert_eq!(Unit::of_number(13).unwrap().name(), "micrometres");
}
