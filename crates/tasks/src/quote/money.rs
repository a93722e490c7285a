//! Money: whole minor units, so that sums are exact.
//!
//! Every line is rounded once, half away from zero, to the minor unit of its currency; totals are sums of
//! rounded lines and never rounded again.

use schemars::JsonSchema;
use serde::Serialize;

/// A currency, by its ISO 4217 code.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
#[serde(transparent)]
pub struct Currency(String);

/// The word is no currency.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{0:?} is no currency code: it takes three letters, such as EUR")]
pub struct NoCurrency(String);

/// ISO 4217 currencies without a minor unit, and those with thousandths. All others have hundredths.
const WHOLE: [&str; 15] =
    ["BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF"];
const THOUSANDTHS: [&str; 7] = ["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"];

impl Currency {
    /// Takes three letters in any case.
    ///
    /// # Errors
    /// [`NoCurrency`] for anything else.
    pub fn new(code: &str) -> Result<Self, NoCurrency> {
        let code = code.trim();
        let sound = code.len() == 3 && code.chars().all(|letter| letter.is_ascii_alphabetic());
        if sound { Ok(Self(code.to_ascii_uppercase())) } else { Err(NoCurrency(code.to_owned())) }
    }

    /// `EUR`.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.0
    }

    /// Digits behind the decimal point.
    #[must_use]
    pub fn digits(&self) -> u32 {
        match self.code() {
            code if WHOLE.contains(&code) => 0,
            code if THOUSANDTHS.contains(&code) => 3,
            _ => 2,
        }
    }

    /// Minor units in one major unit: 100 cents.
    #[must_use]
    pub fn minor_per_major(&self) -> i64 {
        10_i64.pow(self.digits())
    }

    /// An amount in figures that programs read: `-1234.50`.
    #[must_use]
    pub fn plain(&self, amount_minor: i64) -> String {
        self.written(amount_minor, "")
    }

    /// An amount for people: `1,234.50`.
    #[must_use]
    pub fn grouped(&self, amount_minor: i64) -> String {
        self.written(amount_minor, ",")
    }

    fn written(&self, amount_minor: i64, thousands: &str) -> String {
        let one = self.minor_per_major().unsigned_abs();
        let (whole, part) = (amount_minor.unsigned_abs() / one, amount_minor.unsigned_abs() % one);
        let digits = whole.to_string();
        let mut text = String::new();
        if amount_minor < 0 {
            text.push('-');
        }
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                text.push_str(thousands);
            }
            text.push(digit);
        }
        if self.digits() > 0 {
            text.push('.');
            text.push_str(&format!("{part:0width$}", width = self.digits() as usize));
        }
        text
    }
}

/// The nearest whole number of minor units, halves away from zero. None beyond ±10^15, where such numbers
/// are no longer exact.
#[must_use]
pub(super) fn rounded(amount_minor: f64) -> Option<i64> {
    // A product of decimals such as 1.005 · 100 falls short of its half by a few units in the last place.
    let nudged = amount_minor + amount_minor.signum() * amount_minor.abs() * 4.0 * f64::EPSILON;
    let whole = nudged.round();
    (whole.abs() <= 1e15).then_some(whole as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_go_away_from_zero_also_where_binary_fractions_fall_short() {
        for (amount, expected) in
            [(0.5, 1), (-0.5, -1), (1.4999, 1), (1.005 * 100.0, 101), (-1.005 * 100.0, -101), (0.0, 0)]
        {
            assert_eq!(rounded(amount), Some(expected), "{amount}");
        }
        assert_eq!(rounded(f64::NAN), None);
        assert_eq!(rounded(1e16), None);
    }

    #[test]
    fn amounts_are_written_with_the_digits_of_their_currency() {
        let written = |code: &str, amount| {
            let currency = Currency::new(code).unwrap();
            (currency.plain(amount), currency.grouped(amount))
        };
        assert_eq!(written("eur", 123_456_789), ("1234567.89".to_owned(), "1,234,567.89".to_owned()));
        assert_eq!(written("EUR", -5), ("-0.05".to_owned(), "-0.05".to_owned()));
        assert_eq!(written("JPY", 12_345), ("12345".to_owned(), "12,345".to_owned()));
        assert_eq!(written("KWD", 1_005), ("1.005".to_owned(), "1.005".to_owned()));
        assert!(Currency::new("€").is_err() && Currency::new("EURO").is_err());
    }
}
