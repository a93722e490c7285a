//! What `plot` may be told. The form, the check, the help and the reference page all come from here.

mod choices;
mod machine;
mod resolved;

pub use choices::Font;
pub use choices::{
    Align, Crop, Fill, Fit, HiddenBy, Order, OrderRule, Orientation, Paper, PensBy, Split, Text, WideStrokes,
};
pub use machine::{GcodeProfile, HpglDevice, Machine};
pub(super) use resolved::{Format, Resolved};

use super::recipe::Recipe;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Width of a pen where neither the file nor the person says it, in mm.
pub(super) const USUAL_PEN_MM: f64 = 0.3;

/// What `plot` may be told.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
#[schemars(extend("x-presets" = super::recipe::presets()))]
pub struct PlotParams {
    /// Settings for a common job. What you set yourself goes before them.
    #[schemars(title = "Recipe", extend("x-group" = "Recipe"))]
    pub recipe: Recipe,
    /// The sheet to draw on.
    #[schemars(title = "Paper", extend("x-group" = "Page"))]
    pub paper: Paper,
    /// How the sheet lies.
    #[schemars(title = "Orientation", extend("x-group" = "Page"))]
    pub orientation: Orientation,
    /// How large the drawing becomes on the sheet.
    #[schemars(title = "Size", extend("x-group" = "Page"))]
    pub fit: Fit,
    /// Free border of the sheet, for fitting, aligning and cropping.
    #[schemars(title = "Margin", range(min = 0.0, max = 500.0), extend("x-group" = "Page", "x-unit" = "mm"))]
    pub margin_mm: f64,
    /// Turns the drawing clockwise; a quarter turn takes its own sheet along.
    #[schemars(title = "Turn", range(min = -360.0, max = 360.0), extend("x-group" = "Page", "x-unit" = "°"))]
    pub rotate_deg: f64,
    /// Where the lines lie between the margins.
    #[schemars(title = "Place", extend("x-group" = "Page", "x-advanced" = true))]
    pub align: Align,
    /// Leaves out what lies outside.
    #[schemars(title = "Crop", extend("x-group" = "Page"))]
    pub crop: Crop,
    /// Left edge of the rectangle, or the middle of the circle.
    #[schemars(title = "Crop: left, or middle", range(min = -10000.0, max = 10000.0), extend("x-group" = "Page", "x-unit" = "mm", "x-advanced" = true))]
    pub crop_x_mm: f64,
    /// Upper edge of the rectangle, or the middle of the circle.
    #[schemars(title = "Crop: top, or middle", range(min = -10000.0, max = 10000.0), extend("x-group" = "Page", "x-unit" = "mm", "x-advanced" = true))]
    pub crop_y_mm: f64,
    /// Width of the rectangle, or diameter of the circle.
    #[schemars(title = "Crop: width", range(min = 0.0, max = 10000.0), extend("x-group" = "Page", "x-unit" = "mm", "x-advanced" = true))]
    pub crop_width_mm: f64,
    /// Height of the rectangle.
    #[schemars(title = "Crop: height", range(min = 0.0, max = 10000.0), extend("x-group" = "Page", "x-unit" = "mm", "x-advanced" = true))]
    pub crop_height_mm: f64,
    /// What becomes of filled areas: the line around them, or strokes of the pen that cover them.
    #[schemars(title = "Fill areas", extend("x-group" = "Fill"))]
    pub fill: Fill,
    /// Direction of the rows; 0 is level.
    #[schemars(title = "Angle", range(min = -360.0, max = 360.0), extend("x-group" = "Fill", "x-unit" = "°"))]
    pub fill_angle_deg: f64,
    /// Added for each further layer.
    #[schemars(title = "Angle from layer to layer", range(min = -360.0, max = 360.0), extend("x-group" = "Fill", "x-unit" = "°", "x-advanced" = true))]
    pub fill_angle_step_deg: f64,
    /// Share of the pen's width by which neighbouring strokes overlap. Below 0 there are gaps: -1 leaves one as wide as the line.
    #[schemars(title = "Overlap", range(min = -50.0, max = 0.9), extend("x-group" = "Fill", "x-advanced" = true))]
    pub fill_overlap: f64,
    /// Also draw along the border of filled areas.
    #[schemars(title = "Line along the border", extend("x-group" = "Fill", "x-advanced" = true))]
    pub fill_outline: bool,
    /// Lines that are clearly wider than the pen: drawn once along their middle, or as areas. Areas need the pen's width.
    #[schemars(title = "Wide lines", extend("x-group" = "Fill"))]
    pub wide_strokes: WideStrokes,
    /// Leave out what lies below other shapes, as if they were cut from paper.
    #[schemars(title = "Remove hidden lines", extend("x-group" = "Fill"))]
    pub hidden_lines: bool,
    /// What hides what lies below it.
    #[schemars(title = "Hidden by", extend("x-group" = "Fill", "x-advanced" = true))]
    pub hidden_by: HiddenBy,
    /// Draw lines whose ends meet as one stroke, so that the pen is lifted less often.
    #[schemars(title = "Join lines that meet", extend("x-group" = "Strokes"))]
    pub join: bool,
    /// Ends up to this far apart count as meeting. The gap is drawn.
    #[schemars(title = "Largest gap", range(min = 0.0, max = 5.0), extend("x-group" = "Strokes", "x-unit" = "mm", "x-advanced" = true))]
    pub join_tolerance_mm: f64,
    /// Draw a line of up to this length twice where that takes less time than lifting the pen. Needs joining and reversing.
    #[schemars(title = "Double lines up to", range(min = 0.0, max = 1000.0), extend("x-group" = "Strokes", "x-unit" = "mm", "x-advanced" = true))]
    pub retrace_mm: f64,
    /// Draw a line only once where the file holds it several times on a layer.
    #[schemars(title = "Remove duplicates", extend("x-group" = "Strokes"))]
    pub remove_duplicates: bool,
    /// Lines up to this far apart all along count as the same.
    #[schemars(title = "Duplicates within", range(min = 0.0, max = 1.0), extend("x-group" = "Strokes", "x-unit" = "mm", "x-advanced" = true))]
    pub duplicate_tolerance_mm: f64,
    /// Also draw only once what lines of a layer share with parts of others.
    #[schemars(title = "Remove overlaps", extend("x-group" = "Strokes"))]
    pub remove_overlaps: bool,
    /// Leave out corners of polylines that matter less than this. 0 leaves every line as it is.
    #[schemars(title = "Simplify within", range(min = 0.0, max = 5.0), extend("x-group" = "Strokes", "x-unit" = "mm", "x-advanced" = true))]
    pub simplify_tolerance_mm: f64,
    /// Strokes shorter than this, dots included, are left out after joining. 0 leaves out nothing.
    #[schemars(title = "Leave out shorter than", range(min = 0.0, max = 1000.0), extend("x-group" = "Strokes", "x-unit" = "mm", "x-advanced" = true))]
    pub filter_shorter_mm: f64,
    /// Before joining, to sort and join segments anew; or after ordering, to dip a brush.
    #[schemars(title = "Take strokes apart", extend("x-group" = "Strokes", "x-advanced" = true))]
    pub split: Split,
    /// Longest piece when strokes are taken apart by length.
    #[schemars(title = "Length of pieces", range(min = 1.0, max = 100000.0), extend("x-group" = "Strokes", "x-unit" = "mm", "x-advanced" = true))]
    pub split_length_mm: f64,
    /// How often each stroke is drawn.
    #[schemars(title = "Passes", range(min = 1, max = 20), extend("x-group" = "Strokes", "x-advanced" = true))]
    pub passes: u32,
    /// How to order the strokes of each layer.
    #[schemars(title = "Order", extend("x-group" = "Order"))]
    pub order: Order,
    /// What has to come before what. A rule may cost travel.
    #[schemars(title = "Rule", extend("x-group" = "Order", "x-advanced" = true))]
    pub order_rule: OrderRule,
    /// About how long to look for a still better order after the first good one. 0 stops there.
    #[schemars(title = "Search for", range(min = 0.0, max = 600.0), extend("x-group" = "Order", "x-unit" = "s"))]
    pub order_budget_s: f64,
    /// Number that decides everything left to chance; the same one gives the same result.
    #[schemars(title = "Seed", extend("x-group" = "Order", "x-advanced" = true))]
    pub seed: u32,
    /// Strokes may be drawn from their end to their start. Switch off for pens that must be pulled.
    #[schemars(title = "Reverse strokes", extend("x-group" = "Order", "x-advanced" = true))]
    pub allow_reverse: bool,
    /// Closed strokes begin anywhere, so that drops of ink make no pattern. Costs travel.
    #[schemars(title = "Random starts", extend("x-group" = "Order", "x-advanced" = true))]
    pub random_seam: bool,
    /// What has a pen of its own.
    #[schemars(title = "Pens by", extend("x-group" = "Pens"))]
    pub pens_by: PensBy,
    /// Which pen draws what, like #ff0000=1, #0000ff=2. Names are layers, colours, or widths like 0.3 mm. Empty numbers the layers.
    #[schemars(title = "Pen numbers", length(max = 2000), extend("x-group" = "Pens"))]
    pub pen_map: String,
    /// Width of the line of the pen that really draws; fills count on it. Empty takes the file's widths, and 0.3 mm where it says none.
    #[schemars(title = "Pen width", range(min = 0.01, max = 20.0), extend("x-group" = "Pens", "x-unit" = "mm"))]
    pub pen_width_mm: Option<f64>,
    /// Wait for a person before every layer that needs another pen.
    #[schemars(title = "Pause for pens", extend("x-group" = "Pens"))]
    pub pause_between_layers: bool,
    /// The machine that times are worked out for, and whose limits its files keep.
    #[schemars(title = "Machine", extend("x-group" = "Machine and time"))]
    pub machine: Machine,
    /// Speed with the pen down, if it is not the machine's usual one.
    #[schemars(title = "Drawing speed", range(min = 0.1, max = 2000.0), extend("x-group" = "Machine and time", "x-unit" = "mm/s", "x-advanced" = true))]
    pub pen_down_speed_mm_per_s: Option<f64>,
    /// Speed with the pen up, if it is not the machine's usual one.
    #[schemars(title = "Travel speed", range(min = 0.1, max = 2000.0), extend("x-group" = "Machine and time", "x-unit" = "mm/s", "x-advanced" = true))]
    pub pen_up_speed_mm_per_s: Option<f64>,
    /// What to write, with commas between: svg, hpgl, dmpl, gcode, pdf, png, json, csv.
    #[schemars(title = "Files", length(max = 100), extend("x-group" = "Output"))]
    pub formats: String,
    /// The dialect of plot.gcode.
    #[schemars(title = "G-code for", extend("x-group" = "Output", "x-advanced" = true))]
    pub gcode_profile: GcodeProfile,
    /// The machine of plot.hpgl.
    #[schemars(title = "HPGL for", extend("x-group" = "Output", "x-advanced" = true))]
    pub hpgl_device: HpglDevice,
    /// Width of plot.png in pixels.
    #[schemars(title = "Picture width", range(min = 16, max = 8000), extend("x-group" = "Output", "x-advanced" = true))]
    pub png_width_px: u32,
    /// What becomes of text.
    #[schemars(title = "Text", extend("x-group" = "Reading"))]
    pub text: Text,
    /// What single-line letters look like.
    #[schemars(title = "Letters", extend("x-group" = "Reading", "x-advanced" = true))]
    pub font: Font,
    /// Also draw the outlines of shapes that have neither fill nor stroke.
    #[schemars(title = "Draw invisible shapes", extend("x-group" = "Reading", "x-advanced" = true))]
    pub draw_invisible: bool,
}

