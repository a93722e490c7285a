use super::ground::Ground;
use super::kinds::Kind;
use super::strokes::Strokes;
use super::turtle::Figure;
use crate::Cancelled;
use kurbo::Vec2;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A figure that grows by rules.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Lsystem {
    /// Which figure.
    #[schemars(title = "Figure", extend("x-group" = "Growth"))]
    figure: Species,
    /// How often it grows.
    #[schemars(title = "Generations", range(min = 1, max = 9), extend("x-group" = "Growth"))]
    generations: u32,
    /// Plants side by side, each grown by its own chance; figures stand alone.
    #[schemars(title = "Plants", range(min = 1, max = 20), extend("x-group" = "Growth"))]
    plants: u32,
    /// Each turn errs by up to this: a little makes a plant of a figure.
    #[schemars(title = "Sway", range(min = 0.0, max = 20.0), extend("x-group" = "Growth", "x-unit" = "°"))]
    sway_deg: f64,
}

/// Figures and their rules.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Species {
    /// A branching weed.
    #[schemars(title = "Plant")]
    Plant,
    /// A denser bush.
    #[schemars(title = "Bush")]
    Bush,
    /// A tree of straight twigs.
    #[schemars(title = "Tree")]
    Tree,
    /// Koch's snowflake.
    #[schemars(title = "Snowflake")]
    Snowflake,
    /// Sierpiński's triangle as one line.
    #[schemars(title = "Arrowhead")]
    Arrowhead,
    /// Levy's curve.
    #[schemars(title = "Levy curve")]
    Levy,
    /// Squares that meet at their corners.
    #[schemars(title = "Kolam")]
    Kolam,
}

impl Default for Lsystem {
    fn default() -> Self {
        Self { figure: Species::Plant, generations: 5, plants: 5, sway_deg: 4.0 }
    }
}

impl Species {
    fn figure(self) -> Figure<'static> {
        let up = -90.0;
        match self {
            Self::Plant => Figure {
                axiom: "X",
                rules: &[('X', "F+[[X]-X]-F[-FX]+X"), ('F', "FF")],
                turn_deg: 25.0,
                draws: "F",
                heading_deg: up,
            },
            Self::Bush => Figure {
                axiom: "F",
                rules: &[('F', "FF-[-F+F+F]+[+F-F-F]")],
                turn_deg: 22.5,
                draws: "F",
                heading_deg: up,
            },
            Self::Tree => Figure {
                axiom: "X",
                rules: &[('X', "F[+X][-X]FX"), ('F', "FF")],
                turn_deg: 25.7,
                draws: "F",
                heading_deg: up,
            },
            Self::Snowflake => Figure {
                axiom: "F++F++F",
                rules: &[('F', "F-F++F-F")],
                turn_deg: 60.0,
                draws: "F",
                heading_deg: 0.0,
            },
            Self::Arrowhead => Figure {
                axiom: "A",
                rules: &[('A', "B-A-B"), ('B', "A+B+A")],
                turn_deg: 60.0,
                draws: "AB",
                heading_deg: 0.0,
            },
            Self::Levy => Figure {
                axiom: "F++F++F++F",
                rules: &[('F', "-F++F-")],
                turn_deg: 45.0,
                draws: "F",
                heading_deg: 0.0,
            },
            Self::Kolam => Figure {
                axiom: "F+F+F+F",
                rules: &[('F', "FF+F+F+F+FF")],
                turn_deg: 90.0,
                draws: "F",
                heading_deg: 0.0,
            },
        }
    }
}

/// The smallest plant of a row, where the largest is 1.
const SMALLEST: f64 = 0.5;
/// From one plant of a row to the next, where the largest is 1 high.
const APART: f64 = 0.27;

impl Species {
    /// It has a foot to stand on.
    fn is_plant(self) -> bool {
        matches!(self, Self::Plant | Self::Bush | Self::Tree)
    }
}

impl Kind for Lsystem {
    fn draw(&self, ground: &mut Ground<'_>, strokes: &mut Strokes) -> Result<(), Cancelled> {
        let plants = if self.figure.is_plant() { self.plants } else { 1 };
        for number in 0..plants {
            let mut plant = Strokes::default();
            self.figure.figure().draw(self.generations, self.sway_deg, ground, &mut plant)?;
            // A single one fills the sheet; in a row heights alternate, and chance moves each a little.
            let size = if number % 2 == 1 { SMALLEST } else { 0.75 };
            let height = if plants == 1 { 1.0 } else { size + 0.25 * ground.random.unit() };
            let foot = APART * (f64::from(number) + 0.2 * ground.random.signed());
            plant.scale_to_height(height);
            // Every second one leans the other way.
            if number % 2 == 1 {
                plant.mirror();
            }
            strokes.add(plant, Vec2::new(foot, 0.0));
        }
        strokes.fit(ground.area);
        Ok(())
    }
}
