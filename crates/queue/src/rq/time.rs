//! Times as RQ writes them: UTC, six digits of fraction, a `Z`; and Unix seconds as a decimal number.

use jiff::Timestamp;
use jiff::civil::DateTime;

/// Milliseconds since 1970 as `2026-11-22T13:24:31.598000Z`. Python raises on any other form.
#[must_use]
pub fn write(ms: i64) -> String {
    let time =
        Timestamp::from_millisecond(ms).unwrap_or(if ms < 0 { Timestamp::MIN } else { Timestamp::MAX });
    time.strftime("%Y-%m-%dT%H:%M:%S%.6fZ").to_string()
}

/// Milliseconds since 1970 from [`write`]'s form, with one to six digits of fraction or none, as RQ
/// reads it; the rest below a millisecond is cut.
#[must_use]
pub fn read(text: &[u8]) -> Option<i64> {
    let text = std::str::from_utf8(text).ok()?.strip_suffix('Z')?;
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let bytes = whole.as_bytes();
    let shape = b"dddd-dd-ddTdd:dd:dd";
    let fits = |(byte, want): (&u8, &u8)| if *want == b'd' { byte.is_ascii_digit() } else { byte == want };
    if bytes.len() != shape.len() || !bytes.iter().zip(shape).all(fits) {
        return None;
    }
    if fraction.is_empty() || fraction.len() > 6 || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let number = |from: usize, to: usize| whole[from..to].parse::<i16>().ok();
    let small = |from: usize| whole[from..from + 2].parse::<i8>().ok();
    let micros: i32 = format!("{fraction:0<6}").parse().ok()?;
    let time =
        DateTime::new(number(0, 4)?, small(5)?, small(8)?, small(11)?, small(14)?, small(17)?, micros * 1000)
            .ok()?;
    Some(time.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp().as_millisecond())
}

/// Milliseconds since 1970 as seconds with a fraction, as executions and results have it.
#[must_use]
pub fn write_seconds(ms: i64) -> String {
    format!("{}{}.{:03}", if ms < 0 { "-" } else { "" }, ms.unsigned_abs() / 1000, ms.unsigned_abs() % 1000)
}

/// Milliseconds since 1970 from seconds with a fraction.
#[must_use]
pub fn read_seconds(text: &[u8]) -> Option<i64> {
    let seconds: f64 = std::str::from_utf8(text).ok()?.parse().ok()?;
    let ms = (seconds * 1000.0).round();
    // Within what a time can be; the cast is exact there.
    (ms.is_finite() && ms.abs() < 1e15).then_some(ms as i64)
}
