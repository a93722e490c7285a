use penstock_drawing::Color;
use penstock_drawing::lettering::{Align, Face};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What is drawn beside the text, and where the text stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Template {
    /// Message on the left, address on the right, nothing else.
    #[default]
    Plain,
    /// A cake with candles under bunting.
    Birthday,
    /// A bouquet of flowers.
    ThankYou,
    /// Balloons, glasses and stars.
    Invitation,
    /// Only the address, the sender and the place for the stamp: for cards that are printed already.
    AddressOnly,
    /// Drawscape's label: the address in the middle, the sender at the top left.
    Label,
    /// An SVG of your own with rectangles for the text.
    Own,
}

/// The card's size, always on its long side.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Size {
    /// 148 × 105 mm.
    #[default]
    A6,
    /// 210 × 148 mm.
    A5,
    /// 6 × 4 in, 152.4 × 101.6 mm.
    #[schemars(title = "US 6 × 4 in")]
    #[serde(rename = "us-6x4")]
    Us6x4,
    /// 6.5 × 4.5 in, 165.1 × 114.3 mm.
    #[schemars(title = "US 6.5 × 4.5 in")]
    #[serde(rename = "us-6.5x4.5")]
    UsLabel,
    /// 148 × 100 mm.
    Japan,
    /// Width and height as given.
    Custom,
}

/// Whose rules the card is checked against.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Postal {
    /// By the size: the USA for sizes in inches, Germany for A6, else none.
    #[default]
    Auto,
    /// Deutsche Post.
    #[schemars(title = "Germany")]
    De,
    /// United States Postal Service.
    #[schemars(title = "USA")]
    Us,
    /// No rules.
    None,
}

/// A face that comes with Penstock.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Font {
    /// Plain, one stroke.
    #[default]
    Sans,
    /// Plain, two strokes.
    SansBold,
    /// With serifs.
    Serif,
    /// With serifs, thick.
    SerifBold,
    /// Slanted, with serifs.
    Italic,
    /// Slanted, thick.
    ItalicBold,
    /// Connected handwriting.
    Script,
    /// Connected handwriting, thick.
    ScriptBold,
    /// English black letter.
    GothicEnglish,
    /// German black letter.
    GothicGerman,
    /// Italian black letter.
    GothicItalian,
}

impl Font {
    pub(crate) fn face(self) -> Face {
        match self {
            Self::Sans => Face::Sans,
            Self::SansBold => Face::SansBold,
            Self::Serif => Face::Serif,
            Self::SerifBold => Face::SerifBold,
            Self::Italic => Face::Italic,
            Self::ItalicBold => Face::ItalicBold,
            Self::Script => Face::Script,
            Self::ScriptBold => Face::ScriptBold,
            Self::GothicEnglish => Face::GothicEnglish,
            Self::GothicGerman => Face::GothicGerman,
            Self::GothicItalian => Face::GothicItalian,
        }
    }

    /// Machines of the post cannot read it.
    pub(super) fn is_fancy(self) -> bool {
        !matches!(self, Self::Sans | Self::SansBold | Self::Serif | Self::SerifBold)
    }
}

/// Where the lines of the message stand.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum TextAlign {
    /// At the left edge.
    #[default]
    Left,
    /// In the middle.
    Center,
    /// At the right edge.
    Right,
    /// At both edges.
    Justify,
}

impl From<TextAlign> for Align {
    fn from(align: TextAlign) -> Self {
        match align {
            TextAlign::Left => Self::Start,
            TextAlign::Center => Self::Center,
            TextAlign::Right => Self::End,
            TextAlign::Justify => Self::Justify,
        }
    }
}

/// What stands between the values of a table.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Delimiter {
    /// What the headings are divided by.
    #[default]
    Auto,
    /// A comma.
    Comma,
    /// A semicolon.
    Semicolon,
    /// A tab.
    Tab,
    /// A vertical bar.
    Pipe,
}

/// How a table's characters are written as bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Encoding {
    /// What the bytes look like.
    #[default]
    Auto,
    /// UTF-8.
    #[serde(rename = "utf-8")]
    Utf8,
    /// UTF-16, little or big end first by its first bytes.
    #[serde(rename = "utf-16")]
    Utf16,
    /// Western Europe.
    #[serde(rename = "windows-1252")]
    Windows1252,
    /// Central Europe.
    #[serde(rename = "windows-1250")]
    Windows1250,
}

/// Paper for several cards.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Paper {
    /// 210 × 297 mm.
    #[default]
    A4,
    /// 297 × 420 mm.
    A3,
    /// 8.5 × 11 in.
    Letter,
    /// 11 × 17 in.
    Tabloid,
}

