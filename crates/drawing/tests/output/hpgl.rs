//! HPGL: to the byte where a byte is known, within limits always, and the same lines when read back.

use super::support::{A4, any_drawing, assert_same_lines, dot, drawing, layer, line, paths, seconds, setup};
use penstock_drawing::hpgl::{DEVICES, Device, Options, Side, WriteError, read, write};
use penstock_drawing::{Drawing, LayerSetup, Page};
use proptest::prelude::*;

fn written(drawing: &Drawing, setups: &[LayerSetup], options: &Options) -> (String, Vec<String>) {
    let mut bytes = Vec::new();
    let notes = write(drawing, setups, options, &mut bytes).unwrap();
    (String::from_utf8(bytes).unwrap(), notes.into_iter().map(|note| note.kind).collect())
}

fn device(name: &str) -> Options {
    Options::new(Device::named(name).unwrap())
}

fn square() -> Drawing {
    let corners = [(50.0, 50.0), (50.0, 100.0), (100.0, 100.0), (100.0, 50.0), (50.0, 50.0)];
    drawing(A4, vec![layer("square", vec![line(&corners)])])
}

#[test]
fn a_square_on_the_7475a_is_the_known_file_to_the_byte() {
    let known = "IN;DF;PS4;SP1;PU1608,6270;PD1608,4260,3617,4260,3617,6270,1608,6270;PU11040,7721;SP0;IN;\n";
    assert_eq!(written(&square(), &[], &device("hp7475a")).0, known);
}

#[test]
fn steps_are_differences_of_rounded_places_after_one_pr() {
    let mut two = square();
    two.layers[0].paths.push(line(&[(120.0, 50.0), (130.0, 50.0)]));
    let options = Options { relative: true, ..device("hp7475a") };
    let known = "IN;DF;PS4;SP1;PU1608,6270;PR;PD0,-2010,2009,0,0,2010,-2009,0;PU2813,0;PD402,0;PA;PU11040,7721;SP0;IN;\n";
    assert_eq!(written(&two, &[], &options).0, known);
}

#[test]
fn steps_do_not_drift() {
    // A third of a unit a step: 3,000 of them are 1,000 units.
    let step = 0.02488 / 3.0;
    let mut options = Options { relative: true, ..device("hp7475a") };
    let stairs: Vec<_> =
        (0..3000).map(|n| (60.0 + f64::from(n) * step, 60.0 + f64::from(n % 2) * 0.2)).collect();
    let stairs = drawing(A4, vec![layer("stairs", vec![line(&stairs)])]);
    let (relative, _) = written(&stairs, &[], &options);
    options.relative = false;
    let (absolute, _) = written(&stairs, &[], &options);
    let sheet = options.device.sheet("a4");
    let back = |text: &str| read(text.as_bytes(), options.device, sheet, A4).unwrap();
    assert_eq!(back(&relative), back(&absolute));
}

#[test]
fn every_device_and_paper_takes_the_middle_of_its_sheet_and_refuses_what_is_beyond() {
    let mut sheets = 0;
    for device in DEVICES {
        for sheet in device.sheets {
            sheets += 1;
            let page = Page { width_mm: sheet.width_mm, height_mm: sheet.height_mm };
            let (width, height) = (page.width_mm, page.height_mm);
            let middle =
                [(width * 0.3, height * 0.3), (width * 0.7, height * 0.3), (width * 0.5, height * 0.7)];
            let fits = drawing(page, vec![layer("fits", vec![line(&middle)])]);
            let options = Options { paper: Some(sheet.name.to_owned()), ..Options::new(device) };
            let (text, _) = written(&fits, &[], &options);
            let back = read(text.as_bytes(), device, Some(sheet), page).unwrap();
            assert_same_lines(&paths(&back), &paths(&fits), 0.02);
            let parking = sheet.parking.map_or("PU;".to_owned(), |(x, y)| format!("PU{x},{y};"));
            assert!(text.ends_with(&format!("{parking}SP0;IN;\n")), "{}: {text}", device.name);

            // The edge of the paper is beyond the pen on all but the tables that reach over it.
            let beyond = drawing(
                page,
                vec![layer(
                    "beyond",
                    vec![line(&[(width / 2.0, height / 2.0), (width + 20.0, height / 2.0)])],
                )],
            );
            let mut bytes = Vec::new();
            let error = write(&beyond, &[], &options, &mut bytes).unwrap_err();
            assert!(bytes.is_empty(), "nothing is written");
            let WriteError::OutOfReach { side, by_mm, device: name, paper } = error else {
                panic!("{error}")
            };
            assert_eq!((name, paper), (device.title, sheet.name));
            assert_eq!(
                side,
                if sheet.turned { Side::LowX } else { Side::HighX },
                "{} {}",
                device.name,
                sheet.name
            );
            let right_mm = if sheet.turned {
                width - sheet.origin_mm.0 - f64::from(sheet.x.0) * device.unit_mm
            } else {
                sheet.origin_mm.0 + f64::from(sheet.x.1) * device.unit_mm
            };
            assert!(
                (by_mm - (width + 20.0 - right_mm)).abs() < 0.03,
                "{} {}: {by_mm}",
                device.name,
                sheet.name
            );
        }
    }
    assert_eq!(sheets, 27);
}

