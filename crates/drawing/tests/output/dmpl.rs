//! DMPL: the known head, and the same lines when read back.

use super::support::{A4, any_drawing, assert_same_lines, drawing, layer, line, paths, setup};
use penstock_drawing::LayerSetup;
use penstock_drawing::dmpl::{Options, Unit, read, write};
use proptest::prelude::*;

#[test]
fn a_square_is_written_with_pens_up_and_down() {
    let corners = [(0.0, 210.0), (25.4, 210.0), (25.4, 184.6)];
    let drawing = drawing(A4, vec![layer("a", vec![line(&corners)]), layer("b", vec![line(&corners)])]);
    let mut setups = vec![setup(2), setup(9)];
    setups[1] = LayerSetup { pause_before: true, speed_mm_per_s: Some(20.0), ..setup(9) };
    let mut bytes = Vec::new();
    let options = Options { speed: Some(10), pressure: Some(14), ..Options::default() };
    let notes = write(&drawing, &setups, &options, &mut bytes).unwrap();
    assert_eq!(
        String::from_utf8(bytes).unwrap(),
        ";:EC1 A L0 U H\nV10\nBP14\nU P2\nU0,0\nD1000,0,1000,1000\nU P1\nU0,0\nD1000,0,1000,1000\nU P0 H e\n"
    );
    let kinds: Vec<_> = notes.iter().map(|note| note.kind.as_str()).collect();
    assert_eq!(kinds, ["pen-wrapped", "pause-left-out", "speed-left-out"]);
}

#[test]
fn what_lies_beyond_the_machine_is_refused() {
    let over = drawing(A4, vec![layer("a", vec![line(&[(10.0, 10.0), (10.0, 211.5)])])]);
    let error = write(&over, &[], &Options::default(), &mut Vec::new()).unwrap_err().to_string();
    assert!(error.contains("1.50 mm beyond the lower edge"), "{error}");
    let options = Options { area_mm: Some((297.0, 190.0)), ..Options::default() };
    let high = drawing(A4, vec![layer("a", vec![line(&[(10.0, 15.0), (10.0, 200.0)])])]);
    let error = write(&high, &[], &options, &mut Vec::new()).unwrap_err().to_string();
    assert!(error.contains("5.00 mm beyond the upper edge"), "{error}");
}

#[test]
fn the_head_of_a_file_from_elsewhere_is_understood() {
    let back = read(b";: ECM,U H L0,P0;A100,100,V10;D200,100 e", A4).unwrap();
    let path = &back.layers[0].paths[0];
    assert!(
        path.start.distance((10.0, 200.0).into()) < 1e-9 && path.end().distance((20.0, 200.0).into()) < 1e-9
    );
    assert!(read(b"D1,2,3", A4).is_err() && read(b"EC7", A4).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn what_is_read_back_is_the_same_lines(drawing in any_drawing(), unit in prop::sample::select(vec![Unit::Mil, Unit::FiveMil, Unit::TenthMm])) {
        let options = Options { unit, ..Options::default() };
        let mut bytes = Vec::new();
        write(&drawing, &[], &options, &mut bytes).unwrap();
        let back = read(&bytes, A4).unwrap();
        assert_same_lines(&paths(&back), &paths(&drawing), 0.02 + unit.mm());
        prop_assert_eq!(back.layers.len(), drawing.layers.len());
    }

    #[test]
    fn no_bytes_make_the_reader_fail_badly(bytes in prop::collection::vec(any::<u8>(), 0..200), text in "[UDARPVEC0-9M,; -]{0,80}") {
        for source in [&bytes[..], text.as_bytes()] {
            drop(read(source, A4));
        }
    }
}
