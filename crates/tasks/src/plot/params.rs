use penstock_toolpath::time::Profile;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What `plot` may be told.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct PlotParams {
    /// Draw lines whose ends meet as one stroke, so that the pen is lifted less often.
    #[schemars(title = "Join lines that meet", extend("x-group" = "Strokes"))]
    pub join: bool,
    /// Ends up to this far apart count as meeting. The gap is drawn.
    #[schemars(
        title = "Largest gap",
        range(min = 0.0, max = 5.0),
        extend("x-group" = "Strokes", "x-unit" = "mm", "x-advanced" = true)
    )]
    pub join_tolerance_mm: f64,
    /// Draw a line only once where the file holds it several times on a layer.
    #[schemars(title = "Remove duplicates", extend("x-group" = "Strokes"))]
    pub remove_duplicates: bool,
    /// Lines up to this far apart all along count as the same.
    #[schemars(
        title = "Duplicates within",
        range(min = 0.0, max = 1.0),
        extend("x-group" = "Strokes", "x-unit" = "mm", "x-advanced" = true)
    )]
    pub duplicate_tolerance_mm: f64,
    /// Leave out corners of polylines that matter less than this. 0 leaves every line as it is.
    #[schemars(
        title = "Simplify within",
        range(min = 0.0, max = 5.0),
        extend("x-group" = "Strokes", "x-unit" = "mm", "x-advanced" = true)
    )]
    pub simplify_tolerance_mm: f64,
    /// How to order the strokes of each layer.
    #[schemars(title = "Order", extend("x-group" = "Order"))]
    pub order: Order,
    /// Strokes may be drawn from their end to their start. Switch off for pens that must be pulled.
    #[schemars(title = "Reverse strokes", extend("x-group" = "Order", "x-advanced" = true))]
    pub allow_reverse: bool,
    /// Also draw the outlines of shapes that have neither fill nor stroke.
    #[schemars(title = "Draw invisible shapes", extend("x-group" = "Reading", "x-advanced" = true))]
    pub draw_invisible: bool,
    /// Width of the pen's line where the file does not say it.
    #[schemars(
        title = "Pen width",
        range(min = 0.01, max = 20.0),
        extend("x-group" = "Reading", "x-unit" = "mm", "x-advanced" = true)
    )]
    pub default_pen_width_mm: f64,
    /// The machine that times are worked out for. The drawing does not depend on it.
    #[schemars(title = "Machine", extend("x-group" = "Time"))]
    pub machine: Machine,
    /// Speed with the pen down, if it is not the machine's usual one.
    #[schemars(
        title = "Drawing speed",
        range(min = 0.1, max = 2000.0),
        extend("x-group" = "Time", "x-unit" = "mm/s", "x-advanced" = true)
    )]
    pub pen_down_speed_mm_per_s: Option<f64>,
    /// Speed with the pen up, if it is not the machine's usual one.
    #[schemars(
        title = "Travel speed",
        range(min = 0.1, max = 2000.0),
        extend("x-group" = "Time", "x-unit" = "mm/s", "x-advanced" = true)
    )]
    pub pen_up_speed_mm_per_s: Option<f64>,
}

impl Default for PlotParams {
    fn default() -> Self {
        Self {
            join: true,
            join_tolerance_mm: 0.05,
            remove_duplicates: true,
            duplicate_tolerance_mm: 0.01,
            simplify_tolerance_mm: 0.0,
            order: Order::Best,
            allow_reverse: true,
            draw_invisible: false,
            default_pen_width_mm: 0.3,
            machine: Machine::Axidraw,
            pen_down_speed_mm_per_s: None,
            pen_up_speed_mm_per_s: None,
        }
    }
}

/// In which order strokes are drawn.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// As little travel as can be found in a few seconds.
    #[schemars(title = "Least travel")]
    Best,
    /// Always the nearest stroke next: quicker to work out, about a quarter more travel.
    #[schemars(title = "Nearest next")]
    Greedy,
    /// As in the file.
    #[schemars(title = "Keep the file's")]
    Keep,
}

/// Machines whose times are known.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Machine {
    /// AxiDraw with its own software's default settings.
    #[schemars(title = "AxiDraw")]
    Axidraw,
    /// AxiDraw driven by saxi with its default settings.
    #[schemars(title = "AxiDraw with saxi")]
    Saxi,
    /// A pen plotter under grbl with usual hobby settings; set its speeds.
    #[schemars(title = "Grbl plotter")]
    Grbl,
}

impl PlotParams {
    /// The machine with the speeds that were given.
    pub(super) fn profile(&self) -> Profile {
        let mut profile = match self.machine {
            Machine::Axidraw => Profile::AXIDRAW,
            Machine::Saxi => Profile::SAXI,
            Machine::Grbl => Profile::GRBL,
        };
        if let Some(speed) = self.pen_down_speed_mm_per_s {
            profile.pen_down.speed_mm_per_s = speed;
        }
        if let Some(speed) = self.pen_up_speed_mm_per_s {
            profile.pen_up.speed_mm_per_s = speed;
        }
        profile
    }
}
