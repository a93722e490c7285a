//! From what is asked for to a nest: which parts go on which sheet, and in which order that is improved.
//!
//! First a whole nest is made in one go, so that there is an answer at once. Then the sheets are improved
//! from the first to the last: all but the last are made fuller with what lies on later ones, and the last
//! one is made shorter.

use super::pack::{self, Command, Item, Layout, Random, Shapes, Spot, Until, Wanted, World};
use super::request::{Blank, Nest, Options, Piece, Reason, Sheet, Unplaced, Used, Watch};
use super::{Placement, finer, outline, place};
use crate::parts::Part;
use kurbo::{Affine, Point, Rect, Vec2};

/// Added to all distances, so that the last digit of a rounding never shows.
const SAFETY_MM: f64 = 1e-6;
/// The rim around a remnant's box that stands for what is not sheet is this many times as wide as the box.
const RIM: f64 = 1.0;
/// Angles become finer after so many tries in a row that made the strip no shorter.
const MISSES: u32 = 3;

/// Nests pieces on sheets, as long as `watch` says. What waits when the first placing is ended is
/// [`Reason::OutOfTime`], and nothing is improved then.
#[must_use]
pub fn nest(pieces: &[Piece<'_>], sheets: &[Sheet], options: &Options, watch: &mut dyn Watch) -> Nest {
    let free = finer::free_angles(pieces, sheets);
    let ahead = pieces.iter().map(|piece| finer::ahead(piece, free)).collect::<Vec<f64>>();
    let shapes = shapes(pieces, sheets, options, &ahead, &finer::first(pieces, sheets));
    let mut random = Random::new(options.seed);
    let solver = Solver { pieces, sheets, options, shapes: &shapes, ahead: &ahead };
    let mut plan = solver.start(&mut random, watch);
    let order = watch.round(Some(&solver.nest(&plan)));
    if order == Command::Finish || !plan.too_late.is_empty() {
        return solver.nest(&plan);
    }
    match solver.improve(&mut plan, &mut random, watch) {
        Command::Finish => solver.nest(&plan),
        Command::Continue | Command::Compress => solver.settle(plan, 0, &mut random, watch),
    }
}

/// Parts first, then what is not sheet for each sheet with an outline.
fn shapes(
    pieces: &[Piece<'_>],
    sheets: &[Sheet],
    options: &Options,
    ahead: &[f64],
    degrees: &[Vec<f64>],
) -> Shapes {
    let mut wanted: Vec<Wanted> = pieces
        .iter()
        .zip(ahead)
        .zip(degrees)
        .map(|((piece, &ahead), degrees)| {
            let bounds = piece.part.bounds();
            let tolerance = options.tolerance_mm.min(5e-4 * bounds.width().min(bounds.height())).max(1e-4);
            let bounds = true_bounds(piece, degrees, ahead);
            let turn = Affine::rotate(ahead.to_radians());
            let mut rings = outline::rings(piece.part, tolerance);
            rings.iter_mut().flatten().for_each(|corner| *corner = turn * *corner);
            Wanted { rings, degrees: degrees.clone(), may_mirror: piece.may_mirror, bounds }
        })
        .collect();
    for sheet in sheets {
        if let Blank::Outline(part) = &sheet.blank {
            let rings = not_sheet(part, options.tolerance_mm);
            let fixed = |rings| Wanted { rings, degrees: vec![0.0], may_mirror: false, bounds: Vec::new() };
            wanted.extend(rings.into_iter().map(fixed));
        }
    }
    Shapes::new(&wanted, options.gap_mm.max(options.margin_mm) + 2.0 * SAFETY_MM)
}

/// The boxes of a part with its true arcs in all its poses, so that a part as large as the sheet fits on it.
fn true_bounds(piece: &Piece<'_>, degrees: &[f64], ahead: f64) -> Vec<Rect> {
    let sides: &[bool] = if piece.may_mirror { &[false, true] } else { &[false] };
    let poses = sides.iter().flat_map(|&mirrored| degrees.iter().map(move |&turn_deg| (mirrored, turn_deg)));
    let bounds = poses.map(|(mirrored, turn_deg)| {
        let turn_deg = turned_in_all(turn_deg, mirrored, ahead);
        let pose = Placement { part: 0, copy: 0, sheet: 0, turn_deg, mirrored, at: Point::ORIGIN };
        place(piece.part, &pose).map(|part| part.bounds())
    });
    bounds.collect::<Result<_, _>>().unwrap_or_default()
}

/// The angle of a pose and the one that its part was turned by before: mirrored, that one counts the other way.
fn turned_in_all(pose_deg: f64, mirrored: bool, ahead: f64) -> f64 {
    let turn = if mirrored { pose_deg - ahead } else { pose_deg + ahead };
    if ahead == 0.0 { turn } else { turn.rem_euclid(360.0) }
}

/// The rim around a remnant as one shape, and each defect as another.
fn not_sheet(sheet: &Part, tolerance_mm: f64) -> Vec<Vec<Vec<Point>>> {
    let reversed = |contour: &crate::parts::Contour| Part {
        name: String::new(),
        outer: contour.reversed(),
        holes: Vec::new(),
        slits: Vec::new(),
    };
    let bounds = sheet.bounds();
    let rim = bounds.inflate(bounds.width() * RIM, bounds.height() * RIM);
    let corners = [(rim.x0, rim.y0), (rim.x1, rim.y0), (rim.x1, rim.y1), (rim.x0, rim.y1)];
    let around = corners.map(Point::from).to_vec();
    let edge = outline::rings(&reversed(&sheet.outer), tolerance_mm);
    let defects = sheet.holes.iter().map(|hole| outline::rings(&reversed(hole), tolerance_mm));
    std::iter::once(vec![around].into_iter().chain(edge).collect()).chain(defects).collect()
}

/// A sheet in the making: which copies lie where.
#[derive(Clone, Debug)]
struct Filled {
    kind: usize,
    /// The shape of each item, without the fixed ones.
    shapes: Vec<usize>,
    spots: Vec<Spot>,
}

/// Sheets in order and the shapes that lie on none.
#[derive(Clone, Debug, Default)]
struct Plan {
    sheets: Vec<Filled>,
    too_large: Vec<usize>,
    left_over: Vec<usize>,
    /// Time was over before they were placed at all.
    too_late: Vec<usize>,
}

/// Shows a layout that became better, or none in between, and hears whether to go on.
type Show<'s> = dyn FnMut(Option<&Layout>) -> Command + 's;

#[derive(Clone, Copy)]
struct Solver<'a> {
    pieces: &'a [Piece<'a>],
    sheets: &'a [Sheet],
    options: &'a Options,
    shapes: &'a Shapes,
    /// By how many degrees each piece was turned before its poses were made.
    ahead: &'a [f64],
}

