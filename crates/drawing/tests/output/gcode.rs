//! G-code: each dialect as its machine wants it, and the same lines when read back.

use super::support::{A4, any_drawing, assert_same_lines, dot, drawing, layer, line, paths, seconds, setup};
use kurbo::Point;
use penstock_drawing::gcode::{Options, Profile, Unit, WriteError, profiles, read, write};
use penstock_drawing::{Drawing, LayerSetup, Page, Path, Segment};
use proptest::prelude::*;

fn named(name: &str) -> Profile {
    Profile::named(name).unwrap()
}

fn written(drawing: &Drawing, setups: &[LayerSetup], profile: &Profile) -> String {
    let mut bytes = Vec::new();
    write(drawing, setups, &Options::new(profile.clone()), &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

fn refused(drawing: &Drawing, profile: Profile) -> WriteError {
    let mut bytes = Vec::new();
    let error = write(drawing, &[], &Options::new(profile), &mut bytes).unwrap_err();
    assert!(bytes.is_empty(), "nothing is written");
    error
}

fn corner() -> Drawing {
    drawing(
        A4,
        vec![layer("Red", vec![line(&[(10.0, 200.0), (20.0, 200.0), (20.0, 190.0)]), dot(30.0, 180.0)])],
    )
}

#[test]
fn grbl_with_a_servo_waits_in_seconds() {
    assert_eq!(
        written(&corner(), &[], &named("grbl-servo")),
        "G21\nG17\nG90\nG94\nM3 S40\nG4 P0.15\n(Layer 1: Red)\nG0 X10.000 Y10.000\nM3 S90\nG4 P0.15\nG1 X20.000 Y10.000 F3000\nG1 X20.000 Y20.000\nM3 S40\nG4 P0.15\nG0 X30.000 Y30.000\nM3 S90\nG4 P0.15\nM3 S40\nG4 P0.15\nG0 X0 Y0\nM5\nM2\n"
    );
}

#[test]
fn marlin_waits_in_milliseconds_and_the_others_move_their_pens_their_way() {
    let marlin = written(&corner(), &[], &named("marlin-servo"));
    assert!(
        marlin.contains("; Layer 1: Red\nG1 X10.000 Y10.000 F6000\nM400\nM280 P0 S40\nG4 P150\nG1 X20.000"),
        "{marlin}"
    );
    let z = written(&corner(), &[], &named("grbl-z"));
    assert!(
        z.contains("G0 X10.000 Y10.000\nG1 Z0 F600\nG1 X20.000 Y10.000 F3000\n")
            && z.contains("G0 Z3\nG0 X30"),
        "{z}"
    );
    let blot = written(&corner(), &[], &named("blot"));
    assert!(blot.contains("M3 S1700\nG1 X20.000") && blot.contains("\nM5\nG0 X30"), "{blot}");
    let unicorn = written(&corner(), &[], &named("unicorn"));
    assert!(unicorn.contains("M300 S30\nG4 P50\nG1") && unicorn.contains("M300 S50\nG4 P50"), "{unicorn}");
    let idraw = written(&corner(), &[], &named("idraw"));
    assert!(
        idraw.contains("G1 X-10.000 Y-200.000 F8000\nG90\nG1 Z5 F5000\nG91\nG1 X-10.000 Y0.000 F2000\nG1 X0.000 Y10.000\nG90\nG1 Z0.5 F20000\nG91\n"),
        "{idraw}"
    );
    assert!(idraw.ends_with("$SLP\n"));
}

#[test]
fn layers_have_their_own_speed_pen_and_pause_and_inches_are_inches() {
    let mut two = corner();
    two.layers.push(layer("Blue", vec![line(&[(50.8, 210.0 - 25.4), (76.2, 210.0 - 25.4)])]));
    let pause = LayerSetup {
        pause_before: true,
        prompt: Some("Put in the blue pen".into()),
        speed_mm_per_s: Some(25.4),
        ..setup(2)
    };
    let mut profile = named("grbl-servo");
    profile.begin = profile.begin.replace("G21", "G20");
    (profile.unit, profile.decimals) = (Unit::Inch, 4);
    profile.layer_end = "; {unit} {pen} {index} {layer-id} done {layer-name} {feed} {width}".to_owned();
    let text = written(&two, &[setup(1), pause], &profile);
    assert!(
        text.contains("(Layer 2: Blue)\nM0 (Waiting: Put in the blue pen)\nG0 X2.0000 Y1.0000\n"),
        "{text}"
    );
    assert!(text.contains("G1 X3.0000 Y1.0000 F60\n"), "{text}");
    assert!(text.contains("; in 2 3 2 done Blue 60 11.6929\n"), "{text}");
}

#[test]
fn a_pen_that_nobody_is_told_to_change_is_noted() {
    let mut two = corner();
    two.layers.push(two.layers[0].clone());
    let notes = |setups: &[LayerSetup], profile: &Profile| {
        let notes = write(&two, setups, &Options::new(profile.clone()), &mut Vec::new()).unwrap();
        notes.into_iter().map(|note| note.kind).collect::<Vec<_>>()
    };
    let profile = named("grbl-servo");
    assert_eq!(notes(&[], &profile), ["pen-not-changed"]);
    assert!(notes(&[setup(1), setup(1)], &profile).is_empty());
    assert!(notes(&[setup(1), LayerSetup { pause_before: true, ..setup(2) }], &profile).is_empty());
    let with = |layer_begin: &str| Profile { layer_begin: layer_begin.to_owned(), ..profile.clone() };
    assert!(notes(&[], &with("T{pen}\nM6")).is_empty());
    assert_eq!(notes(&[], &with("(pen {pen})")), ["pen-not-changed"]);
}

#[test]
fn arcs_stay_arcs_where_the_machine_has_them() {
    // A quarter circle around 100,100 on the page, clockwise as one sees it.
    let segments =
        vec![Segment::Arc { to: Point::new(110.0, 100.0), bulge: (std::f64::consts::PI / 8.0).tan() }];
    let arc = drawing(A4, vec![layer("arc", vec![Path { start: Point::new(100.0, 90.0), segments }])]);
    let mut profile = named("grbl-servo");
    assert!(written(&arc, &[], &profile).contains("G2 X110.000 Y110.000 I0.000 J-10.000 F3000\n"));
    // Y downwards, as on the page: the same turn has the other name.
    profile.flip_y = false;
    assert!(written(&arc, &[], &profile).contains("G3 X110.000 Y100.000 I0.000 J10.000 F3000\n"));
    profile.arcs = false;
    let lines = written(&arc, &[], &profile);
    assert!(!lines.contains("G2 ") && !lines.contains("G3 ") && lines.matches("G1 ").count() > 10);
    // Circles that are no circles for the machine become lines too.
    (profile.arcs, profile.scale) = (true, [1.0, 1.1]);
    assert!(!written(&arc, &[], &profile).contains("G3 "));
}

#[test]
fn steps_of_a_relative_file_do_not_drift() {
    let steps: Vec<_> =
        (0..2000).map(|n| (20.0 + f64::from(n) / 3000.0, 100.0 + f64::from(n % 3) / 3.0)).collect();
    let stairs = drawing(A4, vec![layer("a", vec![line(&steps)])]);
    let profile = named("idraw");
    let back = read(written(&stairs, &[], &profile).as_bytes(), &profile, A4).unwrap();
    assert_same_lines(&paths(&back), &paths(&stairs), 0.001);
}

#[test]
fn names_and_prompts_from_a_file_never_become_commands() {
    let evil = "x)\nG0 X999 (\u{18}!~?;$H\nM3 S1000\r%\u{85}\u{2028}ü";
    let mut named_so = corner();
    named_so.layers[0].name = evil.to_owned();
    for mut profile in profiles() {
        profile.pen_down.push_str("\n; path {index} of {layer-name}");
        let with = LayerSetup { pause_before: true, prompt: Some(evil.to_owned()), ..setup(1) };
        let text = written(&named_so, &[with], &profile);
        assert!(text.is_ascii() && !text.contains(['!', '~', '?', '%', '\r', '\u{18}']), "{text}");
        let mut plain = corner();
        plain.layers[0].name = "x".to_owned();
        let with = LayerSetup { pause_before: true, prompt: Some("x".to_owned()), ..setup(1) };
        let plain = written(&plain, &[with], &profile);
        let commands = |text: &str| {
            let lines = text.lines().map(|line| line.split(['(', ';']).next().unwrap().trim().to_owned());
            // The message of M117 is words.
            lines
                .map(|line| if line.starts_with("M117") { "M117".to_owned() } else { line })
                .collect::<Vec<_>>()
        };
        assert_eq!(commands(&text), commands(&plain), "{}", profile.name);
        assert_eq!(text.lines().count(), plain.lines().count());
    }
}

#[test]
fn lines_for_grbl_are_short() {
    let mut long = corner();
    long.layers[0].name = "a very long name ".repeat(20);
    let text = written(&long, &[LayerSetup { pause_before: true, ..setup(1) }], &named("grbl-servo"));
    assert!(text.lines().all(|line| line.len() <= 80), "{text}");
    assert!(text.lines().filter(|line| line.contains('(')).all(|line| line.ends_with(')')));
    let mut profile = named("grbl-servo");
    profile.pen_down = format!("G4 P0.{}", "0".repeat(90));
    let error = write(&corner(), &[], &Options::new(profile), &mut Vec::new()).unwrap_err();
    assert!(matches!(error, WriteError::LongLine { most: 80, .. }), "{error}");
}

#[test]
fn what_cannot_work_is_refused_before_anything_is_written() {
    let mut profile = named("grbl-servo");
    profile.area_mm = Some([25.0, 300.0]);
    let error = refused(&corner(), profile.clone()).to_string();
    assert!(error.contains("5.00 mm beyond the upper end of X"), "{error}");
    profile.area_mm = None;
    for (template, part) in
        [("G0 {nothing}", "no {nothing} here"), ("{layer-name}", "a comment"), ("{", "not closed")]
    {
        profile.layer_begin = template.to_owned();
        let error = refused(&corner(), profile.clone()).to_string();
        assert!(error.contains("\"layer_begin\"") && error.contains(part), "{error}");
    }
    let mut profile = named("bare");
    profile.scale[0] = 0.0;
    assert!(matches!(refused(&corner(), profile), WriteError::Profile(_)));
    let mut profile = named("bare");
    profile.draw_feed_mm_per_min = f64::NAN;
    assert!(matches!(refused(&corner(), profile), WriteError::Profile(_)));
}

#[test]
fn profiles_are_data_with_names_and_what_is_left_out_is_as_shipped() {
    let all = profiles();
    for profile in &all {
        let json = serde_json::to_string(profile).unwrap();
        assert_eq!(&serde_json::from_str::<Profile>(&json).unwrap(), profile);
        assert_eq!(Profile::named(&profile.name.to_uppercase()).as_ref(), Some(profile));
    }
    let own: Profile = serde_json::from_str(r#"{"name":"mine","down":25.5,"pen_up":"M5"}"#).unwrap();
    assert_eq!((own.down, own.pen_up.as_str(), own.unit), (25.5, "M5", Unit::Mm));
    assert!(serde_json::from_str::<Profile>(r#"{"pen_dwn":"M3"}"#).is_err());
    assert!(Profile::named("none").is_none());
}

#[test]
fn the_reader_knows_both_kinds_of_arcs_units_and_origins() {
    let page = Page { width_mm: 100.0, height_mm: 100.0 };
    let bare = named("bare");
    let one = |text: &str| {
        let drawing = read(text.as_bytes(), &bare, page).unwrap();
        drawing.layers[0].paths[0].clone()
    };
    let half = one("G21 G90\nG0 X10 Y50\nG2 X30 Y50 R10");
    let middle = half.segments[0].point(half.start, 0.5);
    // Clockwise from left to right is over the top.
    assert!(middle.distance((20.0, 40.0).into()) < 1e-9, "{middle:?}");
    assert_eq!(one("G0 X10 Y50\nG3 X10 Y50 I10").segments.len(), 2);
    let long = one("G0 X10 Y50\nN3 G2 X20 Y60 R-10 *17 ; far way");
    assert!((long.length_mm() - 15.0 * std::f64::consts::PI).abs() < 1e-6);
    let inches = one("G20 (in) G0 X1 Y1\nG1 X2 (a (b) G1 X5");
    assert!(inches.end().distance((50.8, 100.0 - 25.4).into()) < 1e-9);
    let shifted = one("G0 X10 Y10\nG92 X0 Y0\nG1 X5 Y0\nG91\nX5\nX5");
    assert!(
        shifted.start.distance((10.0, 90.0).into()) < 1e-9
            && shifted.end().distance((25.0, 90.0).into()) < 1e-9
    );
    for bad in ["G1 X", "G1 X1 Y1 ü", "G0 X1\nG2 X2 Y2", "G0 X1\nG2 X1 R3"] {
        assert!(read(bad.as_bytes(), &bare, page).is_err(), "{bad}");
    }
    assert!(read(format!("G1 X{}", "9".repeat(400)).as_bytes(), &bare, page).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_is_read_back_is_the_same_lines(drawing in any_drawing(), which in 0_usize..7, inch: bool, scale in prop::sample::select(vec![[1.0, 1.0], [-1.0, 1.0], [1.0, 1.02]])) {
        let mut profile = profiles().swap_remove(which);
        if inch {
            profile.begin = profile.begin.replace("G21", "G20");
            (profile.unit, profile.decimals) = (Unit::Inch, 4);
        }
        for (axis, by) in profile.scale.iter_mut().zip(scale) {
            *axis *= by;
        }
        profile.offset_mm = [3.0, -4.0];
        let back = read(written(&drawing, &[], &profile).as_bytes(), &profile, A4).unwrap();
        // A dot of a machine without a pen is nothing.
        let bare = profile.name == "bare";
        let made: Vec<_> = paths(&drawing).into_iter().filter(|path| !bare || !path.segments.is_empty()).collect();
        if !bare || paths(&back).len() == made.len() {
            assert_same_lines(&paths(&back), &made, 0.03);
            if !bare {
                let (made_s, read_s) = (seconds(&drawing), seconds(&back));
                prop_assert!((read_s / made_s - 1.0).abs() < 0.02, "{made_s} s, read back {read_s} s");
            }
        } else {
            // Strokes that meet are one stroke where nothing lifts the pen.
            prop_assert!(paths(&back).len() < made.len());
        }
    }

    #[test]
    fn no_bytes_make_the_reader_fail_badly(bytes in prop::collection::vec(any::<u8>(), 0..200), text in "[GMXYIJRFNSZ0-9.() ;\n-]{0,120}") {
        for source in [&bytes[..], text.as_bytes()] {
            for name in ["bare", "grbl-servo", "idraw"] {
                drop(read(source, &named(name), A4));
            }
        }
    }
}
