//! A plan of cuts.

use crate::jet::{Machine, Pierce};
use kurbo::Point;
use penstock_drawing::{Path, Segment};

/// Everything that is cut from one sheet, in order. Places in mm of the drawing.
#[derive(Clone, PartialEq, Debug)]
pub struct CutPlan {
    /// In the order in which they are cut.
    pub cuts: Vec<Cut>,
    /// What somebody should know.
    pub notes: Vec<Note>,
    /// Where the head is before and after.
    pub home: Point,
    /// The controller shifts the jet: moves lie on the drawn lines.
    pub compensated: bool,
    /// Places that the head passes on its way home.
    pub way_home: Vec<Point>,
    /// Moves with the jet off that pass over a part which is loose by then: there is no way around.
    pub over_parts: usize,
    /// Length that is not cut because an earlier cut did it, in mm.
    pub common_mm: f64,
}

/// What is cut.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// The outline of a part.
    Outline,
    /// What the jet cuts apart from an outline with a mouth too narrow for it.
    Pocket,
    /// A hole, by its number in the part.
    Hole(usize),
    /// A slit, by its number in the part.
    Slit(usize),
    /// A hole that is only pierced, by its number in the part.
    Dot(usize),
}

/// One contour.
#[derive(Clone, PartialEq, Debug)]
pub struct Cut {
    /// Number of the part.
    pub part: usize,
    /// Which of its contours.
    pub kind: Kind,
    /// 1 to 5.
    pub quality: u8,
    /// Mostly one; with tabs, one for each stretch between them.
    pub runs: Vec<Run>,
}

/// From one start of the jet to its end.
#[derive(Clone, PartialEq, Debug)]
pub struct Run {
    /// Places that the head passes on its way to the start, with the jet off.
    pub approach: Vec<Point>,
    /// Where the jet starts.
    pub start: Point,
    /// How it gets through.
    pub pierce: Pierce,
    /// How long it stands still for that, in seconds.
    pub pierce_s: f64,
    /// What it does with the jet on.
    pub moves: Vec<Move>,
}

/// What a move is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Role {
    /// From the pierce to the line.
    LeadIn,
    /// Along the line.
    Contour,
    /// Away from the line.
    LeadOut,
}

/// One straight piece or arc with the jet on.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Move {
    /// A line or an arc of half a circle at most.
    pub segment: Segment,
    /// What it is for.
    pub role: Role,
    /// In mm/min.
    pub feed_mm_per_min: f64,
}

/// Something that somebody should know about a plan.
#[derive(Clone, PartialEq, Debug)]
pub struct Note {
    /// A word for programs, in kebab-case.
    pub kind: &'static str,
    /// It changes the part: not only how it is cut.
    pub is_warning: bool,
    /// One sentence for people.
    pub message: String,
    /// Where, in mm of the drawing.
    pub place: Option<Point>,
}

impl Run {
    /// Where the jet stops.
    #[must_use]
    pub fn end(&self) -> Point {
        self.moves.last().map_or(self.start, |last| last.segment.to())
    }

    /// All of it as a path.
    #[must_use]
    pub fn path(&self) -> Path {
        Path { start: self.start, segments: self.moves.iter().map(|one| one.segment).collect() }
    }

    /// Each move with the place where it starts.
    pub fn pieces(&self) -> impl Iterator<Item = (Point, &Move)> {
        let mut from = self.start;
        self.moves.iter().map(move |one| (std::mem::replace(&mut from, one.segment.to()), one))
    }

    /// Seconds with the jet on, the pierce included.
    #[must_use]
    pub fn time_s(&self) -> f64 {
        let moves = self.pieces().map(|(from, one)| one.segment.length_mm(from) / one.feed_mm_per_min * 60.0);
        self.pierce_s + moves.fold(0.0, std::ops::Add::add)
    }
}

/// Seconds of a plan, and where they go.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct PlanTime {
    /// Moving with the jet on.
    pub cut_s: f64,
    /// Standing still to get through.
    pub pierce_s: f64,
    /// Moving with the jet off, to the first start and home included.
    pub rapid_s: f64,
}

impl PlanTime {
    /// All of these together.
    #[must_use]
    pub fn total_s(&self) -> f64 {
        self.cut_s + self.pierce_s + self.rapid_s
    }
}

impl CutPlan {
    /// Every run, in order.
    pub fn runs(&self) -> impl Iterator<Item = &Run> {
        self.cuts.iter().flat_map(|cut| &cut.runs)
    }

    /// Every way with the jet off, from where the head is to where it goes, the way home included.
    pub fn ways(&self) -> impl Iterator<Item = (Point, Point)> + '_ {
        let to_start = |run: &Run| run.approach.iter().copied().chain([run.start]).collect::<Vec<_>>();
        let stops = self.runs().map(move |run| (to_start(run), run.end()));
        let home = self.way_home.iter().copied().chain([self.home]).collect();
        let mut at = self.home;
        stops.chain([(home, self.home)]).flat_map(move |(places, end)| {
            let from = std::mem::replace(&mut at, end);
            let starts = std::iter::once(from).chain(places.clone());
            starts.zip(places).collect::<Vec<_>>()
        })
    }

    /// Where the seconds go.
    #[must_use]
    pub fn time(&self, machine: &Machine) -> PlanTime {
        let rapid_s = self.ways().map(|(from, to)| machine.rapid_s(from.distance(to)));
        let mut time = PlanTime { rapid_s: rapid_s.fold(0.0, std::ops::Add::add), ..PlanTime::default() };
        for run in self.runs() {
            time.pierce_s += run.pierce_s;
            time.cut_s += run.time_s() - run.pierce_s;
        }
        time
    }
}
