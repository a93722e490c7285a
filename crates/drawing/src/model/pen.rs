use serde::{Deserialize, Serialize};
use std::fmt;

/// An opaque colour.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Color {
    /// 0 to 255.
    pub r: u8,
    /// 0 to 255.
    pub g: u8,
    /// 0 to 255.
    pub b: u8,
}

impl Color {
    /// The pen that everything has.
    pub const BLACK: Self = Self { r: 0, g: 0, b: 0 };

    /// It cannot be told from white paper.
    #[must_use]
    pub fn is_paper(self) -> bool {
        const LIGHT: u8 = 0xfa;
        self.r >= LIGHT && self.g >= LIGHT && self.b >= LIGHT
    }
}

impl fmt::Display for Color {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.r, self.g, self.b)
    }
}

impl From<Color> for String {
    fn from(color: Color) -> Self {
        color.to_string()
    }
}

impl TryFrom<String> for Color {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let channel = |at: usize| text.get(at..at + 2).and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match (text.starts_with('#') && text.len() == 7, channel(1), channel(3), channel(5)) {
            (true, Some(r), Some(g), Some(b)) => Ok(Self { r, g, b }),
            _ => Err(format!("{text:?} is not a colour like #1f4e9e")),
        }
    }
}

/// What draws a layer.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Pen {
    /// Its colour.
    pub color: Color,
    /// Width of its line in mm.
    pub width_mm: f64,
}
