//! Programs that were spoilt on purpose must fail.
//!
//! Whether a change is harmless is decided by brute force and without the proof: places along the motion
//! and along the contours, all against all. A change that this finds harmful must be found by the proof; one
//! that it finds harmless (another way with the jet off, a shorter lead-out) may go either way.

use super::tests::{circle, findings, heading, part, proved, rectangle, settings};
use super::*;
use crate::parts::Part;
use crate::proof::{self, Fault, Language, Motion, Reading, Speed};
use kurbo::Point;

fn parts() -> Vec<Part> {
    vec![part(
        "tag",
        rectangle(10.0, 10.0, 40.0, 30.0),
        vec![circle(18.0, 20.0, 4.0), circle(31.0, 20.0, 5.0)],
    )]
}

fn small() -> Settings {
    let leads = Leads { in_mm: 3.0, out_mm: 1.5, overcut_mm: 0.5, form: crate::leads::Form::Arc };
    Settings { leads, sheet: Rect::new(0.0, 0.0, 50.0, 40.0), home: Point::new(0.0, 40.0), ..settings() }
}

fn program(parts: &[Part], settings: &Settings) -> String {
    write(&plan(parts, settings, &mut |_| true).unwrap(), Dialect::LinuxCnc, &heading(settings))
}

/// Numbers from a seed (Knuth's MMIX).
struct Dice(u64);

impl Dice {
    fn below(&mut self, count: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % count.max(1)
    }
}

/// The word of a line that begins with this letter, and its number.
fn word(line: &str, letter: char) -> Option<(String, f64)> {
    let word = line.split(' ').find(|word| word.starts_with(letter))?;
    Some((word.to_owned(), word[1..].parse().ok()?))
}

fn change(line: &str, letter: char, new: impl Fn(f64) -> f64) -> Option<String> {
    let (old, value) = word(line, letter)?;
    Some(line.replacen(&old, &format!("{letter}{:.4}", new(value)), 1))
}

const KINDS: usize = 24;

