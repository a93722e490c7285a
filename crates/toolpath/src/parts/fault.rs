//! What is wrong with a drawing, or should be looked at before it is cut.

use super::repair::Repair;
use kurbo::Point;

/// One thing that is wrong, in one place.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Fault {
    /// What it is, with its measures.
    pub kind: FaultKind,
    /// Where.
    pub place: Point,
    /// Index of the layer that it is on.
    pub layer: Option<usize>,
    /// What mends it, where something does.
    pub repair: Option<Repair>,
    /// It was mended.
    pub repaired: bool,
}

impl Fault {
    /// One that nothing mends.
    pub(super) fn plain(kind: FaultKind, place: Point, layer: usize) -> Self {
        Self { kind, place, layer: Some(layer), repair: None, repaired: false }
    }
}

/// What is wrong. Lengths are in mm.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum FaultKind {
    /// A line or segment without a length.
    ZeroLength,
    /// A line that another one repeats.
    Duplicate {
        /// Its length.
        length_mm: f64,
        /// The other one is on this layer.
        other_layer: usize,
    },
    /// A line that lies on others in part.
    Overlap {
        /// For how long.
        length_mm: f64,
        /// It is a closed contour.
        ring: bool,
    },
    /// Two ends that stand apart, within the tolerance.
    Gap {
        /// How wide.
        width_mm: f64,
        /// The other end.
        other: Point,
    },
    /// Segments shorter than the tool can follow.
    TinySegments {
        /// How many follow each other.
        count: usize,
        /// The shortest.
        shortest_mm: f64,
    },
    /// More than two lines meet.
    Branch,
    /// A line that does not close.
    Open {
        /// Its length.
        length_mm: f64,
        /// From its end to the nearest end, its own or another line's.
        gap_mm: f64,
        /// That end.
        other: Point,
        /// It lies in the material of a part.
        slit: bool,
    },
    /// A contour that crosses itself.
    SelfCrossing,
    /// Two contours or lines that cross.
    Crossing,
    /// A hole too small for the jet.
    SmallHole {
        /// Its diameter, or the narrowest side of the box around it.
        size_mm: f64,
        /// The smallest that is fine.
        least_mm: f64,
    },
    /// Too little material between two holes.
    ThinWeb {
        /// How much there is.
        width_mm: f64,
        /// The least that is fine.
        least_mm: f64,
    },
    /// Too little material between a hole and the outline.
    HoleNearEdge {
        /// How much there is.
        width_mm: f64,
        /// The least that is fine.
        least_mm: f64,
    },
    /// Two parts closer than the jet is wide.
    PartsTooClose {
        /// How far apart they are.
        width_mm: f64,
        /// The least that is fine.
        least_mm: f64,
    },
    /// Inside corners sharper than the jet.
    InsideCorner {
        /// How many the contour has.
        count: usize,
        /// The radius that they will have.
        radius_mm: f64,
    },
    /// A part that no sheet of the size holds.
    LargerThanSheet {
        /// Width of the part.
        width_mm: f64,
        /// Height of the part.
        height_mm: f64,
    },
    /// A rectangle around everything else: a drawing frame or the edge of a sheet.
    Border,
    /// A shape too small to be a part.
    StrayShape {
        /// The longer side of the box around it.
        size_mm: f64,
    },
    /// A shape far away from all others.
    FarAway {
        /// How far.
        distance_mm: f64,
    },
}

impl FaultKind {
    /// A word for programs.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::ZeroLength => "zero-length",
            Self::Duplicate { .. } => "duplicate",
            Self::Overlap { .. } => "overlap",
            Self::Gap { .. } => "gap",
            Self::TinySegments { .. } => "tiny-segment",
            Self::Branch => "branch",
            Self::Open { .. } => "open-contour",
            Self::SelfCrossing => "self-crossing",
            Self::Crossing => "crossing",
            Self::SmallHole { .. } => "small-hole",
            Self::ThinWeb { .. } => "thin-web",
            Self::HoleNearEdge { .. } => "hole-near-edge",
            Self::PartsTooClose { .. } => "parts-too-close",
            Self::InsideCorner { .. } => "inside-corner",
            Self::LargerThanSheet { .. } => "larger-than-sheet",
            Self::Border => "border",
            Self::StrayShape { .. } => "stray-shape",
            Self::FarAway { .. } => "stray-shape",
        }
    }
}