impl Paper {
    /// Its short and its long side in mm.
    pub(crate) fn sides_mm(self) -> (f64, f64) {
        match self {
            Self::A4 => (210.0, 297.0),
            Self::A3 => (297.0, 420.0),
            Self::Letter => (215.9, 279.4),
            Self::Tabloid => (279.4, 431.8),
        }
    }
}

/// What `postcard` may be told. In texts, `\n` begins a new line and `{Column}` is replaced by what a table
/// holds in that column.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PostcardParams {
    /// What is drawn beside the text, and where the text stands.
    #[schemars(title = "Template", extend("x-group" = "Card"))]
    pub template: Template,
    /// The card's size.
    #[schemars(title = "Size", extend("x-group" = "Card"))]
    pub size: Size,
    /// Width of a custom size.
    #[schemars(title = "Width", range(min = 50.0, max = 420.0), extend("x-group" = "Card", "x-unit" = "mm", "x-advanced" = true))]
    pub width_mm: f64,
    /// Height of a custom size.
    #[schemars(title = "Height", range(min = 40.0, max = 420.0), extend("x-group" = "Card", "x-unit" = "mm", "x-advanced" = true))]
    pub height_mm: f64,
    /// Whose rules the card is checked against.
    #[schemars(title = "Postal rules", extend("x-group" = "Card"))]
    pub postal: Postal,
    /// The picture shows the postal zones. They are never drawn.
    #[schemars(title = "Show postal zones", extend("x-group" = "Card", "x-advanced" = true))]
    pub show_zones: bool,
    /// Kept free at every edge: clips and rollers need it.
    #[schemars(title = "Margin", range(min = 0.0, max = 40.0), extend("x-group" = "Card", "x-unit" = "mm", "x-advanced" = true))]
    pub margin_mm: f64,

    /// Name of who gets it.
    #[schemars(title = "Recipient", length(max = 300), extend("x-group" = "Text"))]
    pub recipient: String,
    /// Lines of the address under the name.
    #[schemars(title = "Address", length(max = 1000), extend("x-group" = "Text", "x-multiline" = true))]
    pub address: String,
    /// What is said.
    #[schemars(title = "Message", length(max = 10_000), extend("x-group" = "Text", "x-multiline" = true))]
    pub message: String,
    /// Large line over the message; the template's own if none, and none if empty.
    #[schemars(title = "Heading", length(max = 200), extend("x-group" = "Text"))]
    pub heading: Option<String>,
    /// Signature under the message.
    #[schemars(title = "Signature", length(max = 300), extend("x-group" = "Text"))]
    pub signature: String,
    /// Lines of the sender's address, small at the top.
    #[schemars(title = "Sender", length(max = 1000), extend("x-group" = "Text", "x-multiline" = true))]
    pub sender: String,

    /// The recipient, as Drawscape's label calls it.
    #[schemars(title = "Name", length(max = 300), extend("x-group" = "Address in parts", "x-advanced" = true))]
    pub name: String,
    /// Street and number.
    #[schemars(title = "Address line 1", length(max = 300), extend("x-group" = "Address in parts", "x-advanced" = true))]
    pub address_line_1: String,
    /// Flat, floor, company.
    #[schemars(title = "Address line 2", length(max = 300), extend("x-group" = "Address in parts", "x-advanced" = true))]
    pub address_line_2: String,
    /// Town.
    #[schemars(title = "City", length(max = 300), extend("x-group" = "Address in parts", "x-advanced" = true))]
    pub city: String,
    /// State or region; its place is behind the town.
    #[schemars(title = "State", length(max = 300), extend("x-group" = "Address in parts", "x-advanced" = true))]
    pub state: String,
    /// Behind the state where there is one, else in front of the town.
    #[schemars(title = "Postcode", length(max = 50), extend("x-group" = "Address in parts", "x-advanced" = true))]
    pub zipcode: String,
    /// The last line.
    #[schemars(title = "Country", length(max = 300), extend("x-group" = "Address in parts", "x-advanced" = true))]
    pub country: String,

    /// Letters of the message and the address; an installed font among the files takes its place.
    #[schemars(title = "Font", extend("x-group" = "Letters"))]
    pub font: Font,
    /// Letters of the heading.
    #[schemars(title = "Heading font", extend("x-group" = "Letters"))]
    pub heading_font: Font,
    /// Height of capitals in the message; as large as fits, 2 to 4.5 mm, if none.
    #[schemars(title = "Message size", range(min = 1.0, max = 30.0), extend("x-group" = "Letters", "x-unit" = "mm"))]
    pub message_size_mm: Option<f64>,
    /// Height of capitals in the address; 3 mm, and less where lines are long, if none.
    #[schemars(title = "Address size", range(min = 1.0, max = 30.0), extend("x-group" = "Letters", "x-unit" = "mm"))]
    pub address_size_mm: Option<f64>,
    /// From line to line, as a multiple of the height of capitals.
    #[schemars(title = "Line spacing", range(min = 1.2, max = 5.0), extend("x-group" = "Letters"))]
    pub line_spacing: f64,
    /// Added between letters.
    #[schemars(title = "Letter spacing", range(min = -1.0, max = 5.0), extend("x-group" = "Letters", "x-unit" = "mm", "x-advanced" = true))]
    pub letter_spacing_mm: f64,
    /// Where the lines of the message stand.
    #[schemars(title = "Align", extend("x-group" = "Letters"))]
    pub align: TextAlign,
    /// How far letters stray as if written by hand.
    #[schemars(title = "Handwriting", range(min = 0.0, max = 1.0), extend("x-group" = "Letters"))]
    pub jitter: f64,
    /// Another number gives other strays.
    #[schemars(title = "Seed", range(min = 0, max = 4_294_967_295_u64), extend("x-group" = "Letters", "x-next" = true, "x-advanced" = true))]
    pub seed: u64,

    /// Colour of the text.
    #[schemars(title = "Ink", with = "String", length(max = 7), extend("x-group" = "Pens"))]
    pub ink_color: Color,
    /// Colour of ornaments; the same as the ink makes one layer of both.
    #[schemars(title = "Ornaments", with = "String", length(max = 7), extend("x-group" = "Pens"))]
    pub ornament_color: Color,
    /// Width of their lines.
    #[schemars(title = "Pen width", range(min = 0.05, max = 5.0), extend("x-group" = "Pens", "x-unit" = "mm"))]
    pub pen_width_mm: f64,

    /// Only the card of this row of the table, counted from 1 without the headings.
    #[schemars(title = "Only row", range(min = 1, max = 1_000_000), extend("x-group" = "Table"))]
    pub row: Option<u32>,
    /// Begin with this row: to go on where the last batch ended.
    #[schemars(title = "First row", range(min = 1, max = 1_000_000), extend("x-group" = "Table"))]
    pub first_row: u32,
    /// What stands between values.
    #[schemars(title = "Delimiter", extend("x-group" = "Table", "x-advanced" = true))]
    pub delimiter: Delimiter,
    /// How characters are written as bytes.
    #[schemars(title = "Encoding", extend("x-group" = "Table", "x-advanced" = true))]
    pub encoding: Encoding,
    /// So many cards on a sheet of paper, with marks to cut them apart; 1 makes a file for each card.
    #[schemars(title = "Cards on a sheet", range(min = 1, max = 60), extend("x-group" = "Table"))]
    pub per_sheet: u32,
    /// Paper of those sheets.
    #[schemars(title = "Paper", extend("x-group" = "Table"))]
    pub paper: Paper,
    /// Also writes `cards.gcode`: all cards one after the other, with a pause for the next card before each.
    #[schemars(title = "G-code with pauses", extend("x-group" = "Table"))]
    pub gcode: bool,
}

