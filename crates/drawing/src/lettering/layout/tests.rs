use super::*;
use crate::lettering::{Face, Typeface};
use crate::{Path, Segment};
use kurbo::Point;
use proptest::prelude::*;

fn sans() -> Typeface {
    Typeface::from(Face::Sans)
}

fn texts(setting: &Setting) -> Vec<&str> {
    setting.lines.iter().map(|line| line.text.as_str()).collect()
}

#[test]
fn the_size_is_the_height_of_capitals() {
    for cap_height_mm in [1.0, 3.0, 25.0] {
        let style = TextStyle { cap_height_mm, ..TextStyle::default() };
        let ink = set(&sans(), "HTE", &style, None).ink().unwrap();
        assert!(ink.y0.abs() < 1e-9 && (ink.y1 - cap_height_mm).abs() < 1e-9, "{ink:?}");
    }
}

#[test]
fn lines_are_wrapped_at_words_and_kept_apart_by_line_feeds() {
    let style = TextStyle::default();
    let setting = set(&sans(), "The quick brown fox\njumps over the lazy dog", &style, Some(32.0));
    assert!(setting.lines.len() >= 4, "{:?}", texts(&setting));
    assert!(texts(&setting).contains(&"jumps over"), "{:?}", texts(&setting));
    let all = texts(&setting).join(" ");
    assert_eq!(all, "The quick brown fox jumps over the lazy dog");
    let ink = setting.ink().unwrap();
    assert!(ink.x1 <= 32.0 + 1e-9 && setting.remarks.is_empty());
    let pitch = setting.lines[1].baseline_mm - setting.lines[0].baseline_mm;
    assert!((pitch - 1.9 * 3.0).abs() < 1e-9);
}

#[test]
fn a_word_that_is_longer_than_a_line_is_broken_and_named() {
    let style = TextStyle::default();
    let setting = set(&sans(), "Donaudampfschifffahrtsgesellschaft", &style, Some(30.0));
    assert!(setting.lines.len() > 2);
    assert_eq!(setting.remarks, [Remark::BrokenWord("Donaudampfschifffahrtsgesellschaft".into())]);
    assert!(setting.lines.iter().all(|line| line.width_mm <= 30.0 + 1e-6));
    assert!(setting.lines[..2].iter().all(|line| line.text.ends_with('-')), "{:?}", texts(&setting));
    let said = set(&sans(), "Donau\u{ad}dampf\u{ad}schiff\u{ad}fahrt", &style, Some(30.0));
    assert!(said.remarks.is_empty(), "{:?}", said.remarks);
    assert_eq!(texts(&said)[0], "Donau-", "{:?}", texts(&said));
    let hyphens = set(&sans(), "long-distance-runner", &style, Some(30.0));
    assert_eq!(texts(&hyphens)[0], "long-", "{:?}", texts(&hyphens));
    // No soft hyphen shows where nothing is broken.
    assert_eq!(texts(&set(&sans(), "Do\u{ad}nau", &style, Some(90.0))), ["Donau"]);
    assert_eq!(texts(&set(&sans(), "Do\u{ad}nau", &style, None)), ["Donau"]);
}

#[test]
fn lines_stand_left_middle_right_and_at_both_edges() {
    let text = "one two three four five six seven eight nine ten";
    let of = |align| set(&sans(), text, &TextStyle { align, ..TextStyle::default() }, Some(40.0));
    let middle = |line: &Line| line.left_mm + line.width_mm / 2.0;
    assert!(of(Align::Center).lines.iter().all(|line| (middle(line) - 20.0).abs() < 1e-9));
    assert!(of(Align::End).lines.iter().all(|line| (line.left_mm + line.width_mm - 40.0).abs() < 1e-9));
    let justified = of(Align::Justify);
    let (last, before) = justified.lines.split_last().unwrap();
    assert!(before.iter().all(|line| (line.width_mm - 40.0).abs() < 1e-9), "{before:?}");
    assert!(last.width_mm < 39.0);
}

#[test]
fn holes_between_slanted_letters_are_closed_and_stems_stay() {
    let width = |text: &str, kerning| {
        set(&sans(), text, &TextStyle { kerning, cap_height_mm: 7.0, ..TextStyle::default() }, None).width_mm
    };
    let closed = width("AVATAR To", false) - width("AVATAR To", true);
    assert!(closed > 0.8, "{closed}");
    assert!((width("HIHI nm", false) - width("HIHI nm", true)).abs() < 0.2);
    // Figures stand in columns.
    assert!((width("1174", false) - width("1174", true)).abs() < 1e-9);
}

#[test]
fn letters_never_touch_because_of_kerning() {
    let style = TextStyle { cap_height_mm: 7.0, ..TextStyle::default() };
    for pair in ["AV", "To", "LT", "Te", "Yo", "r,", "T.", "fj", "Wa", "ľa", "Ťa"] {
        let both = set(&sans(), pair, &style, None);
        let first = set(&sans(), &pair.chars().take(1).collect::<String>(), &style, None);
        let (left, right) = both.strokes.split_at(first.strokes.len());
        let points = |strokes: &[Path]| {
            let mut points = Vec::new();
            strokes.iter().for_each(|stroke| stroke.flatten(0.01, &mut points));
            points
        };
        let near = points(left)
            .iter()
            .flat_map(|a| points(right).into_iter().map(move |b| a.distance(b)))
            .fold(f64::INFINITY, f64::min);
        assert!(near > 0.4, "{pair}: {near}");
    }
}

