use crate::postcard::{Font, Paper};
use penstock_drawing::Color;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How the sheet looks.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RenderStyle {
    /// A double border with coordinates and a title block, for a light pen on blue paper.
    Blueprint,
    /// A large title over a rule, the legend in columns at the foot.
    Airport,
    /// A thin border, the title in the middle under the drawing.
    #[default]
    Basic,
}

/// Which side of the paper is up.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Orientation {
    /// As the drawing is.
    #[default]
    Auto,
    /// Upright.
    Portrait,
    /// Across.
    Landscape,
}

/// One line of the legend.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Entry {
    /// What is told: `Scale`.
    #[schemars(length(max = 100))]
    pub label: String,
    /// What there is to tell: `1:500`.
    #[schemars(length(max = 300))]
    pub content: String,
}

/// What `artboard` may be told.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ArtboardParams {
    /// How the sheet looks.
    #[schemars(title = "Style", extend("x-group" = "Sheet"))]
    pub render_style: RenderStyle,
    /// Paper.
    #[schemars(title = "Size", extend("x-group" = "Sheet"))]
    pub size: Paper,
    /// Which side is up.
    #[schemars(title = "Orientation", extend("x-group" = "Sheet"))]
    pub orientation: Orientation,
    /// From the edge of the paper to the border.
    #[schemars(title = "Border", range(min = 0.0, max = 60.0), extend("x-group" = "Sheet", "x-unit" = "mm"))]
    pub border_mm: f64,
    /// Share of its room that the drawing fills.
    #[schemars(title = "Fill", range(min = 0.1, max = 1.0), extend("x-group" = "Sheet"))]
    pub fill: f64,

    /// Title.
    #[schemars(title = "Title", length(max = 200), extend("x-group" = "Text"))]
    pub title: String,
    /// Smaller line under it.
    #[schemars(title = "Subtitle", length(max = 300), extend("x-group" = "Text"))]
    pub subtitle: String,
    /// Lines of the legend, each a label and its content.
    #[schemars(title = "Legend", extend("x-group" = "Text"))]
    pub legend: Vec<Entry>,
    /// Letters.
    #[schemars(title = "Font", extend("x-group" = "Text"))]
    pub font: Font,

    /// Colour of the paper, for the picture only; the style's own if none.
    #[schemars(title = "Paper colour", with = "Option<String>", extend("x-group" = "Pens"))]
    pub paper_color: Option<Color>,
    /// Colour of the border and the text; the style's own if none.
    #[schemars(title = "Pen colour", with = "Option<String>", extend("x-group" = "Pens"))]
    pub pen_color: Option<Color>,
    /// Width of their lines.
    #[schemars(title = "Pen width", range(min = 0.05, max = 5.0), extend("x-group" = "Pens", "x-unit" = "mm"))]
    pub pen_width_mm: f64,
    /// Draw the drawing in that colour too, all in one layer.
    #[schemars(title = "One colour", extend("x-group" = "Pens"))]
    pub one_color: bool,
}

impl Default for ArtboardParams {
    fn default() -> Self {
        Self {
            render_style: RenderStyle::Basic,
            size: Paper::A4,
            orientation: Orientation::Auto,
            border_mm: 10.0,
            fill: 0.85,
            title: String::new(),
            subtitle: String::new(),
            legend: Vec::new(),
            font: Font::Sans,
            paper_color: None,
            pen_color: None,
            pen_width_mm: 0.3,
            one_color: false,
        }
    }
}

impl ArtboardParams {
    pub(super) fn paper(&self) -> Color {
        self.paper_color.unwrap_or(match self.render_style {
            RenderStyle::Blueprint => Color { r: 0x1d, g: 0x4e, b: 0x89 },
            RenderStyle::Airport | RenderStyle::Basic => Color { r: 0xff, g: 0xff, b: 0xff },
        })
    }

    pub(super) fn pen(&self) -> Color {
        // White on paper that is not white would be taken for paper by readers: not quite white.
        self.pen_color.unwrap_or(match self.render_style {
            RenderStyle::Blueprint => Color { r: 0xe8, g: 0xee, b: 0xf7 },
            RenderStyle::Airport | RenderStyle::Basic => Color::BLACK,
        })
    }
}
