//! The `dxf` crate, as the second opinion: what its fields say of each entity is where our path is.
//!
//! Each entity of the crate becomes points that must lie on the curve, by formulas that stand here and not
//! in the reader; each point is looked for on the path that ours has at the same place of the same layer.

use super::peers;
use super::support::{kinds, read_with};
use dxf::Drawing as Theirs;
use dxf::entities::{Entity, EntityType, Insert};
use dxf::{Point as Spot, Vector};
use kurbo::{Affine, ParamCurveNearest, Point};
use penstock_drawing::dxf::{DxfDrawing, ReadOptions, Unit, UnitsAs};
use penstock_drawing::{Path, Segment};
use std::collections::BTreeMap;
use std::f64::consts::TAU;
use std::panic::catch_unwind;

/// Points looked at on a curve.
const STEPS: usize = 8;
/// Of the size of the drawing: cubics stand for ellipses within 7e-8.
const TOLERANCE: f64 = 2e-7;

/// Points on one path, from its first to its last.
type Track = Vec<Point>;

fn flat(spot: &Spot) -> Point {
    Point::new(spot.x, spot.y)
}

/// The axes of the plane with this normal, by the arbitrary axis algorithm, seen from above.
fn plane(normal: &Vector, z: f64) -> Affine {
    let length = (normal.x * normal.x + normal.y * normal.y + normal.z * normal.z).sqrt();
    let n = [normal.x / length, normal.y / length, normal.z / length];
    let up =
        if n[0].abs() < 1.0 / 64.0 && n[1].abs() < 1.0 / 64.0 { [0.0, 1.0, 0.0] } else { [0.0, 0.0, 1.0] };
    let cross = |a: [f64; 3], b: [f64; 3]| {
        [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]
    };
    let x = cross(up, n);
    let size = x.map(|it| it * it).iter().sum::<f64>().sqrt();
    let x = x.map(|it| it / size);
    let y = cross(n, x);
    Affine::new([x[0], x[1], y[0], y[1], n[0] * z, n[1] * z])
}

fn swept(from: f64, to: f64) -> f64 {
    let sweep = (to - from).rem_euclid(TAU);
    if sweep < 1e-9 { TAU } else { sweep }
}

fn steps(point: impl Fn(f64) -> Point) -> Track {
    (0..=STEPS).map(|step| point(step as f64 / STEPS as f64)).collect()
}

fn on_arc(map: Affine, center: &Spot, radius: f64, from: f64, sweep: f64) -> Track {
    steps(|t| {
        let (sin, cos) = (from + sweep * t).sin_cos();
        map * (flat(center) + kurbo::Vec2::new(cos, sin) * radius)
    })
}

/// Corners, and the tops of what is bulged: as far from the chord as the bulge says of half of it.
fn on_polyline(map: Affine, corners: &[(Point, f64)], is_closed: bool) -> Option<Track> {
    if corners.len() < 2 {
        return None;
    }
    let mut track = vec![map * corners[0].0];
    let closing = is_closed && corners[0].0 != corners[corners.len() - 1].0;
    let next = corners.iter().skip(1).chain(closing.then_some(&corners[0]));
    for (&(from, bulge), &(to, _)) in corners.iter().zip(next) {
        let half = (to - from) / 2.0;
        track.push(map * (from + half + kurbo::Vec2::new(half.y, -half.x) * bulge));
        track.push(map * to);
    }
    Some(track)
}

/// De Boor's algorithm on weighted points.
fn on_spline(spline: &dxf::entities::Spline) -> Option<Track> {
    let degree = spline.degree_of_curve as usize;
    let points = &spline.control_points;
    let knots = &spline.knot_values;
    if points.is_empty() || knots.len() != points.len() + degree + 1 {
        return None;
    }
    let weight = |n: usize| spline.weight_values.get(n).copied().unwrap_or(1.0);
    let at = |t: f64| {
        let last = points.len() - 1;
        let span = (degree..=last).rev().find(|&k| knots[k] <= t && knots[k] < knots[k + 1]).unwrap_or(last);
        let mut d: Vec<[f64; 3]> = (span - degree..=span)
            .map(|n| [points[n].x * weight(n), points[n].y * weight(n), weight(n)])
            .collect();
        for level in 1..=degree {
            for n in (level..=degree).rev() {
                let (low, high) = (knots[span - degree + n], knots[span + 1 + n - level]);
                let share = if high > low { (t - low) / (high - low) } else { 0.0 };
                d[n] = [0, 1, 2].map(|axis| d[n - 1][axis] * (1.0 - share) + d[n][axis] * share);
            }
        }
        let [x, y, w] = d[degree];
        Point::new(x / w, y / w)
    };
    let (from, to) = (knots[degree], knots[points.len()]);
    Some(steps(|t| at(from + (to - from) * t)))
}