/// A warm red that every pen maker has.
const ORNAMENT: Color = Color { r: 0xb0, g: 0x2a, b: 0x3a };

impl Default for PostcardParams {
    fn default() -> Self {
        Self {
            template: Template::default(),
            size: Size::default(),
            width_mm: 148.0,
            height_mm: 105.0,
            postal: Postal::default(),
            show_zones: true,
            margin_mm: 6.0,
            recipient: String::new(),
            address: String::new(),
            message: String::new(),
            heading: None,
            signature: String::new(),
            sender: String::new(),
            name: String::new(),
            address_line_1: String::new(),
            address_line_2: String::new(),
            city: String::new(),
            state: String::new(),
            zipcode: String::new(),
            country: String::new(),
            font: Font::Sans,
            heading_font: Font::Script,
            message_size_mm: None,
            address_size_mm: None,
            line_spacing: 1.9,
            letter_spacing_mm: 0.0,
            align: TextAlign::Left,
            jitter: 0.0,
            seed: 0,
            ink_color: Color::BLACK,
            ornament_color: ORNAMENT,
            pen_width_mm: 0.3,
            row: None,
            first_row: 1,
            delimiter: Delimiter::Auto,
            encoding: Encoding::Auto,
            per_sheet: 1,
            paper: Paper::A4,
            gcode: false,
        }
    }
}
