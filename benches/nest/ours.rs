//! Our nest of an instance, proved.

use super::instance::Instance;
use kurbo::Point;
use penstock_drawing::{Path, Segment};
use penstock_toolpath::nest::check::{Rules, check};
use penstock_toolpath::nest::{self, Blank, Command, Options, Piece, Sheet};
use penstock_toolpath::parts::{Contour, Part};
use std::time::Instant;

/// The share of the time for exploring, as the task has it.
const EXPLORING: f64 = 0.8;
/// A sheet that is this many times as long as an ideal nest.
const LONG: f64 = 3.0;

/// How it went.
pub(super) struct Ours {
    pub(super) density: f64,
    /// The best after one second; 0 when there was none.
    pub(super) within_1_s: f64,
    pub(super) first_s: f64,
}

pub(super) fn nest(instance: &Instance, seconds: f64, seed: u64) -> anyhow::Result<Ours> {
    let piece =
        |(part, quantity, turns): &'_ (Part, usize, nest::Turns)| (part.clone(), *quantity, turns.clone());
    let owned: Vec<_> = instance.parts.iter().map(piece).collect();
    let pieces: Vec<Piece<'_>> = owned
        .iter()
        .map(|(part, quantity, turns)| Piece {
            part,
            quantity: *quantity,
            turns: turns.clone(),
            may_mirror: false,
        })
        .collect();
    let area: f64 = owned.iter().map(|(part, quantity, _)| part.net_area_mm2() * *quantity as f64).sum();
    let (width_mm, height_mm) = (LONG * area / instance.height_mm, instance.height_mm);
    let sheets = [Sheet { blank: Blank::Rectangle { width_mm, height_mm }, stock: Some(1), cost: 1.0 }];
    let options = Options { gap_mm: 0.0, margin_mm: 0.0, seed, ..Options::default() };
    let started = Instant::now();
    let (mut within_1_s, mut first_s) = (0.0, None);
    let nest = nest::nest(&pieces, &sheets, &options, &mut |better: Option<&nest::Nest>| {
        let elapsed_s = started.elapsed().as_secs_f64();
        if let Some(better) = better {
            first_s.get_or_insert(elapsed_s);
            if elapsed_s <= 1.0 {
                within_1_s = better.density;
            }
        }
        match elapsed_s / seconds {
            share if share >= 1.0 => Command::Finish,
            share if share >= EXPLORING => Command::Compress,
            _ => Command::Continue,
        }
    });
    let rules = Rules {
        parts: pieces.iter().map(|piece| (piece.part, piece.quantity)).collect(),
        sheets: vec![strip(width_mm, height_mm)?],
        gap_mm: 0.0,
        margin_mm: 0.0,
        unplaced: vec![0; pieces.len()],
    };
    check(&rules, &nest.placements)?;
    Ok(Ours { density: nest.density, within_1_s, first_s: first_s.unwrap_or(seconds) })
}

fn strip(width: f64, height: f64) -> anyhow::Result<Part> {
    let corners = [(width, 0.0), (width, height), (0.0, height), (0.0, 0.0)];
    let segments = corners.map(|corner| Segment::Line { to: corner.into() }).to_vec();
    let outer = Contour::new(Path { start: Point::ORIGIN, segments }, 0)?.turned(true);
    Ok(Part { name: "strip".to_owned(), outer, holes: Vec::new(), slits: Vec::new() })
}