/// The track of an entity; None for what is not drawn.
fn track(entity: &Entity) -> Option<Track> {
    Some(match &entity.specific {
        EntityType::Line(it) => vec![flat(&it.p1), flat(&it.p1).midpoint(flat(&it.p2)), flat(&it.p2)],
        EntityType::ModelPoint(it) => vec![flat(&it.location)],
        EntityType::Circle(it) => on_arc(plane(&it.normal, it.center.z), &it.center, it.radius, 0.0, TAU),
        EntityType::Arc(it) => {
            let (from, to) = (it.start_angle.to_radians(), it.end_angle.to_radians());
            on_arc(plane(&it.normal, it.center.z), &it.center, it.radius, from, swept(from, to))
        }
        EntityType::Ellipse(it) => {
            let (a, n) = (&it.major_axis, &it.normal);
            let b = [n.y * a.z - n.z * a.y, n.z * a.x - n.x * a.z].map(|it_| it_ * it.minor_axis_ratio);
            let sweep = swept(it.start_parameter, it.end_parameter);
            steps(|t| {
                let (sin, cos) = (it.start_parameter + sweep * t).sin_cos();
                Point::new(it.center.x + a.x * cos + b[0] * sin, it.center.y + a.y * cos + b[1] * sin)
            })
        }
        EntityType::Spline(it) => return on_spline(it),
        EntityType::LwPolyline(it) => {
            let corners: Vec<_> = it.vertices.iter().map(|v| (Point::new(v.x, v.y), v.bulge)).collect();
            let map = plane(&it.extrusion_direction, entity.common.elevation);
            return on_polyline(map, &corners, it.flags & 1 != 0);
        }
        EntityType::Polyline(it) if it.flags & (16 | 64) == 0 => {
            let corners: Vec<_> = it.vertices().filter(|v| v.flags & 16 == 0).collect();
            let corners: Vec<_> = corners.iter().map(|v| (flat(&v.location), v.bulge)).collect();
            let in_space = it.flags & 8 != 0;
            let map = if in_space { Affine::IDENTITY } else { plane(&it.normal, it.location.z) };
            return on_polyline(map, &corners, it.flags & 1 != 0);
        }
        _ => return None,
    })
}

/// Tracks by layer, in lower case.
type Tracks = BTreeMap<String, Vec<Track>>;

struct Placing<'t> {
    theirs: &'t Theirs,
    frozen: Vec<String>,
    tracks: Tracks,
    inserts: usize,
}

impl Placing<'_> {
    /// What is drawn first, then what is inserted, as our reader has it.
    fn place(&mut self, entities: &[&Entity], map: Affine, outer: Option<&str>, depth: usize) {
        let layer_of = |entity: &Entity| match (entity.common.layer.to_lowercase(), outer) {
            (own, Some(outer)) if own == "0" => outer.to_owned(),
            (own, _) => own,
        };
        for entity in entities {
            if let Some(track) = track(entity) {
                let track = track.into_iter().map(|point| map * point).collect();
                self.tracks.entry(layer_of(entity)).or_default().push(track);
            }
        }
        for entity in entities {
            if let EntityType::Insert(insert) = &entity.specific {
                let layer = layer_of(entity);
                if !self.frozen.contains(&layer) {
                    self.insert(insert, map, &layer, depth);
                }
            }
        }
    }

    fn insert(&mut self, insert: &Insert, outer: Affine, layer: &str, depth: usize) {
        let mut blocks = self.theirs.blocks();
        let name = insert.name.to_lowercase();
        let Some(block) = blocks.find(|block| block.name.to_lowercase() == name) else { return };
        assert!(depth < 50, "blocks of sound files end");
        self.inserts += 1;
        let parts: Vec<&Entity> =
            block.entities.iter().filter(|it| it.common.is_visible && !it.common.is_in_paper_space).collect();
        for row in 0..insert.row_count.max(1) {
            for column in 0..insert.column_count.max(1) {
                let step = (f64::from(column) * insert.column_spacing, f64::from(row) * insert.row_spacing);
                let map = plane(&insert.extrusion_direction, insert.location.z)
                    * Affine::translate(flat(&insert.location).to_vec2())
                    * Affine::rotate(insert.rotation.to_radians())
                    * Affine::translate(step)
                    * Affine::scale_non_uniform(insert.x_scale_factor, insert.y_scale_factor)
                    * Affine::translate(-flat(&block.base_point).to_vec2());
                self.place(&parts, outer * map, Some(layer), depth + 1);
            }
        }
    }
}

/// What the crate makes of a file; None where it cannot, or where it panics.
fn by_crate(source: &[u8]) -> Option<Theirs> {
    let source = source.to_vec();
    catch_unwind(move || Theirs::load(&mut source.as_slice()).ok()).ok().flatten()
}

/// Our paths by layer in units of the file, y up.
fn by_us(it: &DxfDrawing) -> BTreeMap<String, Vec<Path>> {
    let back = Affine::new([1.0, 0.0, 0.0, -1.0, -it.origin_mm.x, it.origin_mm.y]);
    let layers = it.drawing.layers.iter();
    layers
        .map(|layer| {
            let paths = layer.paths.iter().map(|path| path.transformed(back)).collect();
            (layer.name.to_lowercase(), paths)
        })
        .collect()
}

