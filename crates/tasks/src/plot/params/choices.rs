//! Words that parameters choose from.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The sheet.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Paper {
    /// The size that the file says.
    #[schemars(title = "As in the file")]
    AsIs,
    /// 105 × 148 mm.
    #[schemars(title = "A6")]
    A6,
    /// 148 × 210 mm.
    #[schemars(title = "A5")]
    A5,
    /// 210 × 297 mm.
    #[schemars(title = "A4")]
    A4,
    /// 297 × 420 mm.
    #[schemars(title = "A3")]
    A3,
    /// 420 × 594 mm.
    #[schemars(title = "A2")]
    A2,
    /// 594 × 841 mm.
    #[schemars(title = "A1")]
    A1,
    /// 8½ × 11 in.
    #[schemars(title = "Letter")]
    Letter,
    /// 8½ × 14 in.
    #[schemars(title = "Legal")]
    Legal,
    /// 11 × 17 in.
    #[schemars(title = "Tabloid")]
    Tabloid,
    /// 18 × 24 in.
    #[schemars(title = "Arch C")]
    ArchC,
    /// 4 × 6 in, the American postcard.
    #[serde(rename = "us-4x6")]
    #[schemars(title = "US 4 × 6")]
    Us4x6,
    /// 5 × 7 in.
    #[serde(rename = "us-5x7")]
    #[schemars(title = "US 5 × 7")]
    Us5x7,
    /// 9 × 12 in.
    #[serde(rename = "us-9x12")]
    #[schemars(title = "US 9 × 12")]
    Us9x12,
}

/// How the sheet lies.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Orientation {
    /// As the drawing's own sheet.
    #[schemars(title = "As the drawing")]
    AsDrawing,
    /// Upright.
    #[schemars(title = "Portrait")]
    Portrait,
    /// Lying.
    #[schemars(title = "Landscape")]
    Landscape,
}

/// How large the drawing becomes.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Fit {
    /// As it is.
    #[schemars(title = "Keep")]
    Keep,
    /// Smaller if it does not fit between the margins.
    #[schemars(title = "Shrink to fit")]
    Shrink,
    /// As large as fits between the margins.
    #[schemars(title = "Fit")]
    Fit,
    /// As small as fills the space between the margins; what hangs over is cropped.
    #[schemars(title = "Fill")]
    Fill,
}

/// Where the lines lie.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Align {
    /// Where they are; in the middle when their size changes.
    #[schemars(title = "Keep")]
    Keep,
    /// In the middle.
    #[schemars(title = "Middle")]
    Center,
    /// At the upper left corner.
    #[schemars(title = "Top left")]
    TopLeft,
    /// At the upper edge.
    #[schemars(title = "Top")]
    Top,
    /// At the upper right corner.
    #[schemars(title = "Top right")]
    TopRight,
    /// At the left edge.
    #[schemars(title = "Left")]
    Left,
    /// At the right edge.
    #[schemars(title = "Right")]
    Right,
    /// At the lower left corner.
    #[schemars(title = "Bottom left")]
    BottomLeft,
    /// At the lower edge.
    #[schemars(title = "Bottom")]
    Bottom,
    /// At the lower right corner.
    #[schemars(title = "Bottom right")]
    BottomRight,
}

/// What to cut to.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Crop {
    /// Leave everything.
    #[schemars(title = "No")]
    None,
    /// Cut off what lies on or beyond the margin.
    #[schemars(title = "To the sheet")]
    Page,
    /// Cut to an upright rectangle.
    #[schemars(title = "To a rectangle")]
    Rectangle,
    /// Cut to a circle.
    #[schemars(title = "To a circle")]
    Circle,
}

