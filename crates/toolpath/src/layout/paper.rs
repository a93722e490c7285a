/// A sheet that can be bought.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Paper {
    /// What it is called in parameters.
    pub name: &'static str,
    /// Its short side in mm.
    pub short_mm: f64,
    /// Its long side in mm.
    pub long_mm: f64,
}

const INCH_MM: f64 = 25.4;

const fn iso(name: &'static str, short_mm: f64, long_mm: f64) -> Paper {
    Paper { name, short_mm, long_mm }
}

const fn inches(name: &'static str, short: f64, long: f64) -> Paper {
    Paper { name, short_mm: short * INCH_MM, long_mm: long * INCH_MM }
}

/// ISO 216 from A6 to A1, the American sizes of ANSI/ASME Y14.1 and office paper, and the American
/// postcard.
pub const PAPERS: [Paper; 13] = [
    iso("a6", 105.0, 148.0),
    iso("a5", 148.0, 210.0),
    iso("a4", 210.0, 297.0),
    iso("a3", 297.0, 420.0),
    iso("a2", 420.0, 594.0),
    iso("a1", 594.0, 841.0),
    inches("letter", 8.5, 11.0),
    inches("legal", 8.5, 14.0),
    inches("tabloid", 11.0, 17.0),
    inches("arch-c", 18.0, 24.0),
    inches("us-4x6", 4.0, 6.0),
    inches("us-5x7", 5.0, 7.0),
    inches("us-9x12", 9.0, 12.0),
];

impl Paper {
    /// The sheet with this name.
    #[must_use]
    pub fn named(name: &str) -> Option<&'static Self> {
        PAPERS.iter().find(|paper| paper.name == name)
    }
}
