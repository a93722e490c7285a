use std::str::FromStr;

/// Pens by name: `#ff0000=1, #0000ff=2`. A name is that of a layer, a colour, or a width like `0.3 mm`.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct PenMap {
    entries: Vec<(String, u32)>,
}

/// Why a text is no pen map.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum PenMapError {
    /// There is no `=` with a number behind it.
    #[error("{0:?} is not a name and a pen, like #ff0000=1")]
    NoPen(String),
    /// Pens are numbered from 1.
    #[error("pen {pen} of {name:?} is out of range: at least 1 and at most {most}", most = PenMap::MOST_PENS)]
    OutOfRange {
        /// What it is for.
        name: String,
        /// What was asked for.
        pen: u32,
    },
    /// The same name has two pens.
    #[error("{0:?} is named twice")]
    Twice(String),
}

impl PenMap {
    /// Highest number of a pen.
    pub const MOST_PENS: u32 = 99;

    /// The pen of a name, whatever its case.
    #[must_use]
    pub fn pen(&self, name: &str) -> Option<u32> {
        self.entries.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, pen)| *pen)
    }

    /// It names nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// All names, in the order in which they were given.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().map(|(name, _)| name.as_str())
    }

    /// All pens; some may come more than once.
    pub fn pens(&self) -> impl Iterator<Item = u32> + '_ {
        self.entries.iter().map(|(_, pen)| *pen)
    }
}

impl FromStr for PenMap {
    type Err = PenMapError;

    /// Entries are separated by commas; spaces around names and numbers do not count. A name may hold `=`.
    fn from_str(text: &str) -> Result<Self, PenMapError> {
        let mut map = Self::default();
        for entry in text.split(',').map(str::trim).filter(|entry| !entry.is_empty()) {
            let no_pen = || PenMapError::NoPen(entry.to_owned());
            let (name, pen) = entry.rsplit_once('=').ok_or_else(no_pen)?;
            let (name, pen) = (name.trim(), pen.trim().parse::<u32>().map_err(|_| no_pen())?);
            if name.is_empty() {
                return Err(no_pen());
            }
            if !(1..=Self::MOST_PENS).contains(&pen) {
                return Err(PenMapError::OutOfRange { name: name.to_owned(), pen });
            }
            if map.pen(name).is_some() {
                return Err(PenMapError::Twice(name.to_owned()));
            }
            map.entries.push((name.to_owned(), pen));
        }
        Ok(map)
    }
}
