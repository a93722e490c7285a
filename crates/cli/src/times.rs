//! Times and durations: as people type them, as people read them, and as JSON carries them.

use jiff::civil::{DateTime, Time};
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp, ToSpan, Zoned};

/// RFC 3339 in UTC, as JSON carries it; always with milliseconds, so that such texts sort by time.
pub(crate) fn rfc3339(ms: i64) -> String {
    Timestamp::from_millisecond(ms).map_or_else(|_| ms.to_string(), |at| format!("{at:.3}"))
}

/// Local time for people, to the second.
pub(crate) fn local(ms: i64) -> String {
    match Timestamp::from_millisecond(ms) {
        Ok(at) => at.to_zoned(TimeZone::system()).strftime("%Y-%m-%d %H:%M:%S").to_string(),
        Err(_) => ms.to_string(),
    }
}

/// Now, in milliseconds since 1970.
pub(crate) fn now_ms() -> i64 {
    Timestamp::now().as_millisecond()
}

/// A point in time, in milliseconds since 1970: RFC 3339 with an offset, a local date and time
/// (`2026-03-01 14:30`), a local date (its midnight), or a local time (`14:30`: the next one to come).
///
/// # Errors
/// A sentence for people.
pub(crate) fn parse_at(text: &str) -> Result<i64, String> {
    parse_at_in(text, &Zoned::now())
}

fn parse_at_in(text: &str, now: &Zoned) -> Result<i64, String> {
    if let Ok(at) = text.parse::<Timestamp>() {
        return Ok(at.as_millisecond());
    }
    if let Ok(zoned) = text.parse::<Zoned>() {
        return Ok(zoned.timestamp().as_millisecond());
    }
    let zone = now.time_zone();
    let in_zone = |local: DateTime| local.to_zoned(zone.clone()).map(|at| at.timestamp().as_millisecond());
    // Dates first: jiff reads the time of day out of a date with a time, too.
    let answer = if let Ok(local) = text.parse::<DateTime>() {
        in_zone(local)
    } else {
        text.parse::<Time>().or_else(|_| Time::strptime("%H:%M", text)).and_then(|time| {
            let today = now.date().to_datetime(time);
            let local = if today > now.datetime() { today } else { today.checked_add(1.day())? };
            in_zone(local)
        })
    };
    answer.map_err(|_| "expected a time such as 2026-03-01T14:30:00Z, “2026-03-01 14:30” or 14:30".to_owned())
}

/// When this duration is over, in milliseconds since 1970.
///
/// # Errors
/// A sentence for people.
pub(crate) fn parse_in(text: &str) -> Result<i64, String> {
    let seconds = parse_duration_s(text)?;
    // Days beyond what the calendar holds are refused, not wrapped.
    let span = Span::new().try_milliseconds((seconds * 1000.0).round() as i64).map_err(|_| too_far(text))?;
    Timestamp::now().checked_add(span).map(Timestamp::as_millisecond).map_err(|_| too_far(text))
}

fn too_far(text: &str) -> String {
    format!("{text} is further away than the calendar reaches")
}

/// Whole seconds: a bare number (`90`) or a duration (`5m`).
///
/// # Errors
/// A sentence for people.
pub(crate) fn parse_seconds(text: &str) -> Result<u64, String> {
    if let Ok(seconds) = text.parse() {
        return Ok(seconds);
    }
    parse_duration_s(text).map(|seconds| seconds.ceil() as u64)
}

