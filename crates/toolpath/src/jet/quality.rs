//! How clean the edge of a cut is.

/// Quality of an edge, as operators number it. The number is the `Q` of the speed equation.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub enum Quality {
    /// Q1: separates, with a rough lower edge. The fastest.
    Separation,
    /// Q2: cuts through everywhere.
    Through,
    /// Q3: clean; about ±0.25 mm.
    #[default]
    Clean,
    /// Q4: good.
    Good,
    /// Q5: excellent; about ±0.13 mm. The slowest.
    Excellent,
}

/// The number is no quality.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{0} is no quality: there are 1 (separation) to 5 (excellent)")]
pub struct NoQuality(pub u8);

impl Quality {
    /// From the roughest to the finest.
    pub const ALL: [Self; 5] = [Self::Separation, Self::Through, Self::Clean, Self::Good, Self::Excellent];

    /// 1 to 5.
    #[must_use]
    pub fn number(self) -> u8 {
        self as u8 + 1
    }

    /// What people call it.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Separation => "separation",
            Self::Through => "through",
            Self::Clean => "clean",
            Self::Good => "good",
            Self::Excellent => "excellent",
        }
    }
}

impl TryFrom<u8> for Quality {
    type Error = NoQuality;

    fn try_from(number: u8) -> Result<Self, NoQuality> {
        Self::ALL.into_iter().find(|quality| quality.number() == number).ok_or(NoQuality(number))
    }
}