#[test]
fn letter_and_word_spacing_are_added_in_mm() {
    let width = |style: TextStyle| set(&sans(), "ab cd", &style, None).width_mm;
    let plain = width(TextStyle::default());
    let wide = width(TextStyle { letter_spacing_mm: 0.5, ..TextStyle::default() });
    assert!((wide - plain - 4.0 * 0.5).abs() < 1e-9);
    let gaps = width(TextStyle { word_spacing_mm: 2.0, ..TextStyle::default() });
    assert!((gaps - plain - 2.0).abs() < 1e-9);
}

#[test]
fn what_no_face_has_is_a_box_and_named_with_its_count() {
    let setting = set(&sans(), "a你b你", &TextStyle::default(), None);
    assert_eq!(setting.remarks, [Remark::Missing('你', 2)]);
    let said = setting.remarks[0].diagnostic("sans", "message");
    assert_eq!(said.kind, "missing-character");
    assert_eq!(said.message, "“sans” has no 你 (U+4F60), 2 times; a box is drawn");
    let without = set(&sans(), "ab", &TextStyle::default(), None);
    assert_eq!(setting.strokes.len(), without.strokes.len() + 2);
}

#[test]
fn a_decomposed_text_is_set_as_a_composed_one() {
    let style = TextStyle::default();
    let composed = set(&sans(), "žluťoučký kůň Ǽ ģ Ľ", &style, None);
    let decomposed =
        "z\u{30c}lut\u{30c}ouc\u{30c}ky\u{301} ku\u{30a}n\u{30c} \u{c6}\u{301} g\u{327} L\u{30c}";
    assert_eq!(set(&sans(), decomposed, &style, None), composed);
    // One that no letter has as a whole.
    let q = set(&sans(), "q\u{302}", &style, None);
    assert!(q.strokes.len() > set(&sans(), "q", &style, None).strokes.len() && q.remarks.is_empty());
}

#[test]
fn a_hand_strays_by_its_seed_and_keeps_what_was_before() {
    let style = TextStyle { jitter: 0.7, seed: 5, ..TextStyle::default() };
    let one = set(&sans(), "Dear friend", &style, None);
    assert_eq!(one, set(&sans(), "Dear friend", &style, None));
    assert_ne!(one.strokes, set(&sans(), "Dear friend", &TextStyle { seed: 6, ..style }, None).strokes);
    assert_ne!(one.strokes, set(&sans(), "Dear friend", &TextStyle::default(), None).strokes);
    let longer = set(&sans(), "Dear friends", &style, None);
    assert_eq!(one.strokes[..], longer.strokes[..one.strokes.len()]);
    let (ink, plain) =
        (one.ink().unwrap(), set(&sans(), "Dear friend", &TextStyle::default(), None).ink().unwrap());
    assert!((ink.width() - plain.width()).abs() < 3.0 && ink.height() < plain.height() + 3.0);
}

#[test]
fn text_follows_a_path_and_says_when_it_ends_too_soon() {
    let half = |radius: f64| Path {
        start: Point::new(-radius, 0.0),
        segments: vec![Segment::Arc { to: Point::new(radius, 0.0), bulge: 1.0 }],
    };
    let style = TextStyle { cap_height_mm: 3.0, ..TextStyle::default() };
    let setting = along(&sans(), "Happy birthday", &style, &half(30.0), 10.0);
    assert!(setting.remarks.is_empty());
    for stroke in &setting.strokes {
        let distance = stroke.start.to_vec2().hypot();
        // Capitals stand outwards, nothing hangs lower than a g.
        assert!((28.4..33.6).contains(&distance), "{distance}");
    }
    let short = along(&sans(), "Happy birthday", &style, &half(8.0), 0.0);
    assert!(matches!(short.remarks[..], [Remark::PathTooShort(count)] if count > 2), "{:?}", short.remarks);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_line_is_wider_than_its_measure_and_no_letter_is_lost(
        text in "[a-zA-ZäöüßžťůÅ ,.\u{ad}/-]{0,60}",
        width in 20.0..80.0f64,
        align in prop::sample::select(vec![Align::Start, Align::Center, Align::End, Align::Justify]),
    ) {
        let style = TextStyle { align, ..TextStyle::default() };
        let setting = set(&sans(), &text, &style, Some(width));
        let kept = |text: &str| text.chars().filter(|c| c.is_alphabetic()).collect::<String>();
        let all: String = setting.lines.iter().map(|line| line.text.as_str()).collect();
        prop_assert_eq!(kept(&all), kept(&text));
        for line in &setting.lines {
            prop_assert!(line.width_mm <= width + 1e-6, "{:?}", line);
        }
    }
}