/// Seconds in `90s`, `5m`, `2h`, `1d`, `1h30m`, `1.5h`.
fn parse_duration_s(text: &str) -> Result<f64, String> {
    let fault = || "expected a duration such as 90s, 5m, 2h, 1d or 1h30m".to_owned();
    let mut rest = text.trim();
    let mut seconds = 0.0;
    if rest.is_empty() {
        return Err(fault());
    }
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit() && c != '.').ok_or_else(fault)?;
        let (number, tail) = rest.split_at(digits);
        let letters = tail.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(tail.len());
        let (unit, tail) = tail.split_at(letters);
        let one = match unit {
            "ms" => 0.001,
            "s" | "sec" => 1.0,
            "m" | "min" => 60.0,
            "h" => 3_600.0,
            "d" => 86_400.0,
            _ => return Err(fault()),
        };
        seconds += number.parse::<f64>().map_err(|_| fault())? * one;
        rest = tail.trim_start();
    }
    Ok(seconds)
}

/// A duration for people, in its two largest units.
pub(crate) fn human_duration(seconds: f64) -> String {
    let whole = seconds.round().max(0.0) as u64;
    let (days, hours, minutes) = (whole / 86_400, whole / 3_600 % 24, whole / 60 % 60);
    if days > 0 {
        format!("{days} d {hours} h")
    } else if hours > 0 {
        format!("{hours} h {minutes} min")
    } else if minutes > 0 {
        format!("{minutes} min {} s", whole % 60)
    } else if whole >= 10 {
        format!("{whole} s")
    } else {
        format!("{:.1} s", seconds.max(0.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noon_in_berlin() -> Zoned {
        "2026-03-01T12:00:00+01:00[Europe/Berlin]".parse().unwrap()
    }

    fn at(text: &str) -> String {
        rfc3339(parse_at_in(text, &noon_in_berlin()).unwrap())
    }

    #[test]
    fn durations_are_read_in_every_unit() {
        let read = ["90s", "5m", "2h", "1d", "1h30m", "1.5h", "1h 30min"]
            .map(|text| parse_duration_s(text).unwrap());
        assert_eq!(read, [90.0, 300.0, 7_200.0, 86_400.0, 5_400.0, 5_400.0, 5_400.0]);
        for wrong in ["", "90", "-5m", "m", "5 parsecs", "1..2s", "2h!"] {
            assert!(parse_duration_s(wrong).is_err(), "{wrong} was read");
        }
    }

    #[test]
    fn bare_seconds_are_seconds() {
        assert_eq!(parse_seconds("90"), Ok(90));
        assert_eq!(parse_seconds("5m"), Ok(300));
        assert!(parse_seconds("-1").is_err());
    }

    #[test]
    fn a_time_far_beyond_the_calendar_is_refused() {
        assert!(parse_in("99999999999d").is_err());
        assert!(parse_in("1d").unwrap() > now_ms());
    }

    #[test]
    fn times_are_read_with_an_offset_or_as_local() {
        assert_eq!(at("2026-03-01T14:30:00Z"), "2026-03-01T14:30:00.000Z");
        assert_eq!(at("2026-03-01T14:30:00+02:00"), "2026-03-01T12:30:00.000Z");
        assert_eq!(at("2026-03-01 14:30"), "2026-03-01T13:30:00.000Z");
        assert_eq!(at("2026-03-01T14:30:05"), "2026-03-01T13:30:05.000Z");
        assert_eq!(at("2001-07-02 08:00"), "2001-07-02T06:00:00.000Z");
        assert_eq!(at("2026-07-01"), "2026-06-30T22:00:00.000Z");
    }

    #[test]
    fn a_time_of_day_is_the_next_one_to_come() {
        assert_eq!(at("14:30"), "2026-03-01T13:30:00.000Z");
        assert_eq!(at("11:30"), "2026-03-02T10:30:00.000Z");
    }

    #[test]
    fn a_wrong_time_is_answered_with_examples() {
        assert!(parse_at_in("soon", &noon_in_berlin()).unwrap_err().contains("14:30"));
    }

    #[test]
    fn durations_read_well() {
        assert_eq!(human_duration(0.25), "0.2 s");
        assert_eq!(human_duration(59.6), "1 min 0 s");
        assert_eq!(human_duration(3_725.0), "1 h 2 min");
        assert_eq!(human_duration(90_000.0), "1 d 1 h");
    }
}
