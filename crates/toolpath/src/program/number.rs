//! Numbers as controllers like them: always with a point, never with an exponent or a minus before zero.

/// With so many decimals at most; zeros at the end are left out, the point never.
pub(super) fn number(value: f64, decimals: usize) -> String {
    let mut text = format!("{value:.decimals$}");
    if text.contains('.') {
        text.truncate(text.trim_end_matches('0').len());
    } else {
        text.push('.');
    }
    if text == "-0." { "0.".to_owned() } else { text }
}

/// What a reader makes of it.
pub(super) fn rounded(value: f64, decimals: usize) -> f64 {
    let scale = 10f64.powi(decimals as i32);
    (value * scale).round() / scale
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_has_its_point() {
        for (value, text) in
            [(1.0, "1."), (-0.00001, "0."), (12.34567, "12.3457"), (-3.5, "-3.5"), (100.0, "100.")]
        {
            assert_eq!(number(value, 4), text);
        }
        assert_eq!(number(7.0, 0), "7.");
    }
}