impl<'a> Solver<'a> {
    fn bounds(&self, kind: usize) -> Rect {
        match &self.sheets[kind].blank {
            Blank::Rectangle { width_mm, height_mm } => Rect::new(0.0, 0.0, *width_mm, *height_mm),
            Blank::Outline(part) => part.bounds(),
        }
    }

    /// Where the engine's origin lies on the sheet: inside the margin.
    fn inset(&self, kind: usize) -> Vec2 {
        let corner = self.bounds(kind).origin().to_vec2();
        corner + Vec2::new(self.options.margin_mm, self.options.margin_mm)
    }

    fn empty(&self, kind: usize) -> World<'a> {
        let bounds = self.bounds(kind);
        let side = |side: f64| (side - 2.0 * self.options.margin_mm).max(0.0);
        let gaps = (self.options.gap_mm + SAFETY_MM, self.options.margin_mm + SAFETY_MM);
        let mut world = World::new(self.shapes, (side(bounds.width()), side(bounds.height())), gaps);
        for shape in self.fixed_shapes(kind) {
            let at = self.shapes.shapes[shape].origin - self.inset(kind);
            world.push(Item { shape, fixed: true }, Spot { at, pose: 0 });
        }
        world
    }

    /// The shapes that stand for what is not sheet.
    fn fixed_shapes(&self, kind: usize) -> std::ops::Range<usize> {
        let count = |sheet: &Sheet| match &sheet.blank {
            Blank::Rectangle { .. } => 0,
            Blank::Outline(part) => 1 + part.holes.len(),
        };
        let first = self.pieces.len() + self.sheets[..kind].iter().map(count).sum::<usize>();
        first..first + count(&self.sheets[kind])
    }

    fn world(&self, sheet: &Filled) -> World<'a> {
        let mut world = self.empty(sheet.kind);
        for (&shape, &spot) in sheet.shapes.iter().zip(&sheet.spots) {
            world.push(Item { shape, fixed: false }, spot);
        }
        world
    }

    fn filled(kind: usize, world: &World<'_>) -> Filled {
        let items = world.items.iter().zip(&world.layout.spots).filter(|(item, _)| !item.fixed);
        let (shapes, spots) = items.map(|(item, spot)| (item.shape, *spot)).unzip();
        Filled { kind, shapes, spots }
    }

    fn area(&self, shapes: &[usize]) -> f64 {
        shapes.iter().map(|&shape| self.shapes.shapes[shape].area_mm2).sum()
    }

    fn largest_first(&self, shapes: &mut [usize]) {
        // By the box around it as much as by area: a ring takes more room than its material.
        let size = |shape: usize| {
            let shape = &self.shapes.shapes[shape];
            let bounds = shape.poses.first().map_or(Rect::ZERO, |pose| pose.bounds);
            shape.area_mm2 + 0.5 * bounds.area()
        };
        shapes.sort_by(|&a, &b| size(b).total_cmp(&size(a)).then(a.cmp(&b)));
    }

    /// A whole nest at once.
    fn start(&self, random: &mut Random, watch: &mut dyn Watch) -> Plan {
        let mut plan = Plan::default();
        let mut waiting = Vec::new();
        let mut more = true;
        for (shape, piece) in self.pieces.iter().enumerate() {
            more = more && watch.place_more(0);
            // With no time left nobody asks whether it would have fitted.
            let fits = !more
                || (0..self.sheets.len()).any(|kind| {
                    let filled =
                        pack::left_bottom_fill(&mut self.empty(kind), &[shape], random, &mut |_| true);
                    filled.no_room.is_empty()
                });
            let list = if fits { &mut waiting } else { &mut plan.too_large };
            list.extend(std::iter::repeat_n(shape, piece.quantity));
        }
        self.fill(&mut plan, waiting, random, watch);
        plan
    }

    /// Adds sheets for what waits, as long as there are any and `watch` agrees.
    fn fill(&self, plan: &mut Plan, mut waiting: Vec<usize>, random: &mut Random, watch: &mut dyn Watch) {
        self.largest_first(&mut waiting);
        while !waiting.is_empty() {
            let placed: usize = plan.sheets.iter().map(|sheet| sheet.shapes.len()).sum();
            let mut in_time = true;
            let mut more = |here: usize| {
                in_time = in_time && watch.place_more(placed + here);
                in_time
            };
            let used = |kind| plan.sheets.iter().filter(|sheet| sheet.kind == kind).count();
            let there = (0..self.sheets.len())
                .filter(|&kind| self.sheets[kind].stock.is_none_or(|stock| used(kind) < stock));
            let tries = there.filter_map(|kind| {
                let mut world = self.empty(kind);
                let rest = pack::left_bottom_fill(&mut world, &waiting, random, &mut more);
                let sheet = Self::filled(kind, &world);
                let area = self.area(&sheet.shapes);
                (area > 0.0).then(|| (self.sheets[kind].cost / area, sheet, rest))
            });
            let best = tries.min_by(|a, b| a.0.total_cmp(&b.0));
            let out_of_time = !in_time;
            let Some((_, sheet, rest)) = best else {
                if out_of_time {
                    plan.too_late = std::mem::take(&mut waiting);
                }
                break;
            };
            plan.sheets.push(sheet);
            waiting = rest.no_room;
            if out_of_time {
                waiting.extend(rest.not_tried);
                plan.too_late = std::mem::take(&mut waiting);
            }
        }
        plan.left_over = waiting;
    }

    /// Makes all sheets fuller but the last, and the last one shorter in large steps. Says how to go on.
    fn improve(&self, plan: &mut Plan, random: &mut Random, watch: &mut dyn Watch) -> Command {
        let mut at = 0;
        while at < plan.sheets.len() {
            let more: Vec<usize> = plan.sheets[at + 1..]
                .iter()
                .flat_map(|sheet| &sheet.shapes)
                .chain(&plan.left_over)
                .copied()
                .collect();
            if more.is_empty() {
                break;
            }
            let mut more = more;
            self.largest_first(&mut more);
            let kind = plan.sheets[at].kind;
            let mut world = self.world(&plan.sheets[at]);
            let rest = pack::squeeze(&mut world, &more, random, &mut || watch.round(None));
            if rest.len() < more.len() {
                let mut better = Plan { sheets: plan.sheets[..at].to_vec(), ..plan.clone() };
                better.sheets.push(Self::filled(kind, &world));
                self.fill(&mut better, rest, random, watch);
                // A round of its own, so that the count of rounds says whether this was still in time.
                if !better.too_late.is_empty() || watch.round(None) == Command::Finish {
                    return Command::Finish;
                }
                *plan = better;
                if watch.round(Some(&self.nest(plan))) == Command::Finish {
                    return Command::Finish;
                }
            }
            at += 1;
        }
        // What is left over keeps no sheet from being the last one.
        let last = at.min(plan.sheets.len().saturating_sub(1));
        self.on_sheet(plan, last, watch, &mut |world, show| pack::explore(world, random, show));
        Command::Compress
    }

    /// Makes the last sheet shorter in small steps; where parts turn freely, in finer and finer angles.
    fn settle(&self, mut plan: Plan, nth: i32, random: &mut Random, watch: &mut dyn Watch) -> Nest {
        let Some(degrees) = finer::around(self.pieces, self.sheets, &self.used(&plan), nth) else {
            self.compress(&mut plan, Until::Told, random, watch);
            return self.nest(&plan);
        };
        let shapes = shapes(self.pieces, self.sheets, self.options, self.ahead, &degrees);
        let solver = Solver { shapes: &shapes, ..*self };
        let mut plan = solver.taken_over(plan, self.shapes);
        match solver.compress(&mut plan, Until::Misses(MISSES), random, watch) {
            Command::Finish => solver.nest(&plan),
            Command::Continue | Command::Compress => solver.settle(plan, nth + 1, random, watch),
        }
    }

    fn compress(&self, plan: &mut Plan, until: Until, random: &mut Random, watch: &mut dyn Watch) -> Command {
        let Some(last) = plan.sheets.len().checked_sub(1) else { return Command::Finish };
        let mut told = Command::Compress;
        self.on_sheet(plan, last, watch, &mut |world, show| {
            told = pack::compress(world, until, random, show);
        });
        told
    }

    /// The angles in which copies of each piece lie.
    fn used(&self, plan: &Plan) -> Vec<Vec<f64>> {
        let mut used = vec![Vec::new(); self.pieces.len()];
        for sheet in &plan.sheets {
            for (&shape, spot) in sheet.shapes.iter().zip(&sheet.spots) {
                used[shape].push(self.shapes.shapes[shape].poses[spot.pose].degrees);
            }
        }
        used
    }

    /// A plan in the poses of this solver's shapes, which have all angles that the plan uses.
    fn taken_over(&self, mut plan: Plan, from: &Shapes) -> Plan {
        for sheet in &mut plan.sheets {
            for (&shape, spot) in sheet.shapes.iter().zip(&mut sheet.spots) {
                let was = &from.shapes[shape].poses[spot.pose];
                let off = |pose: &pack::Pose| (pose.degrees - was.degrees).abs();
                let alike = self.shapes.shapes[shape].poses.iter().enumerate();
                let alike = alike.filter(|(_, pose)| pose.mirrored == was.mirrored);
                let now = alike.min_by(|(_, one), (_, other)| off(one).total_cmp(&off(other)));
                spot.pose = now.map_or(spot.pose, |(at, _)| at);
            }
        }
        plan
    }

    /// Works on one sheet as a strip that is as long as what lies on it, and shows what becomes better.
    fn on_sheet(
        &self,
        plan: &mut Plan,
        at: usize,
        watch: &mut dyn Watch,
        work: &mut dyn FnMut(&mut World<'a>, &mut Show<'_>),
    ) {
        if plan.sheets.is_empty() {
            return;
        }
        let mut world = self.world(&plan.sheets[at]);
        world.layout.length_mm = pack::used_length(&world);
        let all = world.layout.clone();
        world.set(&all);
        let fixed = self.fixed_shapes(plan.sheets[at].kind).len();
        let mut show = |layout: Option<&Layout>| {
            let Some(layout) = layout else { return watch.round(None) };
            plan.sheets[at].spots = layout.spots[fixed..].to_vec();
            watch.round(Some(&self.nest(plan)))
        };
        work(&mut world, &mut show);
    }

    /// The plan as people read it.
    fn nest(&self, plan: &Plan) -> Nest {
        let mut copies = vec![0; self.pieces.len()];
        let mut nest = Nest::default();
        let (mut area, mut used_area) = (0.0, 0.0);
        for (sheet, filled) in plan.sheets.iter().enumerate() {
            let (inset, bounds) = (self.inset(filled.kind), self.bounds(filled.kind));
            let mut used_mm = 0.0f64;
            for (&shape, spot) in filled.shapes.iter().zip(&filled.spots) {
                let pose = &self.shapes.shapes[shape].poses[spot.pose];
                let origin = pose.turn(self.shapes.shapes[shape].origin.to_vec2());
                let at = spot.at + inset - origin;
                let placement = Placement {
                    part: shape,
                    copy: copies[shape],
                    sheet,
                    turn_deg: turned_in_all(pose.degrees, pose.mirrored, self.ahead[shape]),
                    mirrored: pose.mirrored,
                    at,
                };
                copies[shape] += 1;
                area += self.pieces[shape].part.net_area_mm2();
                used_mm = used_mm.max(pose.at((spot.at + inset).to_vec2()).x1 - bounds.x0);
                nest.placements.push(placement);
            }
            used_area += used_mm * bounds.height();
            nest.sheets.push(Used { kind: filled.kind, used_mm });
        }
        nest.density = if used_area > 0.0 { area / used_area } else { 0.0 };
        for (list, reason) in [
            (&plan.too_large, Reason::TooLarge),
            (&plan.left_over, Reason::OutOfSheets),
            (&plan.too_late, Reason::OutOfTime),
        ] {
            for part in 0..self.pieces.len() {
                let copies = list.iter().filter(|&&shape| shape == part).count();
                if copies > 0 {
                    nest.unplaced.push(Unplaced { part, copies, reason });
                }
            }
        }
        nest
    }
}