impl Default for PlotParams {
    fn default() -> Self {
        Self {
            recipe: Recipe::default(),
            paper: Paper::AsIs,
            orientation: Orientation::AsDrawing,
            fit: Fit::Keep,
            margin_mm: 0.0,
            rotate_deg: 0.0,
            align: Align::Keep,
            crop: Crop::None,
            crop_x_mm: 0.0,
            crop_y_mm: 0.0,
            crop_width_mm: 100.0,
            crop_height_mm: 100.0,
            fill: Fill::None,
            fill_angle_deg: 45.0,
            fill_angle_step_deg: 0.0,
            fill_overlap: 0.1,
            fill_outline: true,
            wide_strokes: WideStrokes::Line,
            hidden_lines: false,
            hidden_by: HiddenBy::Auto,
            join: true,
            join_tolerance_mm: 0.05,
            retrace_mm: 0.0,
            remove_duplicates: true,
            duplicate_tolerance_mm: 0.01,
            remove_overlaps: false,
            simplify_tolerance_mm: 0.0,
            filter_shorter_mm: 0.0,
            split: Split::None,
            split_length_mm: 200.0,
            passes: 1,
            order: Order::Best,
            order_rule: OrderRule::None,
            order_budget_s: 0.0,
            seed: 0,
            allow_reverse: true,
            random_seam: false,
            pens_by: PensBy::Layer,
            pen_map: String::new(),
            pen_width_mm: None,
            pause_between_layers: false,
            machine: Machine::Axidraw,
            pen_down_speed_mm_per_s: None,
            pen_up_speed_mm_per_s: None,
            formats: "svg".to_owned(),
            gcode_profile: GcodeProfile::Auto,
            hpgl_device: HpglDevice::Auto,
            png_width_px: 1600,
            text: Text::Outlines,
            font: Font::Sans,
            draw_invisible: false,
        }
    }
}