/// One change of one kind at a place that the dice choose; none where it does not apply.
fn spoilt(text: &str, kind: usize, dice: &mut Dice) -> Option<String> {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let pick = |lines: &[String], takes: &dyn Fn(&str) -> bool, dice: &mut Dice| {
        let found: Vec<usize> = (0..lines.len()).filter(|&at| takes(&lines[at])).collect();
        (!found.is_empty()).then(|| found[dice.below(found.len())])
    };
    let is_arc = |line: &str| line.starts_with("G2 ") || line.starts_with("G3 ");
    let is_cut = |line: &str| line.starts_with("G1 ") || is_arc(line);
    let is_move = |line: &str| is_cut(line) || line.starts_with("G0 ");
    let is = |wanted: &'static str| move |line: &str| line == wanted;
    match kind {
        0 => drop(lines.remove(pick(&lines, &is_cut, dice)?)),
        1 => {
            let at = pick(&lines, &is_arc, dice)?;
            lines[at] = if lines[at].starts_with("G2") {
                lines[at].replacen("G2", "G3", 1)
            } else {
                lines[at].replacen("G3", "G2", 1)
            };
        }
        2..=3 => {
            let at = pick(&lines, &is_arc, dice)?;
            lines[at] = change(&lines[at], if kind == 2 { 'I' } else { 'J' }, |value| -value)?;
        }
        4 => {
            let at = pick(&lines, &is_arc, dice)?;
            lines[at] = lines[at].replace('I', "K").replace('J', "I").replace('K', "J");
        }
        5..=8 => {
            let at = pick(&lines, &is_cut, dice)?;
            let by = [0.3, -0.3, 2.0, -2.0][kind - 5];
            let letter = if dice.below(2) == 0 { 'X' } else { 'Y' };
            lines[at] = change(&lines[at], letter, |value| value + by)?;
        }
        9 => {
            let at = pick(&lines, &is("G21"), dice)?;
            lines[at] = "G20".to_owned();
        }
        10 => drop(lines.remove(pick(&lines, &is("G21"), dice)?)),
        11 => {
            // The one in the header only says again what is already so.
            let first = lines.iter().position(|line| line == "M5")?;
            let at = pick(&lines[first + 1..], &is("M5"), dice)? + first + 1;
            // The last one stands twice.
            (at + 2 < lines.len() && lines[at + 1] != "M5").then(|| lines.remove(at))?;
        }
        12 => drop(lines.remove(pick(&lines, &is("M3 S1"), dice)?)),
        13 => {
            let at = pick(&lines, &|line| line.starts_with("G90"), dice)?;
            lines[at] = lines[at].replacen("G90", "G91", 1);
        }
        14 => {
            let at = pick(&lines, &|line| line.starts_with("G1 "), dice)?;
            lines[at] = lines[at].replacen("G1", "G0", 1);
        }
        15 => {
            let at = pick(&lines, &is_cut, dice)?;
            lines[at] = change(&lines[at], 'X', |value| value * 10.0)?;
        }
        16 => lines.iter_mut().for_each(|line| {
            let without: Vec<&str> = line.split(' ').filter(|word| !word.starts_with('F')).collect();
            *line = without.join(" ");
        }),
        17 => {
            // A whole cut is gone.
            let starts: Vec<usize> = (0..lines.len()).filter(|&at| lines[at].starts_with("(Cut")).collect();
            let cut = dice.below(starts.len());
            let end = starts.get(cut + 1).copied().unwrap_or(lines.len() - 3);
            lines.drain(starts[cut]..end);
        }
        18 => {
            // The outline before the holes.
            let starts: Vec<usize> = (0..lines.len()).filter(|&at| lines[at].starts_with("(Cut")).collect();
            let (first, last, end) = (*starts.first()?, *starts.last()?, lines.len() - 3);
            let outline: Vec<String> = lines.drain(last..end).collect();
            lines.splice(first..first, outline);
        }
        19 => lines.iter_mut().filter(|line| is_move(line)).for_each(|line| {
            if let Some(new) = change(line, 'Y', |value| -value) {
                *line = new;
            }
        }),
        20 => {
            let (from, by) = (pick(&lines, &|line| line.starts_with("G0 "), dice)?, 1.0);
            for line in lines[from..].iter_mut().take_while(|line| *line != "M5") {
                if let Some(new) = change(line, 'X', |value| value + by) {
                    *line = new;
                }
            }
        }
        21 => drop(lines.remove(pick(&lines, &is("M2"), dice)?)),
        22 => lines.iter_mut().for_each(|line| {
            if let Some(new) = change(line, 'F', |value| value * 3.0) {
                *line = new;
            }
        }),
        // The lead goes through the part: the jet starts in the middle of it.
        23 => {
            let at = pick(&lines, &is("M3 S1"), dice)?;
            lines[at - 1] = "G0 X24.7 Y20.3".to_owned();
        }
        _ => return None,
    }
    Some(lines.join("\n") + "\n")
}

/// All against all: does the motion cut the parts, as far as one can see at a tenth of a millimetre?
fn is_harmless(motion: &Motion, parts: &[Part], settings: &Settings) -> bool {
    const STEP_MM: f64 = 0.1;
    const SEEN_MM: f64 = 0.1;
    if !motion.findings.is_empty() {
        return false;
    }
    let mut centers = Vec::new();
    for stroke in motion.strokes.iter().filter(|stroke| stroke.jet) {
        let too_fast =
            matches!(stroke.speed, Speed::Feed(feed) if feed > 1.1 * settings.fastest_mm_per_min());
        if stroke.speed == Speed::Rapid || too_fast {
            return false;
        }
        let steps = (stroke.shape.length_mm() / STEP_MM).ceil().clamp(1.0, 10_000.0) as usize;
        centers.extend((0..=steps).map(|step| {
            let at = stroke.shape.point(step as f64 / steps as f64);
            Point::new(settings.home.x + at.x, settings.home.y - at.y)
        }));
    }
    let radius = settings.kerf_mm / 2.0;
    let mut freed = Vec::new();
    for contour in parts.iter().flat_map(Part::contours) {
        let mut last = 0;
        for (from, segment) in contour.path().pieces() {
            let steps = (segment.length_mm(from) / STEP_MM).ceil() as usize;
            for step in 0..steps {
                let place = segment.point(from, step as f64 / steps as f64);
                let near = |center: &Point| center.distance(place);
                if centers.iter().any(|center| near(center) < radius - SEEN_MM) {
                    return false;
                }
                match centers.iter().position(|center| near(center) < radius + SEEN_MM) {
                    Some(first) => last = last.max(first),
                    None => return false,
                }
            }
        }
        freed.push(last);
    }
    let inside = centers.iter().any(|&center| parts.iter().any(|part| part.contains(center)));
    // The outline of the only part is free last.
    !inside && freed[1..].iter().all(|&hole| hole < freed[0])
}

