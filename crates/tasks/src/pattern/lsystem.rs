use super::ground::Ground;
use super::kinds::Kind;
use super::strokes::Strokes;
use super::turtle::Figure;
use crate::Cancelled;
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
        Self { figure: Species::Plant, generations: 5, sway_deg: 3.0 }
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

impl Kind for Lsystem {
    fn draw(&self, ground: &mut Ground<'_>, strokes: &mut Strokes) -> Result<(), Cancelled> {
        self.figure.figure().draw(self.generations, self.sway_deg, ground, strokes)?;
        strokes.fit(ground.area);
        Ok(())
    }
}
