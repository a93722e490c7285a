//! Dates as people write them in lists.

/// What a cell says about a day.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Day {
    /// A day of the calendar, as year-month-day.
    Certain(String),
    /// Two readings: day first and month first.
    Either(String, String),
    /// No day.
    No,
}

/// Reads `2026-11-30`, `30.11.2026`, `30/11/2026` or `11/30/2026`. With slashes or hyphens day or month may
/// come first; where both could be, both are said.
pub(super) fn day(text: &str) -> Day {
    let text = text.trim();
    let numbers: Option<Vec<u32>> =
        text.split(['.', '/', '-']).map(|number| number.trim().parse().ok()).collect();
    let Some([a, b, c]) = numbers.as_deref().and_then(|numbers| <[u32; 3]>::try_from(numbers).ok()) else {
        return Day::No;
    };
    if a > 31 {
        return written(a, b, c).map_or(Day::No, Day::Certain);
    }
    let year = if c < 100 { 2000 + c } else { c };
    // Whoever writes dots writes the day first.
    let month_first = if text.contains('.') { None } else { written(year, a, b) };
    match (written(year, b, a), month_first) {
        (Some(one), Some(other)) if one != other => Day::Either(one, other),
        (Some(one), _) | (None, Some(one)) => Day::Certain(one),
        (None, None) => Day::No,
    }
}

/// The day if the calendar has it.
fn written(year: u32, month: u32, day: u32) -> Option<String> {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let last = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    let sound = (1..=last).contains(&day) && (1900..=9999).contains(&year);
    sound.then(|| format!("{year:04}-{month:02}-{day:02}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_and_doubt_is_said() {
        let certain = |day: &str| Day::Certain(day.to_owned());
        assert_eq!(day("2026-11-30"), certain("2026-11-30"));
        assert_eq!(day("30.11.2026"), certain("2026-11-30"));
        assert_eq!(day("03.04.26"), certain("2026-04-03"));
        assert_eq!(day("11/30/2026"), certain("2026-11-30"));
        assert_eq!(day("30/11/2026"), certain("2026-11-30"));
        assert_eq!(day("04/04/2026"), certain("2026-04-04"));
        assert_eq!(day("03/04/2026"), Day::Either("2026-04-03".to_owned(), "2026-03-04".to_owned()));
        for no in ["", "soon", "2026-02-29", "31.04.2026", "1.2", "2026-13-01"] {
            assert_eq!(day(no), Day::No, "{no}");
        }
        assert_eq!(day("2028-02-29"), certain("2028-02-29"));
    }
}
