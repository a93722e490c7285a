//! From parts on a sheet to a plan.

use super::plan::{Cut, CutPlan, Kind, Note, Role};
use super::sequence::sequence;
use super::shared_cuts::Cuts;
use super::tree::Tree;
use super::{Compensation, Settings, SmallHoles, compensated, edge, feeds, pierce, tabs, travel};
use crate::jet::Pierce;
use crate::kerf::{self, Way};
use crate::leads::{Choice, Ground, choices};
use crate::parts::{Contour, Part};
use crate::{Progress, Stopped};
use kurbo::Point;
use penstock_drawing::Path;

/// Why there is no plan.
#[derive(Clone, PartialEq, Debug, thiserror::Error)]
pub enum PlanError {
    /// It was asked to stop.
    #[error(transparent)]
    Stopped(#[from] Stopped),
    /// A contour has no line for the jet.
    #[error("{of}: {source}")]
    NoOffset {
        /// Which contour.
        of: String,
        /// What is wrong with it.
        source: kerf::NoOffset,
    },
    /// The jet is wider than the whole part.
    #[error("{name} cannot be cut: the jet fits nowhere around it")]
    NoOutline {
        /// Which part.
        name: String,
    },
    /// The controller cannot be given the drawn line.
    #[error("{of} has no room for a straight entry longer than the jet's radius, which the controller needs")]
    NoEntry {
        /// Which contour.
        of: String,
        /// Where.
        place: Point,
    },
}

/// One line to cut, with the ways to do it.
struct Todo {
    part: usize,
    kind: Kind,
    layer: usize,
    choices: Vec<Choice>,
    edge: bool,
    /// The whole line, for outlines.
    whole: Option<Path>,
}

/// Plans the cuts of these parts where they lie.
///
/// Per part the holes and slits come before the outline, and what lies in a hole before the hole. Between
/// parts, and between the holes of a part, the order has little travel.
///
/// # Errors
/// [`PlanError`].
pub fn plan(parts: &[Part], settings: &Settings, progress: &mut Progress<'_>) -> Result<CutPlan, PlanError> {
    let mut notes = Vec::new();
    let mut todos = todos(parts, settings, &mut notes, &mut |f| progress(f * 0.7))?;
    let order = arrange(parts, &todos, settings.home, &mut |f| progress(0.7 + f * 0.2))?;
    let mut plan = CutPlan {
        cuts: Vec::with_capacity(order.len()),
        notes,
        home: settings.home,
        compensated: settings.compensation == Compensation::Controller,
        way_home: Vec::new(),
        over_parts: 0,
        common_mm: 0.0,
    };
    let mut earlier = Cuts::default();
    let mut at = settings.home;
    for number in order {
        let todo = &mut todos[number];
        // Of the ways to cut a line, the one that begins nearest to where the head is.
        let near = |choice: &Choice| (choice.pierce() - at).hypot();
        let best = (0..todo.choices.len())
            .min_by(|&a, &b| near(&todo.choices[a]).total_cmp(&near(&todo.choices[b])))
            .unwrap_or(0);
        let choice = todo.choices.swap_remove(best);
        let shared =
            todo.whole.as_ref().filter(|_| settings.common_lines).and_then(|whole| earlier.rest_of(whole));
        let cut = match shared {
            Some((rest, common_mm)) => {
                plan.common_mm += common_mm;
                rest_of_outline(todo, &rest, settings)
            }
            None => cut(todo, choice, parts, settings, &mut plan.notes)?,
        };
        if let Some(whole) = todo.whole.as_ref().filter(|_| settings.common_lines) {
            earlier.add(whole);
        }
        at = cut.runs.last().map_or(at, super::Run::end);
        plan.cuts.push(cut);
    }
    if settings.tabs.count == 0 {
        travel::around_finished(&mut plan, parts, settings.sheet);
    }
    Ok(plan)
}

/// What earlier cuts left of an outline, from kerf to kerf: neither leads nor pierces.
fn rest_of_outline(todo: &Todo, rest: &[Path], settings: &Settings) -> Cut {
    let quality = settings.quality_of(todo.layer);
    let feeds = settings.machine.feeds(&settings.material, settings.thickness_mm, quality);
    let runs = rest.iter().map(|stretch| {
        let (path, roles) = whole(None, stretch, None);
        let moves = feeds::moves(&path, &roles, &feeds);
        pierce::pierced(path.start, moves, Pierce::PreDrilled, settings).0
    });
    Cut { part: todo.part, kind: todo.kind, quality: quality.number(), runs: runs.collect() }
}

fn name_of(parts: &[Part], part: usize, kind: Kind) -> String {
    let name = &parts[part].name;
    match kind {
        Kind::Outline => format!("The outline of {name}"),
        Kind::Pocket => format!("A pocket of {name}"),
        Kind::Hole(hole) | Kind::Dot(hole) => format!("Hole {} of {name}", hole + 1),
        Kind::Slit(slit) => format!("Slit {} of {name}", slit + 1),
    }
}

/// Every line to cut, part by part, the outline of a part behind what is in it.
fn todos(
    parts: &[Part],
    settings: &Settings,
    notes: &mut Vec<Note>,
    progress: &mut Progress<'_>,
) -> Result<Vec<Todo>, PlanError> {
    let radius = settings.radius_mm();
    let mut centers: Vec<(usize, Kind, Contour)> = Vec::new();
    let mut small: Vec<(usize, usize)> = Vec::new();
    let mut todos = Vec::new();
    for (number, part) in parts.iter().enumerate() {
        for (hole, contour) in part.holes.iter().enumerate() {
            let kind = Kind::Hole(hole);
            let found = offset(parts, number, kind, contour, radius, notes)?;
            if found.is_empty() {
                small.push((number, hole));
                notes.push(small_hole(parts, number, hole, contour, settings));
                if settings.small_holes == SmallHoles::Pierce {
                    todos.push(dot(number, hole, contour));
                }
            }
            centers.extend(found.into_iter().map(|center| (number, kind, center)));
        }
        let found = offset(parts, number, Kind::Outline, &part.outer, radius, notes)?;
        if !found.iter().any(|center| center.area_mm2() > 0.0) {
            return Err(PlanError::NoOutline { name: part.name.clone() });
        }
        let (outer, pockets): (Vec<_>, Vec<_>) =
            found.into_iter().partition(|center| center.area_mm2() > 0.0);
        centers.extend(pockets.into_iter().map(|center| (number, Kind::Pocket, center)));
        for (slit, path) in part.slits.iter().enumerate() {
            todos.push(along_slit(number, slit, path));
        }
        centers.extend(outer.into_iter().map(|center| (number, Kind::Outline, center)));
    }
    let ground = Ground::new(parts, &small, settings.sheet, radius);
    let total = centers.len();
    for (done, (part, kind, center)) in centers.into_iter().enumerate() {
        crate::tick(progress, done * 64, total * 64)?;
        let from_edge = (settings.pierce == Pierce::Edge && matches!(kind, Kind::Outline | Kind::Pocket))
            .then(|| edge::choice(&center, &ground, &settings.leads))
            .flatten();
        let edge = from_edge.is_some();
        let choices = match from_edge {
            Some(choice) => vec![choice],
            None => choices(&center, &ground, &settings.leads),
        };
        let whole = (kind == Kind::Outline).then(|| center.path().clone());
        todos.push(Todo { part, kind, layer: center.layer(), choices, edge, whole });
    }
    Ok(todos)
}

fn offset(
    parts: &[Part],
    part: usize,
    kind: Kind,
    contour: &Contour,
    radius: f64,
    notes: &mut Vec<Note>,
) -> Result<Vec<Contour>, PlanError> {
    let found = kerf::offset(contour, radius)
        .map_err(|source| PlanError::NoOffset { of: name_of(parts, part, kind), source })?;
    let place = Some(contour.path().start);
    let of = name_of(parts, part, kind);
    if found.way == Way::Edges {
        let message =
            format!("{of} was moved by straight edges with its arcs put back: the usual way failed");
        notes.push(Note { kind: "kerf-by-edges", is_warning: false, message, place });
    }
    let expected = 1;
    if found.contours.len() > expected {
        let count = found.contours.len();
        let message = format!(
            "{of} has a place narrower than the jet and is cut in {count} pieces; the narrow place stays"
        );
        notes.push(Note { kind: "narrower-than-the-jet", is_warning: true, message, place });
    }
    Ok(found.contours)
}

fn small_hole(parts: &[Part], part: usize, hole: usize, contour: &Contour, settings: &Settings) -> Note {
    let name = name_of(parts, part, Kind::Hole(hole));
    let fate = match settings.small_holes {
        SmallHoles::LeaveOut => "it is left out".to_owned(),
        SmallHoles::Pierce => format!("it is pierced and becomes {:.2} mm wide", settings.kerf_mm),
    };
    let bounds = contour.bounds();
    let message =
        format!("{name} is {:.2} × {:.2} mm, smaller than the jet: {fate}", bounds.width(), bounds.height());
    Note { kind: "smaller-than-the-jet", is_warning: true, message, place: Some(bounds.center()) }
}

/// A hole that is only pierced.
fn dot(part: usize, hole: usize, contour: &Contour) -> Todo {
    let line = Path { start: contour.bounds().center(), segments: Vec::new() };
    let choice = Choice { lead_in: None, line, lead_out: None, share: 1.0 };
    Todo {
        part,
        kind: Kind::Dot(hole),
        layer: contour.layer(),
        choices: vec![choice],
        edge: false,
        whole: None,
    }
}

/// A slit is cut along its own line, from either end.
fn along_slit(part: usize, slit: usize, path: &Path) -> Todo {
    let choices = [path.clone(), path.reversed()].map(|line| Choice {
        lead_in: None,
        line,
        lead_out: None,
        share: 1.0,
    });
    // Slits have no layer of their own.
    Todo {
        part,
        kind: Kind::Slit(slit),
        layer: usize::MAX,
        choices: choices.into(),
        edge: false,
        whole: None,
    }
}

/// Numbers of the things to do, in order.
fn arrange(
    parts: &[Part],
    todos: &[Todo],
    home: Point,
    progress: &mut Progress<'_>,
) -> Result<Vec<usize>, Stopped> {
    let tree = Tree::new(parts);
    let mut of_part: Vec<Vec<usize>> = vec![Vec::new(); parts.len()];
    for (number, todo) in todos.iter().enumerate() {
        of_part[todo.part].push(number);
    }
    // Depth first without recursion: a file may nest as deep as it likes. Each part comes behind what lies
    // in its holes.
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for &outermost in &tree.outermost {
        let (mut stack, mut group) = (vec![outermost], Vec::new());
        while let Some(part) = stack.pop() {
            group.push(part);
            stack.extend(&tree.inside[part]);
        }
        group.reverse();
        groups.push(group);
    }
    let ends = |group: &Vec<usize>| {
        let first = group.first().and_then(|&part| of_part[part].first());
        let last = group.last().and_then(|&part| of_part[part].last());
        let start = first.map_or(home, |&todo| todos[todo].choices[0].pierce());
        (start, last.map_or(home, |&todo| todos[todo].choices[0].end()))
    };
    let group_ends: Vec<(Point, Point)> = groups.iter().map(ends).collect();
    let mut order = Vec::with_capacity(todos.len());
    let mut at = home;
    for group in sequence(&group_ends, home, &mut |f| progress(f / 2.0))? {
        for &part in &groups[group] {
            let (inner, outlines): (Vec<usize>, Vec<usize>) =
                of_part[part].iter().partition(|&&todo| todos[todo].kind != Kind::Outline);
            for list in [inner, outlines] {
                let ends: Vec<(Point, Point)> = list
                    .iter()
                    .map(|&todo| &todos[todo].choices[0])
                    .map(|choice| (choice.pierce(), choice.end()))
                    .collect();
                let from = order.len();
                order.extend(sequence(&ends, at, &mut |_| true)?.into_iter().map(|number| list[number]));
                at = order[from..].last().map_or(at, |&todo| todos[todo].choices[0].end());
            }
        }
        crate::tick(progress, order.len(), todos.len())?;
    }
    Ok(order)
}

/// The cut with its feeds, pierces and tabs.
fn cut(
    todo: &Todo,
    choice: Choice,
    parts: &[Part],
    settings: &Settings,
    notes: &mut Vec<Note>,
) -> Result<Cut, PlanError> {
    let name = || name_of(parts, todo.part, todo.kind);
    let quality = settings.quality_of(todo.layer);
    let feeds = settings.machine.feeds(&settings.material, settings.thickness_mm, quality);
    let closed = !matches!(todo.kind, Kind::Slit(_) | Kind::Dot(_));
    if closed && choice.lead_in.is_none() && settings.leads.in_mm > 0.0 {
        let message = format!("{} has no room for a lead: the jet pierces on the line", name());
        let place = Some(choice.line.start);
        notes.push(Note { kind: "pierce-on-line", is_warning: true, message, place });
    } else if closed && choice.share < 1.0 && settings.leads.in_mm > 0.0 {
        let length = choice.lead_in.as_ref().map_or(0.0, Path::length_mm);
        let message =
            format!("The lead of {} is {length:.2} mm long: there is no room for more", lower(&name()));
        let place = Some(choice.pierce());
        notes.push(Note { kind: "shorter-lead", is_warning: false, message, place });
    }
    let choice = match (settings.compensation, contour_of(parts, todo)) {
        (Compensation::Controller, Some(contour)) => compensated::along(&choice, contour, settings)
            .ok_or_else(|| PlanError::NoEntry { of: name(), place: choice.line.start })?,
        _ => choice,
    };
    let outline = todo.kind == Kind::Outline;
    let count = if outline { settings.tabs.count } else { 0 };
    let gaps = tabs::gaps(&choice.line, count, settings.tabs.width_mm, settings.kerf_mm);
    if gaps.len() < count {
        let message = format!("{} is too short for its tabs and has none", name());
        notes.push(Note { kind: "no-tabs", is_warning: true, message, place: Some(choice.line.start) });
    }
    let stretches =
        if gaps.is_empty() { vec![choice.line.clone()] } else { tabs::stretches(&choice.line, &gaps) };
    let wanted = match settings.pierce {
        Pierce::Edge if !todo.edge => Pierce::Stationary,
        pierce => pierce,
    };
    let last = stretches.len() - 1;
    let mut runs = Vec::with_capacity(stretches.len());
    for (at, stretch) in stretches.into_iter().enumerate() {
        let lead_in = choice.lead_in.as_ref().filter(|_| at == 0);
        let lead_out = choice.lead_out.as_ref().filter(|_| at == last);
        let (path, roles) = whole(lead_in, &stretch, lead_out);
        let moves = feeds::moves(&path, &roles, &feeds);
        let pierce = if at == 0 { wanted } else { wanted_again(wanted) };
        let (run, stood) = pierce::pierced(path.start, moves, pierce, settings);
        if stood && at == 0 {
            let message = format!("{} has no room for a moving pierce: the jet stands still", name());
            notes.push(Note {
                kind: "stationary-pierce",
                is_warning: false,
                message,
                place: Some(path.start),
            });
        }
        runs.push(run);
    }
    Ok(Cut { part: todo.part, kind: todo.kind, quality: quality.number(), runs })
}

/// Behind a tab there is no edge to start from.
fn wanted_again(pierce: Pierce) -> Pierce {
    if pierce == Pierce::Edge { Pierce::Stationary } else { pierce }
}

fn contour_of<'a>(parts: &'a [Part], todo: &Todo) -> Option<&'a Contour> {
    match todo.kind {
        Kind::Outline | Kind::Pocket => Some(&parts[todo.part].outer),
        Kind::Hole(hole) => Some(&parts[todo.part].holes[hole]),
        Kind::Slit(_) | Kind::Dot(_) => None,
    }
}

/// Leads and line as one path, with the role of each segment.
fn whole(lead_in: Option<&Path>, line: &Path, lead_out: Option<&Path>) -> (Path, Vec<Role>) {
    let mut path = Path { start: lead_in.map_or(line.start, |lead| lead.start), segments: Vec::new() };
    let mut roles = Vec::new();
    for (part, role) in [(lead_in, Role::LeadIn), (Some(line), Role::Contour), (lead_out, Role::LeadOut)] {
        let segments = part.map_or(&[][..], |part| &part.segments);
        path.segments.extend(segments);
        roles.resize(path.segments.len(), role);
    }
    (path, roles)
}

/// In the middle of a sentence.
fn lower(name: &str) -> String {
    let mut chars = name.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}
