//! Units of length by the numbers of `$INSUNITS`.

use std::fmt;

/// A unit of length, by its number in `$INSUNITS`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Unit(u8);

/// Number, name in the plural, and size in mm. US survey lengths: 1 foot is 1200/3937 m.
const UNITS: [(&str, f64); 25] = [
    ("no unit", 1.0),
    ("inches", 25.4),
    ("feet", 304.8),
    ("miles", 1_609_344.0),
    ("millimetres", 1.0),
    ("centimetres", 10.0),
    ("metres", 1e3),
    ("kilometres", 1e6),
    ("microinches", 25.4e-6),
    ("mils", 0.0254),
    ("yards", 914.4),
    ("ångströms", 1e-7),
    ("nanometres", 1e-6),
    ("micrometres", 1e-3),
    ("decimetres", 100.0),
    ("decametres", 1e4),
    ("hectometres", 1e5),
    ("gigametres", 1e12),
    ("astronomical units", 149_597_870_700e3),
    ("light years", 9.460_730_472_580_8e18),
    ("parsecs", 3.085_677_581_491_367e19),
    ("US survey feet", 1_200_000.0 / 3937.0),
    ("US survey inches", 100_000.0 / 3937.0),
    ("US survey yards", 3_600_000.0 / 3937.0),
    ("US survey miles", 6_336_000_000.0 / 3937.0),
];

impl Unit {
    /// Millimetres.
    pub const MM: Self = Self(4);
    /// Inches.
    pub const INCH: Self = Self(1);
    /// Metres.
    pub const METRE: Self = Self(6);

    /// The unit with this number in `$INSUNITS`; None for 0 (no unit) and for what there is not.
    #[must_use]
    pub fn of_number(number: i64) -> Option<Self> {
        u8::try_from(number).ok().filter(|&number| (1..UNITS.len()).contains(&usize::from(number))).map(Self)
    }

    /// Its number in `$INSUNITS`.
    #[must_use]
    pub fn number(self) -> u8 {
        self.0
    }

    /// Its length in mm.
    #[must_use]
    pub fn mm(self) -> f64 {
        UNITS[usize::from(self.0)].1
    }

    /// Its name in the plural: `inches`.
    #[must_use]
    pub fn name(self) -> &'static str {
        UNITS[usize::from(self.0)].0
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