/// How far a point is from a path; arcs by the point's distance from their circle.
fn distance(path: &Path, point: Point) -> f64 {
    let mut pieces = path.pieces().map(|(from, segment)| match *segment {
        Segment::Line { to } => kurbo::Line::new(from, to).nearest(point, 1e-12).distance_sq.sqrt(),
        Segment::Cubic { c1, c2, to } => {
            kurbo::CubicBez::new(from, c1, c2, to).nearest(point, 1e-12).distance_sq.sqrt()
        }
        Segment::Arc { to, bulge } => {
            let chord = to - from;
            let across = kurbo::Vec2::new(-chord.y, chord.x) * ((1.0 - bulge * bulge) / (4.0 * bulge));
            let center = from.midpoint(to) + across;
            let off = (point.distance(center) - from.distance(center)).abs();
            // Beside the arc, the nearest is one of its ends.
            let is_within = (0..=64).map(|n| segment.point(from, f64::from(n) / 64.0));
            let nearest = is_within.map(|at| at.distance(point)).fold(f64::INFINITY, f64::min);
            if nearest < segment_length(from, segment) / 32.0 { off } else { nearest }
        }
    });
    let first = pieces.next().unwrap_or_else(|| path.start.distance(point));
    pieces.fold(first, f64::min)
}

fn segment_length(from: Point, segment: &Segment) -> f64 {
    Path { start: from, segments: vec![*segment] }.length_mm()
}

/// Compares one file; what is wrong, how many entities and inserts were compared. None where the crate
/// cannot read it or drops what ours reads.
pub(crate) fn compare(source: &[u8]) -> Option<Result<(usize, usize), String>> {
    let theirs = by_crate(source)?;
    let options = ReadOptions { units: UnitsAs::Given(Unit::MM), ..ReadOptions::default() };
    let (it, diagnostics) = read_with(source, &options).unwrap();
    // The crate drops every HATCH.
    if diagnostics.iter().any(|it| it.kind == "hatch" && it.message.contains("lines to cut")) {
        return None;
    }
    let hidden = |test: fn(&penstock_drawing::dxf::LayerInfo) -> bool| {
        it.layers
            .iter()
            .filter(|layer| test(layer))
            .map(|layer| layer.name.to_lowercase())
            .collect::<Vec<_>>()
    };
    let mut placing =
        Placing { theirs: &theirs, frozen: hidden(|it| it.is_frozen), tracks: Tracks::new(), inserts: 0 };
    let shown: Vec<&Entity> =
        theirs.entities().filter(|it| it.common.is_visible && !it.common.is_in_paper_space).collect();
    placing.place(&shown, Affine::IDENTITY, None, 0);
    let Placing { mut tracks, inserts, .. } = placing;
    for name in hidden(penstock_drawing::dxf::LayerInfo::is_hidden) {
        tracks.remove(&name);
    }
    let ours = by_us(&it);
    let size = it.drawing.page.width_mm.max(it.drawing.page.height_mm).max(1.0);
    let our_counts: Vec<_> = ours.iter().map(|(name, it)| (name, it.len())).collect();
    let their_counts: Vec<_> = tracks.iter().map(|(name, it)| (name, it.len())).collect();
    if our_counts != their_counts {
        return Some(Err(format!("ours {our_counts:?}, theirs {their_counts:?} {:?}", kinds(&diagnostics))));
    }
    let mut count = 0;
    for (paths, tracks) in ours.values().zip(tracks.values()) {
        for (path, track) in paths.iter().zip(tracks) {
            count += 1;
            let ends = (path.start.distance(track[0])).max(path.end().distance(track[track.len() - 1]));
            let off = track.iter().map(|&point| distance(path, point)).fold(ends, f64::max);
            if off > TOLERANCE * size {
                return Some(Err(format!("off by {off:e}: {path:?} {track:?}")));
            }
        }
    }
    Some(Ok((count, inserts)))
}

#[test]
fn fields_of_the_dxf_crate_lie_on_our_paths() {
    let files: Vec<_> = peers::ezdxf_files().into_iter().chain(peers::corpus_files()).collect();
    let (mut compared, mut entities, mut inserts, mut binaries, mut wrong) = (0, 0, 0, 0, Vec::new());
    for file in files {
        let source = std::fs::read(&file).unwrap();
        match compare(&source) {
            None => {}
            Some(Ok((count, placed))) => {
                compared += 1;
                entities += count;
                inserts += placed;
                binaries += usize::from(source.starts_with(b"AutoCAD Binary DXF"));
            }
            Some(Err(difference)) => wrong.push(format!("{}: {difference}", file.display())),
        }
    }
    println!("{compared} files ({binaries} binary), {entities} entities, {inserts} inserts");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    // What ezdxf's archive alone has; where the corpus is at hand, there is more.
    assert!(compared >= 30 && entities >= 250 && inserts >= 3 && binaries >= 3);
}
