//! Whole numbers of any size: two's complement with the low byte first, and decimal digits.

use super::super::Unreadable;

/// Most bytes of a number: turning it into digits takes the square of them. Python's own limit for this
/// is 4300 digits.
const BYTES: usize = 1024;
/// Nine digits at a time.
const BILLION: u64 = 1_000_000_000;

/// The number when it fits into 64 bits.
pub(super) fn small(little_endian: &[u8]) -> Option<i64> {
    let negative = little_endian.last().is_some_and(|byte| byte & 0x80 != 0);
    let filler = if negative { 0xff } else { 0 };
    let (low, high) = little_endian.split_at(little_endian.len().min(8));
    let mut wide = [filler; 8];
    wide[..low.len()].copy_from_slice(low);
    let number = i64::from_le_bytes(wide);
    (high.iter().all(|byte| *byte == filler) && (number < 0) == negative).then_some(number)
}

/// Its decimal digits, with a sign.
pub(super) fn digits(little_endian: &[u8]) -> Result<String, Unreadable> {
    if little_endian.len() > BYTES {
        return Err(Unreadable::new(format!("a whole number of {} bytes", little_endian.len())));
    }
    let negative = little_endian.last().is_some_and(|byte| byte & 0x80 != 0);
    let mut magnitude = little_endian.to_vec();
    if negative {
        negate(&mut magnitude);
    }
    let mut groups = Vec::new();
    while magnitude.iter().any(|byte| *byte != 0) {
        let mut rest = 0;
        for byte in magnitude.iter_mut().rev() {
            let value = rest << 8 | u64::from(*byte);
            *byte = u8::try_from(value / BILLION).unwrap_or(u8::MAX);
            rest = value % BILLION;
        }
        groups.push(rest);
    }
    let mut text = if negative { "-".to_owned() } else { String::new() };
    text += &groups.pop().unwrap_or(0).to_string();
    for group in groups.iter().rev() {
        text += &format!("{group:09}");
    }
    Ok(text)
}

/// Two's complement of decimal digits, as short as it goes; none when they are no number.
pub(super) fn bytes(digits: &str) -> Option<Vec<u8>> {
    let (negative, digits) = match digits.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, digits),
    };
    if digits.is_empty() || digits.len() > 3 * BYTES || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let mut magnitude: Vec<u8> = Vec::new();
    for digit in digits.bytes() {
        let mut carry = u16::from(digit - b'0');
        for byte in &mut magnitude {
            let [low, high] = (u16::from(*byte) * 10 + carry).to_le_bytes();
            *byte = low;
            carry = high.into();
        }
        if carry != 0 {
            magnitude.push(carry.to_le_bytes()[0]);
        }
    }
    // Room for the sign; what is more than needed goes again.
    magnitude.push(0);
    if negative {
        negate(&mut magnitude);
    }
    Some(shortest(magnitude))
}

/// Two's complement without needless bytes at its high end.
pub(super) fn shortest(mut little_endian: Vec<u8>) -> Vec<u8> {
    while let [.., before, last] = little_endian[..] {
        let filler = if before & 0x80 == 0 { 0 } else { 0xff };
        if last != filler {
            break;
        }
        little_endian.pop();
    }
    little_endian
}

fn negate(little_endian: &mut [u8]) {
    let mut carry = true;
    for byte in little_endian {
        let (negated, overflow) = (!*byte).overflowing_add(u8::from(carry));
        (*byte, carry) = (negated, overflow);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_go_to_digits_and_back() {
        for text in ["9223372036854775808", "-9223372036854775809", "340282366920938463463374607431768211456"]
        {
            let bytes = bytes(text).unwrap();
            assert_eq!(small(&bytes), None, "{text}");
            assert_eq!(digits(&bytes).unwrap(), text);
        }
        assert_eq!(small(&bytes("-129").unwrap()), Some(-129));
        assert_eq!(bytes("-129").unwrap(), [0x7f, 0xff]);
        assert_eq!(bytes("255").unwrap(), [0xff, 0]);
        assert_eq!(digits(&[0x7f, 0xff]).unwrap(), "-129");
        assert_eq!((small(&[]), small(&[0xff])), (Some(0), Some(-1)));
        assert_eq!(small(&[0, 0, 0, 0, 0, 0, 0, 0x80, 0]), None, "2^63");
        assert_eq!(small(&[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0]), None, "2^64 - 1");
    }

    #[test]
    fn what_is_no_number_or_far_too_long_is_refused() {
        assert_eq!(bytes("12a"), None);
        assert_eq!(bytes("-"), None);
        assert!(digits(&vec![1; 2000]).is_err());
    }
}
