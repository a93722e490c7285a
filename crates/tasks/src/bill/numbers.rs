//! Numbers as people write them in lists: `6`, `6,5`, `6 mm`, `1/4"`, `1 1/2 in`, `5 pcs`.

use schemars::JsonSchema;
use serde::Serialize;

const INCH_MM: f64 = 25.4;

/// The sign for decimals.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Decimal {
    /// 6.5
    Point,
    /// 6,5
    Comma,
}

impl Decimal {
    /// What most of the cells use that look like a number with decimals; a point without any.
    pub(crate) fn of<'a>(cells: impl Iterator<Item = &'a str>) -> Self {
        let (mut points, mut commas) = (0_u32, 0_u32);
        for cell in cells {
            let number = cell.trim_end_matches(|c: char| c.is_alphabetic() || c == '"').trim();
            let shape = |sign: char, thousands: char| {
                let (whole, part) = number.rsplit_once(sign)?;
                let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
                let plain = digits(whole.trim_start_matches('-'));
                let number = digits(part) && (plain || in_threes(whole, thousands));
                number.then_some(part.len())
            };
            match (shape('.', ','), shape(',', '.')) {
                // Three digits may as well be thousands.
                (Some(3), None) | (None, Some(3) | None) | (Some(_), Some(_)) => {}
                (Some(_), None) => points += 1,
                (None, Some(_)) => commas += 1,
            }
        }
        if commas > points { Self::Comma } else { Self::Point }
    }

    /// The number, without any word behind it. `1.234,5` and `1,234.5` are read by this sign.
    pub(crate) fn number(self, text: &str) -> Option<f64> {
        let (thousands, decimal) = match self {
            Self::Point => (',', '.'),
            Self::Comma => ('.', ','),
        };
        let plain: String =
            text.chars().filter(|c| !matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\'')).collect();
        let (whole, part) = plain.split_once(decimal).unwrap_or((&plain, ""));
        if !plain.contains(|c: char| c.is_ascii_digit()) {
            return None;
        }
        let whole = match whole.split_once(thousands) {
            // Thousands come in threes; anything else is the other sign for decimals in one cell.
            Some(_) if !in_threes(whole, thousands) => return Self::other_sign(&plain, thousands, decimal),
            _ => whole.replace(thousands, ""),
        };
        finite(&format!("{whole}.{part}0"))
    }

    fn other_sign(plain: &str, sign: char, other: char) -> Option<f64> {
        let single = plain.matches(sign).count() == 1 && !plain.contains(other);
        if single { finite(&plain.replace(sign, ".")) } else { None }
    }
}

fn in_threes(whole: &str, thousands: char) -> bool {
    let mut groups = whole.trim_start_matches(['-', '+']).split(thousands);
    let digits = |group: &str| group.bytes().all(|byte| byte.is_ascii_digit());
    let first = groups.next().is_some_and(|first| (1..=3).contains(&first.len()) && digits(first));
    first && groups.all(|group| group.len() == 3 && digits(group))
}

fn finite(text: &str) -> Option<f64> {
    let plain = text.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '-' | '+' | 'e' | 'E'));
    text.parse::<f64>().ok().filter(|number| plain && number.is_finite())
}

/// A length as it was written.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Length {
    pub(crate) mm: f64,
    /// Taken for inches because it is a fraction, though nothing says so.
    pub(crate) guessed_inches: bool,
}

/// A length: a number with `mm`, `cm`, `in`, `"` or nothing (mm) behind it, or a fraction of inches.
pub(crate) fn length(text: &str, decimal: Decimal) -> Option<Length> {
    let text = text.trim().to_lowercase();
    let unit_at = text.find(|c: char| c.is_alphabetic() || matches!(c, '"' | '″' | '”' | '\''));
    let (number, unit) = text.split_at(unit_at.unwrap_or(text.len()));
    let unit_mm = match unit.trim().trim_end_matches('.') {
        "" => None,
        "mm" | "millimeter" | "millimetre" | "millimeters" | "millimetres" => Some(1.0),
        "cm" => Some(10.0),
        "m" => Some(1000.0),
        "in" | "inch" | "inches" | "zoll" | "pouce" | "pulgada" | "pulgadas" | "\"" | "″" | "”" | "''" => {
            Some(INCH_MM)
        }
        _ => return None,
    };
    let number = number.trim();
    match fraction(number) {
        Some(value) => {
            Some(Length { mm: value * unit_mm.unwrap_or(INCH_MM), guessed_inches: unit_mm.is_none() })
        }
        None => {
            let mm = decimal.number(number)? * unit_mm.unwrap_or(1.0);
            Some(Length { mm, guessed_inches: false })
        }
    }
}

