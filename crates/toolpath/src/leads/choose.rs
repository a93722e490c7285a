//! Which places and leads are possible for one line of the jet's centre.

use super::{Form, Ground, Leads, lead_in, lead_out};
use crate::kerf::{heading, waste_side};
use crate::parts::Contour;
use kurbo::{Point, Vec2};
use penstock_drawing::{Path, Segment};

/// Places that are tried at most.
const MOST_PLACES: usize = 32;
/// Choices that are kept at most: enough for the order to pick a near one.
const MOST_CHOICES: usize = 8;
/// Shares of the length that are tried, the whole one first.
const SHARES: [f64; 6] = [1.0, 0.7, 0.5, 0.3, 0.15, 0.07];
/// A shorter lead is none, in mm.
const SHORTEST_MM: f64 = 0.2;
/// A pierce is wider than the cut by this on each side, in mm.
const PIERCE_EXTRA_MM: f64 = 0.3;

/// One way to cut a closed line.
#[derive(Clone, PartialEq, Debug)]
pub struct Choice {
    /// From the pierce to the start of `line`; None where the jet pierces on the line.
    pub lead_in: Option<Path>,
    /// The closed line from its start, and on by the overcut.
    pub line: Path,
    /// From the end of `line` away; None where the jet stops on the line.
    pub lead_out: Option<Path>,
    /// Which share of the wanted length the lead-in has.
    pub share: f64,
}

impl Choice {
    /// Where the jet starts.
    #[must_use]
    pub fn pierce(&self) -> Point {
        self.lead_in.as_ref().map_or(self.line.start, |lead| lead.start)
    }

    /// Where the jet stops.
    #[must_use]
    pub fn end(&self) -> Point {
        self.lead_out.as_ref().map_or(self.line.end(), Path::end)
    }
}

/// The ways to cut a line of the jet's centre, the better ones first; at least one. All of them have leads of
/// the same share of the length.
#[must_use]
pub fn choices(center: &Contour, ground: &Ground, leads: &Leads) -> Vec<Choice> {
    let places = places(center.path());
    if leads.in_mm >= SHORTEST_MM {
        for share in SHARES {
            let length_mm = leads.in_mm * share;
            if length_mm < SHORTEST_MM {
                break;
            }
            // With room for the neighbours' kerfs first, and in other forms where the wanted one fits nowhere.
            for (form, keep_off_mm, extra_mm) in [
                (leads.form, ground.jet_radius_mm(), PIERCE_EXTRA_MM),
                (leads.form, 0.0, PIERCE_EXTRA_MM),
                (Form::Arc, 0.0, PIERCE_EXTRA_MM),
                (Form::Line, 0.0, PIERCE_EXTRA_MM),
                (leads.form, 0.0, 0.0),
            ] {
                let found: Vec<Choice> = places
                    .iter()
                    .filter_map(|place| {
                        let lead = lead_in(form, length_mm, place.at, place.heading, place.waste);
                        let pierce = Some((lead.start, extra_mm));
                        ground
                            .is_free(&lead, pierce, keep_off_mm, 0.0)
                            .then(|| cut(center, place, Some(lead), share, ground, leads))
                    })
                    .take(MOST_CHOICES)
                    .collect();
                if !found.is_empty() {
                    return found;
                }
            }
        }
    }
    places.iter().take(MOST_CHOICES).map(|place| cut(center, place, None, 0.0, ground, leads)).collect()
}

/// The way to cut a line from this place on it, with a lead that somebody else found.
pub(crate) fn choice_at(
    center: &Contour,
    piece: usize,
    t: f64,
    lead_in: Path,
    ground: &Ground,
    leads: &Leads,
) -> Option<Choice> {
    let (from, segment) = center.path().pieces().nth(piece)?;
    let heading = heading(from, segment, t);
    let place = Place { piece, t, at: segment.point(from, t), heading, waste: waste_side(heading) };
    Some(cut(center, &place, Some(lead_in), 1.0, ground, leads))
}

/// A place on the line where a cut may start.
#[derive(Clone, Copy)]
struct Place {
    piece: usize,
    t: f64,
    at: Point,
    heading: Vec2,
    waste: Vec2,
}

/// The middles of the longest pieces, then places in between.
fn places(path: &Path) -> Vec<Place> {
    let pieces: Vec<(Point, &Segment)> = path.pieces().collect();
    let mut by_length: Vec<(usize, f64)> =
        pieces.iter().enumerate().map(|(at, (from, segment))| (at, segment.length_mm(*from))).collect();
    by_length.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let mut places = Vec::new();
    for ts in [&[0.5][..], &[0.25, 0.75], &[0.1, 0.9, 0.0]] {
        for &(piece, _) in &by_length {
            for &t in ts {
                let (from, segment) = pieces[piece];
                let heading = heading(from, segment, t);
                if heading != Vec2::ZERO && places.len() < MOST_PLACES {
                    let at = segment.point(from, t);
                    places.push(Place { piece, t, at, heading, waste: waste_side(heading) });
                }
            }
        }
    }
    places
}

fn cut(
    center: &Contour,
    place: &Place,
    lead_in: Option<Path>,
    share: f64,
    ground: &Ground,
    leads: &Leads,
) -> Choice {
    let around = turned(center.path(), place.piece, place.t);
    let line = overcut(around, leads.overcut_mm);
    let (end, end_heading) = match line.pieces().last() {
        Some((from, segment)) => (line.end(), heading(from, segment, 1.0)),
        None => (line.end(), place.heading),
    };
    let form = if leads.form == Form::Tangent { Form::Line } else { leads.form };
    let lead_out = SHARES
        .iter()
        .map(|share| leads.out_mm * share)
        .take_while(|&length_mm| length_mm >= SHORTEST_MM)
        .map(|length_mm| lead_out(form, length_mm, end, end_heading, waste_side(end_heading)))
        .find(|lead| ground.is_free(lead, None, 0.0, 0.0));
    Choice { lead_in, line, lead_out, share }
}

/// The same closed line from another place on it.
pub(crate) fn turned(path: &Path, piece: usize, t: f64) -> Path {
    let pieces: Vec<(Point, &Segment)> = path.pieces().collect();
    let (from, segment) = pieces[piece];
    let mut segments = Vec::with_capacity(pieces.len() + 1);
    let (start, rest) = segment.piece(from, t..1.0);
    if t < 1.0 {
        segments.push(rest);
    }
    segments.extend(pieces[piece + 1..].iter().chain(&pieces[..piece]).map(|(_, segment)| **segment));
    if t > 0.0 {
        let (_, mut last) = segment.piece(from, 0.0..t);
        // To the bit where it began.
        match &mut last {
            Segment::Line { to } | Segment::Arc { to, .. } | Segment::Cubic { to, .. } => *to = start,
        }
        segments.push(last);
    }
    Path { start, segments }
}

/// The closed line and on along its beginning.
pub(crate) fn overcut(mut path: Path, overcut_mm: f64) -> Path {
    let mut left = overcut_mm.min(path.length_mm() / 2.0);
    let mut from = path.start;
    let mut more = Vec::new();
    for segment in &path.segments {
        if left <= 0.0 {
            break;
        }
        let length = segment.length_mm(from);
        let share = if length > 0.0 { (left / length).min(1.0) } else { 1.0 };
        more.push(segment.piece(from, 0.0..share).1);
        left -= length;
        from = segment.to();
    }
    path.segments.extend(more);
    path
}