#[test]
fn programs_spoilt_at_random_are_not_released() {
    let (parts, settings) = (parts(), small());
    let text = program(&parts, &settings);
    let reading = Reading { language: Language::LinuxCnc, jet_radius_mm: settings.kerf_mm / 2.0 };
    assert!(is_harmless(&proof::read(&text, &reading), &parts, &settings), "the brute force is wrong");
    let mut dice = Dice(7);
    let (mut harmful, mut tried) = (0, 0);
    let mut by_kind = [0; KINDS];
    for round in 0..5 * KINDS {
        let kind = round % KINDS;
        let Some(wrong) = spoilt(&text, kind, &mut dice) else { continue };
        tried += 1;
        let proof = proved(&wrong, &parts, &settings, Dialect::LinuxCnc);
        if !is_harmless(&proof::read(&wrong, &reading), &parts, &settings) {
            harmful += 1;
            by_kind[kind] += 1;
            assert!(!proof.holds(), "kind {kind} was released:\n{wrong}");
        }
    }
    assert!(tried > 100 && harmful * 10 > tried * 8, "{harmful} of {tried}");
    assert!(by_kind.iter().all(|&count| count > 0), "{by_kind:?}");
}

#[test]
fn mistakes_of_a_generator_are_called_by_their_names() {
    let (parts, settings) = (parts(), small());
    let right = plan(&parts, &settings, &mut |_| true).unwrap();
    let of = |plan: &CutPlan| {
        let text = write(plan, Dialect::LinuxCnc, &heading(&settings));
        proved(&text, &parts, &settings, Dialect::LinuxCnc)
    };
    assert!(of(&right).holds(), "{:?}", findings(&of(&right)));
    // No offset, and one on the wrong side: the jet runs on the line, or half a kerf into the part.
    for wrong_kerf in [0.02, 0.6, 1.4] {
        let wrong = Settings { kerf_mm: wrong_kerf, ..settings.clone() };
        let text = program(&parts, &wrong);
        let proof = proved(&text, &parts, &settings, Dialect::LinuxCnc);
        let expected = if wrong_kerf < 1.0 { Fault::Gouge } else { Fault::NotCut };
        assert!(proof.findings.has(expected), "{wrong_kerf}: {:?}", findings(&proof));
        assert!((proof.max_error_mm - (1.0 - wrong_kerf).abs() / 2.0).abs() < 0.02, "{}", proof.max_error_mm);
    }
    let swapped: Vec<Part> = parts
        .iter()
        .map(|part| Part {
            outer: crate::kerf::offset(&part.outer, -1.0).unwrap().contours.remove(0),
            ..part.clone()
        })
        .collect();
    let text = program(&swapped, &settings);
    assert!(!proved(&text, &parts, &settings, Dialect::LinuxCnc).holds());
    // A lead that begins in the part.
    let mut wrong = right.clone();
    wrong.cuts[0].runs[0].start = Point::new(24.5, 20.0);
    let proof = of(&wrong);
    assert!(
        proof.findings.has(Fault::Gouge) || proof.findings.has(Fault::InsidePart),
        "{:?}",
        findings(&proof)
    );
    // A hole behind its outline, and one that is not there.
    let mut wrong = right.clone();
    wrong.cuts.rotate_left(1);
    assert!(of(&wrong).findings.has(Fault::Order));
    let mut wrong = right.clone();
    wrong.cuts.remove(0);
    assert!(of(&wrong).findings.has(Fault::ContourNotCut));
    // A cut that stops short.
    let mut wrong = right;
    let run = &mut wrong.cuts[0].runs[0];
    run.moves.truncate(run.moves.len() / 2);
    assert!(of(&wrong).findings.has(Fault::NotCut));
}