/// `1/4`, `1 1/2` or `1-1/2`.
fn fraction(text: &str) -> Option<f64> {
    let (before, below) = text.split_once('/')?;
    let (whole, above) = before.trim().rsplit_once([' ', '-']).unwrap_or(("0", before));
    let parse = |text: &str| text.trim().parse::<u32>().ok().map(f64::from);
    let below = parse(below).filter(|&below| below > 0.0)?;
    Some(parse(whole)? + parse(above)? / below)
}

/// Why a quantity is none.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum NoQuantity {
    NoNumber,
    Fraction,
    OutOfRange,
}

/// The most of one part in one order.
pub(crate) const MOST: u32 = 1_000_000;

/// A whole number of pieces, with a word such as `pcs` behind it or not.
pub(crate) fn quantity(text: &str, decimal: Decimal) -> Result<u32, NoQuantity> {
    let text = text.trim().to_lowercase();
    let number = text.trim_end_matches(|c: char| c.is_alphabetic() || c == '.').trim();
    let number = number.strip_suffix('×').unwrap_or(number);
    let value = decimal.number(number).ok_or(NoQuantity::NoNumber)?;
    if value.fract() != 0.0 {
        Err(NoQuantity::Fraction)
    } else if (1.0..=f64::from(MOST)).contains(&value) {
        Ok(value as u32)
    } else {
        Err(NoQuantity::OutOfRange)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_read_as_people_write_them() {
        let mm = |text: &str, decimal| length(text, decimal).map(|length| length.mm);
        for (text, expected) in [
            ("6", 6.0),
            ("6mm", 6.0),
            ("6.5 MM", 6.5),
            ("0.25 in", 6.35),
            ("1/4\"", 6.35),
            ("1/4", 6.35),
            ("1 1/2 in", 38.1),
            ("1-1/2 inch", 38.1),
            ("2 cm", 20.0),
            ("1,250.5", 1250.5),
            ("6,5", 6.5),
        ] {
            let read = mm(text, Decimal::Point).unwrap();
            assert!((read - expected).abs() < 1e-9, "{text}: {read}");
        }
        assert_eq!(mm("6,5 mm", Decimal::Comma), Some(6.5));
        assert_eq!(mm("1.250,5", Decimal::Comma), Some(1250.5));
        assert_eq!(mm("6.5", Decimal::Comma), Some(6.5));
        assert!(length("1/4", Decimal::Point).unwrap().guessed_inches);
        assert!(!length("1/4 in", Decimal::Point).unwrap().guessed_inches);
        for nonsense in ["", "mm", "six", "1/0", "1e999", "10 ga", "6x4", "1,2,3", "nan", "inf"] {
            assert_eq!(length(nonsense, Decimal::Point), None, "{nonsense}");
        }
    }

    #[test]
    fn quantities_are_whole_numbers_of_pieces() {
        assert_eq!(quantity("5", Decimal::Point), Ok(5));
        assert_eq!(quantity("5 pcs.", Decimal::Point), Ok(5));
        assert_eq!(quantity("12 Stück", Decimal::Comma), Ok(12));
        assert_eq!(quantity("1.000", Decimal::Comma), Ok(1000));
        assert_eq!(quantity("5.0", Decimal::Point), Ok(5));
        assert_eq!(quantity("2.5", Decimal::Point), Err(NoQuantity::Fraction));
        assert_eq!(quantity("0", Decimal::Point), Err(NoQuantity::OutOfRange));
        assert_eq!(quantity("-3", Decimal::Point), Err(NoQuantity::OutOfRange));
        assert_eq!(quantity("many", Decimal::Point), Err(NoQuantity::NoNumber));
    }

    #[test]
    fn the_sign_for_decimals_is_that_of_most_cells() {
        assert_eq!(Decimal::of(["6,5", "10,25", "1.5"].into_iter()), Decimal::Comma);
        assert_eq!(Decimal::of(["6.5 mm", "a,b", "1,000"].into_iter()), Decimal::Point);
        // A date is no number.
        assert_eq!(Decimal::of(["30.11.2026", "6,5", "01.12.2026"].into_iter()), Decimal::Comma);
        assert_eq!(Decimal::of(["1.234,5"].into_iter()), Decimal::Comma);
        assert_eq!(Decimal::of(std::iter::empty()), Decimal::Point);
    }
}