#[test]
fn what_is_on_the_limit_fits_and_one_unit_more_does_not() {
    let options = device("hp7475a");
    let right = |units: f64| line(&[(100.0, 100.0), (10.0 + units * 0.02488, 100.0)]);
    let on = drawing(A4, vec![layer("on", vec![right(11040.0)])]);
    assert!(written(&on, &[], &options).0.contains("PD11040,"));
    let over = drawing(A4, vec![layer("over", vec![right(11041.0)])]);
    let error = write(&over, &[], &options, &mut Vec::new()).unwrap_err().to_string();
    assert_eq!(
        error,
        "The drawing goes 0.02 mm beyond the upper X limit of the HP 7475A on a4: move it, make it smaller, or crop it"
    );
}

#[test]
fn pages_find_their_paper_upright_or_lying_and_others_are_told_what_there_is() {
    let options = device("hp7475a");
    // Upright: turned by a quarter to the left, so that the left edge of the page lies below.
    let page = Page { width_mm: 210.0, height_mm: 297.0 };
    let upright = drawing(page, vec![layer("a", vec![line(&[(20.0, 40.0), (150.0, 40.0)])])]);
    let (text, _) = written(&upright, &[], &options);
    let x = ((40.0 - 10.0) / 0.02488_f64).round();
    let (y0, y1) = (((206.0 - 190.0) / 0.02488_f64).round(), ((206.0 - 60.0) / 0.02488_f64).round());
    assert!(text.contains(&format!("PU{x},{y0};PD{x},{y1};")), "{text}");
    let back = read(text.as_bytes(), options.device, options.device.sheet("a4"), page).unwrap();
    assert_same_lines(&paths(&back), &paths(&upright), 0.02);

    let odd = drawing(Page { width_mm: 100.0, height_mm: 150.0 }, Vec::new());
    let error = write(&odd, &[], &options, &mut Vec::new()).unwrap_err().to_string();
    assert!(error.contains("100.0 × 150.0 mm") && error.contains("a4, a3, letter, tabloid"), "{error}");
    let named = Options { paper: Some("a9".to_owned()), ..options };
    let error = write(&odd, &[], &named, &mut Vec::new()).unwrap_err().to_string();
    assert!(error.contains("no paper called a9") || error.contains("takes no paper called a9"), "{error}");
}

#[test]
fn pens_speeds_forces_and_pauses_are_told_where_the_machine_knows_them() {
    let layers = (0..8).map(|n| layer(&format!("L{n}"), vec![line(&[(50.0, 50.0), (60.0, 50.0)])])).collect();
    let eight = drawing(A4, layers);
    let (text, notes) = written(&eight, &[], &device("hp7475a"));
    assert!(
        text.contains("PU;SP6;") && text.matches("SP1;").count() == 2 && text.matches("SP2;").count() == 2
    );
    assert_eq!(notes, ["pen-wrapped", "pen-wrapped"]);

    let mut setups = vec![setup(1), setup(1), setup(2)];
    setups[1] = LayerSetup {
        pause_before: true,
        prompt: Some("Blue".into()),
        speed_mm_per_s: Some(52.0),
        ..setup(1)
    };
    let mut three = eight.clone();
    three.layers.truncate(3);
    let options = Options { force: Some(3), ..device("hp7550a") };
    let (text, notes) = written(&three, &setups, &options);
    assert!(text.starts_with("IN;DF;FS3;PS4;SP1;PU"), "{text}");
    assert!(text.contains("PU;NR;VS5;PU") && text.replace('\n', "").contains("PU;SP2;VS;PU"), "{text}");
    assert_eq!(notes, ["prompt-left-out"]);
    let (text, notes) = written(&three, &setups, &device("hp7475a"));
    assert!(!text.contains("NR;"));
    assert_eq!(notes, ["pause-left-out"]);

    setups[0].speed_mm_per_s = Some(9000.0);
    let (text, notes) = written(&three, &setups[..1], &device("hp7475a"));
    assert!(text.contains("VS38;") && notes == ["speed-limited"], "{text} {notes:?}");
    for (name, force) in [("hp7475a", 1), ("hp7550a", 9), ("hp7550a", 0)] {
        let options = Options { force: Some(force), ..device(name) };
        assert!(matches!(write(&three, &[], &options, &mut Vec::new()), Err(WriteError::NoSuchForce { .. })));
    }
}

