//! Whole nests, each proved by the checker.

use super::check::{Fault, Rules, check};
use super::*;
use crate::parts::{Contour, Part};
use kurbo::Point;
use penstock_drawing::{Path, Segment};

/// A closed contour of corners, each with the bulge of the piece that leads to it.
fn contour(pieces: &[(f64, f64, f64)]) -> Contour {
    let last = pieces[pieces.len() - 1];
    let segments = pieces.iter().map(|&(x, y, bulge)| match bulge {
        0.0 => Segment::Line { to: Point::new(x, y) },
        _ => Segment::Arc { to: Point::new(x, y), bulge },
    });
    Contour::new(Path { start: Point::new(last.0, last.1), segments: segments.collect() }, 0)
        .expect("a contour")
}

fn circle(x: f64, y: f64, radius: f64) -> Contour {
    contour(&[(x + radius, y, 1.0), (x - radius, y, 1.0)])
}

fn rectangle(width: f64, height: f64) -> Contour {
    contour(&[(width, 0.0, 0.0), (width, height, 0.0), (0.0, height, 0.0), (0.0, 0.0, 0.0)])
}

fn part(name: &str, outer: Contour, holes: Vec<Contour>) -> Part {
    let holes = holes.into_iter().map(|hole| hole.turned(false)).collect();
    Part { name: name.to_owned(), outer: outer.turned(true), holes, slits: Vec::new() }
}

fn piece(part: &Part, quantity: usize) -> Piece<'_> {
    Piece { part, quantity, turns: Turns::By(vec![0.0, 90.0, 180.0, 270.0]), may_mirror: false }
}

fn sheet(width_mm: f64, height_mm: f64, stock: Option<usize>) -> Sheet {
    Sheet { blank: Blank::Rectangle { width_mm, height_mm }, stock, cost: width_mm * height_mm }
}

fn outline_of(blank: &Blank) -> Part {
    match blank {
        Blank::Rectangle { width_mm, height_mm } => {
            part("sheet", rectangle(*width_mm, *height_mm), Vec::new())
        }
        Blank::Outline(part) => part.clone(),
    }
}