/// How areas are filled.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Fill {
    /// Areas are drawn as the line around them.
    #[schemars(title = "No")]
    None,
    /// Straight rows.
    #[schemars(title = "Rows")]
    Hatch,
    /// Straight rows, and others across them.
    #[schemars(title = "Crossed rows")]
    Cross,
    /// Loops along the border, one inside of the other.
    #[schemars(title = "Loops")]
    Concentric,
    /// A spiral around the middle of each part.
    #[schemars(title = "Spiral")]
    Spiral,
}

/// What becomes of lines that are wider than the pen.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum WideStrokes {
    /// Drawn once along their middle.
    #[schemars(title = "One line")]
    Line,
    /// Filled, or drawn as the line around them.
    #[schemars(title = "Areas")]
    Area,
}

/// What hides what lies below it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum HiddenBy {
    /// Filled areas; in a drawing without any, closed lines.
    #[schemars(title = "Areas, or else closed lines")]
    Auto,
    /// Only filled areas.
    #[schemars(title = "Filled areas")]
    Areas,
    /// Filled areas and everything inside of closed lines.
    #[schemars(title = "Areas and closed lines")]
    Closed,
}

/// How strokes are taken apart.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Split {
    /// They stay whole.
    #[schemars(title = "No")]
    None,
    /// Before joining, each segment becomes a stroke.
    #[schemars(title = "To segments")]
    All,
    /// After ordering, long strokes are cut to pieces.
    #[schemars(title = "By length")]
    Length,
}

/// In which order strokes are drawn.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Order {
    /// As little travel time as can be found in a few seconds.
    #[schemars(title = "Least time")]
    Best,
    /// Always the nearest stroke next: quicker to work out, about a quarter more travel.
    #[schemars(title = "Nearest next")]
    Greedy,
    /// As in the file.
    #[schemars(title = "Keep the file's")]
    Keep,
}

/// What has to come before what.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum OrderRule {
    /// Anything may.
    #[schemars(title = "None")]
    None,
    /// A group of the file is finished before the next one begins.
    #[schemars(title = "Group by group")]
    Group,
    /// What lies inside of a closed line comes before it.
    #[schemars(title = "Inner first")]
    InnerFirst,
}

/// What has a pen of its own.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PensBy {
    /// Each layer of the file.
    #[schemars(title = "Layer")]
    Layer,
    /// Each colour.
    #[schemars(title = "Colour")]
    Colour,
    /// Each group of the file.
    #[schemars(title = "Group")]
    Group,
    /// Each width of line.
    #[schemars(title = "Width")]
    Width,
}

/// What becomes of text.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Text {
    /// The outlines of its letters, from this computer's fonts.
    #[schemars(title = "Outlines")]
    Outlines,
    /// Letters of one stroke, in the place and size of the text.
    #[schemars(title = "Single-line letters")]
    SingleLine,
    /// Nothing; the report names each text.
    #[schemars(title = "Leave out")]
    LeaveOut,
}

/// What single-line letters look like.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Font {
    /// Plain, one stroke: the fastest to draw.
    #[schemars(title = "Sans")]
    Sans,
    /// Plain, two strokes side by side.
    #[schemars(title = "Sans, bold")]
    SansBold,
    /// With serifs.
    #[schemars(title = "Serif")]
    Serif,
    /// With serifs, thick strokes doubled or tripled.
    #[schemars(title = "Serif, bold")]
    SerifBold,
    /// Slanted, with serifs.
    #[schemars(title = "Italic")]
    Italic,
    /// Slanted, thick strokes tripled.
    #[schemars(title = "Italic, bold")]
    ItalicBold,
    /// Connected handwriting.
    #[schemars(title = "Script")]
    Script,
    /// Connected handwriting, thick strokes doubled.
    #[schemars(title = "Script, bold")]
    ScriptBold,
    /// English black letter.
    #[schemars(title = "Black letter, English")]
    GothicEnglish,
    /// German black letter.
    #[schemars(title = "Black letter, German")]
    GothicGerman,
    /// Italian black letter.
    #[schemars(title = "Black letter, Italian")]
    GothicItalian,
}
