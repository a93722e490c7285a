//! The catalogue: every kind once, with its title and its usual margin.

use super::ground::Ground;
use super::strokes::Strokes;
use crate::Cancelled;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Draws itself.
pub(super) trait Kind {
    /// Draws onto the ground's area.
    ///
    /// # Errors
    /// [`Cancelled`] when it should stop.
    fn draw(&self, ground: &mut Ground<'_>, strokes: &mut Strokes) -> Result<(), Cancelled>;
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident($params:ty), $word:literal, $title:literal, $margin_mm:literal;)*) => {
        /// A kind of pattern with its own settings.
        #[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
        #[serde(tag = "kind", rename_all = "snake_case")]
        pub enum Pattern {
            $($(#[$doc])* #[schemars(title = $title)] $name($params),)*
        }

        impl Pattern {
            /// What people read.
            pub(super) fn title(&self) -> &'static str {
                match self { $(Self::$name(_) => $title,)* }
            }

            /// The word that `kind` takes.
            pub(super) fn word(&self) -> &'static str {
                match self { $(Self::$name(_) => $word,)* }
            }

            /// What stays free at the edges unless somebody says otherwise, in mm.
            pub(super) fn margin_mm(&self) -> f64 {
                match self { $(Self::$name(_) => $margin_mm,)* }
            }

            pub(super) fn draw(&self, ground: &mut Ground<'_>, strokes: &mut Strokes) -> Result<(), Cancelled> {
                match self { $(Self::$name(kind) => kind.draw(ground, strokes),)* }
            }
        }
    };
}

kinds! {
    /// One line that winds outwards at an even pace, as Drawscape's jobs ask for it.
    Spiral(super::spiral::Spiral), "spiral", "Spiral", 0.0;
    /// Straight lines down and across at an even distance.
    Grid(super::grid::Grid), "grid", "Grid", 0.0;
    /// Polygons that wind outwards, each turned against the last.
    PolygonSpiral(super::polygon_spiral::PolygonSpiral), "polygon_spiral", "Polygon spiral", 10.0;
    /// Honeycomb, every side drawn once.
    HexGrid(super::hex_grid::HexGrid), "hex_grid", "Honeycomb", 10.0;
    /// Squares that fall into disorder row by row, after Georg Nees.
    Schotter(super::schotter::Schotter), "schotter", "Schotter", 15.0;
    /// Hilbert's curve: one line through every cell of a square.
    Hilbert(super::hilbert::Hilbert), "hilbert", "Hilbert curve", 15.0;
    /// Peano's curve: one line through every cell, in threes.
    Peano(super::peano::Peano), "peano", "Peano curve", 15.0;
    /// Gosper's curve, whose outline is a snowflake of hexagons.
    Gosper(super::gosper::Gosper), "gosper", "Gosper curve", 15.0;
    /// The dragon that folded paper makes.
    Dragon(super::dragon::Dragon), "dragon", "Dragon curve", 15.0;
    /// Strokes that follow a field of turbulence and keep their distance.
    FlowField(super::flow_field::FlowField), "flow_field", "Flow field", 15.0;
    /// Tiles of two arcs or one diagonal, turned at random, joined to long lines.
    Truchet(super::truchet::Truchet), "truchet", "Truchet tiles", 12.0;
    /// Bands of waves as on banknotes.
    Guilloche(super::guilloche::Guilloche), "guilloche", "Guilloche", 15.0;
    /// What a pen on swinging pendulums draws.
    Harmonograph(super::harmonograph::Harmonograph), "harmonograph", "Harmonograph", 15.0;
    /// Nested flowers of Gielis' superformula.
    Superformula(super::superformula::Superformula), "superformula", "Superformula", 15.0;
    /// Seeds of a sunflower.
    Phyllotaxis(super::phyllotaxis::Phyllotaxis), "phyllotaxis", "Phyllotaxis", 15.0;
    /// Cells around scattered points, evened out.
    Voronoi(super::voronoi::Voronoi), "voronoi", "Voronoi cells", 12.0;
    /// A maze with one way through, and the way on a layer of its own.
    Maze(super::maze::Maze), "maze", "Maze", 15.0;
    /// Lines of equal height through a landscape of noise.
    Contours(super::contours::Contours), "contours", "Contour lines", 12.0;
    /// Rows of mountains that hide what lies behind them.
    Ridges(super::ridges::Ridges), "ridges", "Ridge lines", 25.0;
    /// Two sets of lines that beat against each other.
    Moire(super::moire::Moire), "moire", "Moiré", 15.0;
    /// A plant or a figure grown by rules of rewriting.
    Lsystem(super::lsystem::Lsystem), "lsystem", "L-system", 15.0;
    /// Circles of every size that touch but never cross.
    CirclePacking(super::circle_packing::CirclePacking), "circle_packing", "Circle packing", 12.0;
    /// Outlines of a chemical pattern that grows like coral.
    ReactionDiffusion(super::reaction_diffusion::ReactionDiffusion), "reaction_diffusion", "Reaction and diffusion", 12.0;
    /// A picture as dots that stand closer where it is darker.
    Stipple(super::stipple::Stipple), "stipple", "Stipple", 12.0;
    /// A picture as one line through its stipples.
    Tsp(super::tsp::Tsp), "tsp", "One line through dots", 12.0;
    /// A picture as sets of parallel lines.
    Hatched(super::hatched::Hatched), "hatched", "Hatching", 12.0;
    /// A picture as one spiral that trembles where it is dark.
    ImageSpiral(super::image_spiral::ImageSpiral), "image_spiral", "Picture spiral", 12.0;
    /// A picture as level lines that wave where it is dark.
    Squiggle(super::squiggle::Squiggle), "squiggle", "Squiggles", 12.0;
    /// A picture as dots of a grid, the larger the darker.
    Halftone(super::halftone::Halftone), "halftone", "Halftone", 12.0;
    /// Lines at ever smaller distances: which one still has white between shows the pen's width.
    PenLadder(super::pen_ladder::PenLadder), "pen_ladder", "Pen width ladder", 15.0;
    /// Crosses in the corners, one for each pen, to line pens up.
    Registration(super::registration::Registration), "registration", "Registration crosses", 15.0;
    /// A large square with its diagonals: measure both, they must be equal.
    Squareness(super::squareness::Squareness), "squareness", "Squareness", 15.0;
    /// The same places approached from both sides: play in the drive shows as a step.
    Backlash(super::backlash::Backlash), "backlash", "Backlash", 15.0;
}

impl Default for Pattern {
    fn default() -> Self {
        Self::FlowField(super::flow_field::FlowField::default())
    }
}

impl Pattern {
    /// It draws a picture that a person may give.
    pub(super) fn takes_picture(&self) -> bool {
        matches!(
            self,
            Self::Stipple(_)
                | Self::Tsp(_)
                | Self::Hatched(_)
                | Self::ImageSpiral(_)
                | Self::Squiggle(_)
                | Self::Halftone(_)
        )
    }
}