fn prove(pieces: &[Piece<'_>], sheets: &[Sheet], options: &Options, nest: &Nest) -> Result<(), Fault> {
    let mut unplaced = vec![0; pieces.len()];
    for left in &nest.unplaced {
        unplaced[left.part] += left.copies;
    }
    let rules = Rules {
        parts: pieces.iter().map(|piece| (piece.part, piece.quantity)).collect(),
        sheets: nest.sheets.iter().map(|used| outline_of(&sheets[used.kind].blank)).collect(),
        gap_mm: options.gap_mm,
        margin_mm: options.margin_mm,
        unplaced,
    };
    check(&rules, &nest.placements)
}

/// Explores for this many steps and compresses for half as many; whatever comes out must be right.
fn run(pieces: &[Piece<'_>], sheets: &[Sheet], options: &Options, steps: usize) -> Nest {
    let mut done = 0;
    let nest = nest(pieces, sheets, options, &mut |better: Option<&Nest>| {
        if let Some(better) = better {
            prove(pieces, sheets, options, better).expect("every nest on the way is right");
        }
        done += 1;
        match done {
            done if done < steps => Command::Continue,
            done if done < steps * 3 / 2 => Command::Compress,
            _ => Command::Finish,
        }
    });
    prove(pieces, sheets, options, &nest).expect("the nest is right");
    nest
}

/// A bracket with a rounded corner and a bite, so that outlines have arcs of both kinds.
fn bracket() -> Part {
    let outer = contour(&[
        (60.0, 0.0, 0.0),
        (60.0, 20.0, -0.6),
        (60.0, 40.0, 0.0),
        (20.0, 40.0, 0.0),
        (0.0, 20.0, 0.414),
        (0.0, 0.0, 0.0),
    ]);
    part("bracket", outer, vec![circle(20.0, 15.0, 4.0)])
}

#[test]
fn round_parts_keep_their_gap_and_margin_to_the_micrometre() {
    let disc = part("disc", circle(0.0, 0.0, 25.0), vec![]);
    let bracket = bracket();
    let pieces = [piece(&disc, 6), piece(&bracket, 6)];
    let options = Options { gap_mm: 2.5, margin_mm: 8.0, ..Options::default() };
    let sheets = [sheet(400.0, 200.0, None)];
    let nest = run(&pieces, &sheets, &options, 40);
    assert_eq!((nest.sheets.len(), nest.placements.len()), (1, 12));
    assert!(nest.unplaced.is_empty());
    assert!(nest.density > 0.6, "{}", nest.density);
}

#[test]
fn a_part_lies_in_the_hole_of_another_one() {
    let ring = part("ring", circle(0.0, 0.0, 90.0), vec![circle(0.0, 0.0, 70.0)]);
    let disc = part("disc", circle(0.0, 0.0, 60.0), vec![]);
    let pieces = [piece(&ring, 1), piece(&disc, 1)];
    // The sheet has room for the ring alone.
    let sheets = [sheet(190.0, 190.0, Some(1))];
    let nest = run(&pieces, &sheets, &Options { gap_mm: 3.0, margin_mm: 5.0, ..Options::default() }, 6);
    assert_eq!(nest.placements.len(), 2, "{nest:?}");
}

#[test]
fn a_remnant_with_a_defect_is_a_sheet() {
    // An L of 300 by 200 with a bite and a hole.
    let edge = contour(&[
        (300.0, 0.0, 0.0),
        (300.0, 90.0, 0.0),
        (120.0, 90.0, 0.3),
        (120.0, 200.0, 0.0),
        (0.0, 200.0, 0.0),
        (0.0, 0.0, 0.0),
    ]);
    let remnant = part("remnant", edge, vec![circle(60.0, 60.0, 15.0)]);
    let bracket = bracket();
    let pieces = [piece(&bracket, 8)];
    let sheets = [Sheet { blank: Blank::Outline(remnant), stock: Some(1), cost: 1.0 }];
    let nest = run(&pieces, &sheets, &Options { gap_mm: 2.0, margin_mm: 4.0, ..Options::default() }, 12);
    assert!(nest.placements.len() >= 6, "{}", nest.placements.len());
    let left: usize = nest.unplaced.iter().map(|left| left.copies).sum();
    assert_eq!(nest.placements.len() + left, 8);
}

#[test]
fn the_cheapest_sheets_are_taken_first_and_stock_is_kept() {
    let plate = part("plate", rectangle(90.0, 90.0), vec![]);
    let pieces = [piece(&plate, 7)];
    // Room for one each on the small ones, which cost next to nothing, and for four on a large one.
    let small =
        Sheet { blank: Blank::Rectangle { width_mm: 100.0, height_mm: 100.0 }, stock: Some(2), cost: 1.0 };
    let large =
        Sheet { blank: Blank::Rectangle { width_mm: 200.0, height_mm: 200.0 }, stock: Some(1), cost: 100.0 };
    let sheets = [large, small];
    let nest = run(&pieces, &sheets, &Options { gap_mm: 2.0, margin_mm: 2.0, ..Options::default() }, 12);
    let kinds: Vec<usize> = nest.sheets.iter().map(|sheet| sheet.kind).collect();
    assert_eq!(kinds, [1, 1, 0]);
    assert_eq!(nest.placements.len(), 6);
    assert_eq!(nest.unplaced, [Unplaced { part: 0, copies: 1, reason: Reason::OutOfSheets }]);
}

#[test]
fn what_is_larger_than_every_sheet_is_named() {
    let long = part("long", rectangle(500.0, 10.0), vec![]);
    let short = part("short", rectangle(50.0, 10.0), vec![]);
    let pieces = [piece(&long, 2), piece(&short, 1)];
    let nest = run(&pieces, &[sheet(300.0, 200.0, None)], &Options::default(), 5);
    assert_eq!(nest.unplaced, [Unplaced { part: 0, copies: 2, reason: Reason::TooLarge }]);
    assert_eq!(nest.placements.len(), 1);
}

#[test]
fn parts_may_turn_freely_and_lie_on_their_other_side() {
    let bracket = bracket();
    let pieces = [Piece { part: &bracket, quantity: 5, turns: Turns::Any, may_mirror: true }];
    let nest = run(
        &pieces,
        &[sheet(300.0, 80.0, None)],
        &Options { gap_mm: 1.0, margin_mm: 1.0, ..Options::default() },
        60,
    );
    assert_eq!(nest.placements.len(), 5);
}

#[test]
fn what_was_drawn_askew_is_nested_straight() {
    // 60 by 20, drawn at 7.3°, and a strip with room for it when it lies level or on its other side.
    let turn = kurbo::Affine::rotate(7.3f64.to_radians());
    let level = rectangle(60.0, 20.0);
    let outer = Contour::new(level.path().transformed(turn), 0).expect("a contour");
    let askew = part("askew", outer, vec![]);
    for may_mirror in [false, true] {
        let pieces = [Piece { part: &askew, quantity: 3, turns: Turns::Any, may_mirror }];
        let sheets = [sheet(200.0, 22.1, Some(1))];
        let nest = run(&pieces, &sheets, &Options { gap_mm: 1.0, margin_mm: 1.0, ..Options::default() }, 8);
        assert_eq!(nest.placements.len(), 3, "{:?}", nest.unplaced);
    }
}

#[test]
fn the_checker_finds_what_is_wrong() {
    let disc = part("disc", circle(0.0, 0.0, 10.0), vec![]);
    let square = part("square", rectangle(100.0, 100.0), vec![]);
    let at = |copy, x, y| Placement {
        part: 0,
        copy,
        sheet: 0,
        turn_deg: 0.0,
        mirrored: false,
        at: Point::new(x, y),
    };
    let rules = |gap_mm, margin_mm| Rules {
        parts: vec![(&disc, 2)],
        sheets: vec![square.clone()],
        gap_mm,
        margin_mm,
        unplaced: vec![0],
    };
    // 20 mm between the centres: they touch, which is right without a gap.
    let touching = [at(0, 15.0, 50.0), at(1, 35.0, 50.0)];
    assert_eq!(check(&rules(0.0, 5.0), &touching), Ok(()));
    assert!(matches!(check(&rules(0.01, 5.0), &touching), Err(Fault::Gap { .. })));
    assert!(matches!(check(&rules(0.0, 5.002), &touching), Err(Fault::Outside { placement: 0, .. })));
    let deep = [at(0, 15.0, 50.0), at(1, 34.9, 50.0)];
    assert!(
        matches!(check(&rules(0.0, 0.0), &deep), Err(Fault::Overlap { area_mm2, .. }) if area_mm2 > 0.05)
    );
    let same = [at(0, 50.0, 50.0), at(1, 50.0, 50.0)];
    assert!(matches!(check(&rules(0.0, 0.0), &same), Err(Fault::Overlap { .. })));
    let out = [at(0, 15.0, 50.0), at(1, 95.0, 50.0)];
    assert!(matches!(check(&rules(0.0, 0.0), &out), Err(Fault::Outside { placement: 1, .. })));
    let far_out = [at(0, 15.0, 50.0), at(1, 295.0, 50.0)];
    assert!(matches!(check(&rules(0.0, 0.0), &far_out), Err(Fault::Outside { placement: 1, .. })));
    assert!(matches!(check(&rules(0.0, 0.0), &touching[..1]), Err(Fault::Quantity { placed: 1, .. })));
    assert!(matches!(
        check(&rules(0.0, 0.0), &[at(0, 15.0, 50.0), at(0, 50.0, 50.0)]),
        Err(Fault::Unknown { placement: 1 })
    ));
}

#[test]
fn the_checker_knows_arcs_that_only_bulge_together() {
    // Chords are 2 mm apart, bulges meet.
    let lens = part(
        "lens",
        contour(&[(0.0, 40.0, -0.1), (10.0, 40.0, 0.0), (10.0, 0.0, 0.0), (0.0, 0.0, 0.0)]),
        vec![],
    );
    assert!(lens.bounds().x0 < -1.9 || lens.bounds().x0 >= -1e-9);
    let other = part("other", circle(0.0, 0.0, 10.0), vec![]);
    let square = part("square", rectangle(200.0, 200.0), vec![]);
    let rules = Rules {
        parts: vec![(&lens, 1), (&other, 1)],
        sheets: vec![square],
        gap_mm: 1.0,
        margin_mm: 0.0,
        unplaced: vec![0, 0],
    };
    let at = |part, x, y| Placement {
        part,
        copy: 0,
        sheet: 0,
        turn_deg: 0.0,
        mirrored: false,
        at: Point::new(x, y),
    };
    let left = lens.bounds().x0;
    let gap = |extra: f64| [at(0, 100.0 - left, 80.0), at(1, 90.0 - extra, 100.0)];
    assert_eq!(check(&rules, &gap(1.0001)), Ok(()));
    assert!(
        matches!(check(&rules, &gap(0.99)), Err(Fault::Gap { distance_mm, .. }) if (distance_mm - 0.99).abs() < 1e-6)
    );
}