#[test]
fn long_strokes_are_cut_to_short_commands_and_short_lines() {
    let wave: Vec<_> = (0..1000).map(|n| (30.0 + f64::from(n) * 0.2, 100.0 + f64::from(n % 7))).collect();
    let wave = drawing(A4, vec![layer("wave", vec![line(&wave), dot(40.0, 60.0)])]);
    let options = Options { points_per_command: 10, ..device("hp7475a") };
    let (text, _) = written(&wave, &[], &options);
    for command in text.split(';').filter(|command| command.trim_start().starts_with("PD")) {
        assert!(command.matches(',').count() <= 19, "{command}");
    }
    assert!(text.lines().all(|line| line.len() < 260));
    let back = read(text.as_bytes(), options.device, options.device.sheet("a4"), A4).unwrap();
    assert_same_lines(&paths(&back), &paths(&wave), 0.02);
    assert!(back.layers[0].paths[1].segments.is_empty(), "a dot stays a dot");
}

#[test]
fn a_plotter_of_any_size_counts_from_the_lower_left_corner() {
    let page = Page { width_mm: 1000.0, height_mm: 600.0 };
    let long = drawing(page, vec![layer("a", vec![line(&[(0.0, 600.0), (1000.0, 0.0)])])]);
    assert_eq!(written(&long, &[], &device("generic")).0, "IN;DF;SP1;PU0,0;PD40000,24000;PU;SP0;IN;\n");
}

#[test]
fn files_from_elsewhere_and_broken_ones_are_met_with_sense() {
    let generic = Device::named("generic").unwrap();
    let page = Page { width_mm: 100.0, height_mm: 100.0 };
    let lines = |text: &str| read(text.as_bytes(), generic, None, page).map(|drawing| drawing.path_count());
    assert_eq!(lines("IN;SP1;PA;PU0 0;PD;PA40,0 40,40;PU;LBname PD1,1\u{3};pu 80,80;pd90,90"), Ok(2));
    assert!(lines("PD1,2,3;").unwrap_err().to_string().contains("no Y"));
    assert!(lines("PD1,2x3;").is_ok(), "a letter begins a command");
    assert!(lines("PD1,--2;").unwrap_err().to_string().contains("no number"));
    assert_eq!(lines("PR;PD99999999999,0,99999999999,0;"), Ok(1));
    assert_eq!(lines(""), Ok(0));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn what_is_read_back_is_the_same_lines_with_the_same_pens(drawing in any_drawing(), relative: bool, turned: bool) {
        let mut options = device(if turned { "calcomp-artisan" } else { "hp7550a" });
        options.relative = relative;
        let (text, _) = written(&drawing, &[], &options);
        let back = read(text.as_bytes(), options.device, options.device.sheet("a4"), A4).unwrap();
        assert_same_lines(&paths(&back), &paths(&drawing), 0.035);
        let (made_s, read_s) = (seconds(&drawing), seconds(&back));
        // A tight bend in steps of 0.025 mm slows the pen more than the curve does.
        prop_assert!((read_s / made_s - 1.0).abs() < 0.04, "{made_s} s, read back {read_s} s");
        prop_assert_eq!(back.layers.len(), drawing.layers.len());
        for (number, (read, made)) in back.layers.iter().zip(&drawing.layers).enumerate() {
            prop_assert_eq!(&read.name, &format!("Pen {}", number + 1));
            prop_assert_eq!(read.paths.len(), made.paths.len());
        }
    }

    #[test]
    fn no_bytes_make_the_reader_fail_badly(bytes in prop::collection::vec(any::<u8>(), 0..200), text in "[PUDARSN0-9,; -]{0,80}") {
        let generic = Device::named("generic").unwrap();
        for source in [&bytes[..], text.as_bytes()] {
            drop(read(source, generic, None, A4));
        }
    }
}
