//! The faces that come with Penstock.

/// A set of letters in one style.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Face {
    /// One stroke, plain: the fastest to draw.
    #[default]
    Sans,
    /// Plain letters of two strokes side by side.
    SansBold,
    /// With serifs, small curves drawn with many points.
    Serif,
    /// With serifs, thick strokes doubled or tripled.
    SerifBold,
    /// Slanted, with serifs.
    Italic,
    /// Slanted, with serifs, thick strokes tripled.
    ItalicBold,
    /// Connected handwriting of one stroke.
    Script,
    /// Connected handwriting, thick strokes doubled.
    ScriptBold,
    /// English black letter.
    GothicEnglish,
    /// German black letter.
    GothicGerman,
    /// Italian black letter.
    GothicItalian,
}

impl Face {
    /// All of them, plain ones first.
    pub const ALL: [Self; 11] = [
        Self::Sans,
        Self::SansBold,
        Self::Serif,
        Self::SerifBold,
        Self::Italic,
        Self::ItalicBold,
        Self::Script,
        Self::ScriptBold,
        Self::GothicEnglish,
        Self::GothicGerman,
        Self::GothicItalian,
    ];

    /// Its name in parameters, in kebab-case.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Sans => "sans",
            Self::SansBold => "sans-bold",
            Self::Serif => "serif",
            Self::SerifBold => "serif-bold",
            Self::Italic => "italic",
            Self::ItalicBold => "italic-bold",
            Self::Script => "script",
            Self::ScriptBold => "script-bold",
            Self::GothicEnglish => "gothic-english",
            Self::GothicGerman => "gothic-german",
            Self::GothicItalian => "gothic-italian",
        }
    }

    /// The face of this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|face| face.name() == name)
    }
}
