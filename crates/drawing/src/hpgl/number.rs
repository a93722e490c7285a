//! Whole numbers as digits: most of a file is these.

use std::io::{Result, Write};

/// Writes `x,y`.
pub(super) fn pair(out: &mut dyn Write, (x, y): (i64, i64)) -> Result<()> {
    // 2 × 20 digits and the comma.
    let mut buffer = [0_u8; 48];
    let mut at = buffer.len();
    at = back(&mut buffer, at, y);
    at -= 1;
    buffer[at] = b',';
    at = back(&mut buffer, at, x);
    out.write_all(&buffer[at..])
}

/// Puts the digits before `at` and gives where they begin.
fn back(buffer: &mut [u8], mut at: usize, value: i64) -> usize {
    let mut rest = value.unsigned_abs();
    loop {
        at -= 1;
        buffer[at] = b'0' + (rest % 10) as u8;
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    if value < 0 {
        at -= 1;
        buffer[at] = b'-';
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_written_as_the_standard_library_writes_them() {
        for x in [0, 1, -1, 9, 10, -10, 11040, i64::MAX, i64::MIN] {
            for y in [0, -7, i64::MIN] {
                let mut bytes = Vec::new();
                pair(&mut bytes, (x, y)).unwrap();
                assert_eq!(String::from_utf8(bytes).unwrap(), format!("{x},{y}"));
            }
        }
    }
}
