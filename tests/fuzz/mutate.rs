//! Small damage to known inputs, chosen by a seed.

/// Longest input that is made.
const LONGEST: usize = 64 << 10;

/// Splitmix64 (Steele, Lea and Flood 2014).
pub(crate) struct Numbers(u64);

impl Numbers {
    pub(crate) fn of(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % (end.max(1) as u64)).unwrap()
    }

    fn range(&mut self, length: usize) -> std::ops::Range<usize> {
        let from = self.below(length + 1);
        let longest = [4, 32, 400, length][self.below(4)];
        from..(from + self.below(longest + 1)).min(length)
    }
}

/// Numbers that programs get wrong.
const NUMBERS: [&str; 24] = [
    "0",
    "-1",
    "1",
    "255",
    "256",
    "65535",
    "65536",
    "2147483647",
    "-2147483648",
    "4294967296",
    "9223372036854775807",
    "-9223372036854775808",
    "18446744073709551616",
    "1e300",
    "-1e300",
    "1e-300",
    "1e999",
    "NaN",
    "inf",
    "0.1",
    "-0",
    "999999999",
    "1e7",
    "00000000000000000001",
];
const BYTES: [u8; 12] = [0, 1, 0x7f, 0x80, 0xff, b'"', b'<', b'\n', b'.', b'\\', 0xc3, 0xed];

/// One of the inputs, damaged in one to six places.
pub(crate) fn mutated(kept: &[Vec<u8>], words: &[&str], numbers: &mut Numbers) -> Vec<u8> {
    let newer = numbers.below(2) == 0;
    let from = if newer { kept.len().saturating_sub(40) } else { 0 };
    let mut bytes = kept[from + numbers.below(kept.len() - from)].clone();
    for _ in 0..=numbers.below(6) {
        damage(&mut bytes, kept, words, numbers);
        bytes.truncate(LONGEST);
    }
    bytes
}

fn damage(bytes: &mut Vec<u8>, kept: &[Vec<u8>], words: &[&str], numbers: &mut Numbers) {
    let at = numbers.below(bytes.len() + 1);
    match numbers.below(13) {
        0 if at < bytes.len() => bytes[at] ^= 1 << numbers.below(8),
        1 if at < bytes.len() => bytes[at] = BYTES[numbers.below(BYTES.len())],
        2 if at < bytes.len() => bytes[at] = numbers.next() as u8,
        3 => bytes.insert(at, BYTES[numbers.below(BYTES.len())]),
        4 => drop(bytes.drain(numbers.range(bytes.len()))),
        5 => {
            let piece = bytes[numbers.range(bytes.len())].to_vec();
            let times = [1, 1, 2, 50][numbers.below(4)];
            put(bytes, at, &piece.repeat(times));
        }
        6 | 7 if !words.is_empty() => put(bytes, at, words[numbers.below(words.len())].as_bytes()),
        8 | 9 => another_number(bytes, numbers),
        10 => {
            let other = &kept[numbers.below(kept.len())];
            put(bytes, at, &other[numbers.range(other.len())]);
        }
        11 => bytes.truncate(at),
        _ => {
            let (one, other) = (line(bytes, at), numbers.below(bytes.len() + 1));
            let moved: Vec<u8> = bytes[one.clone()].to_vec();
            if numbers.below(2) == 0 {
                bytes.drain(one);
            }
            put(bytes, other.min(bytes.len()), &moved);
        }
    }
}

fn put(bytes: &mut Vec<u8>, at: usize, piece: &[u8]) {
    drop(bytes.splice(at..at, piece[..piece.len().min(LONGEST)].iter().copied()));
}

/// Another number in place of one that stands there as text.
fn another_number(bytes: &mut Vec<u8>, numbers: &mut Numbers) {
    let from = numbers.below(bytes.len() + 1);
    let Some(begin) = bytes[from..].iter().position(u8::is_ascii_digit).map(|at| from + at) else { return };
    let end = bytes[begin..]
        .iter()
        .position(|b| !b.is_ascii_digit() && *b != b'.')
        .map_or(bytes.len(), |at| begin + at);
    drop(bytes.splice(begin..end, NUMBERS[numbers.below(NUMBERS.len())].bytes()));
}

/// Where the line around a place is.
fn line(bytes: &[u8], at: usize) -> std::ops::Range<usize> {
    let begin = bytes[..at].iter().rposition(|byte| *byte == b'\n').map_or(0, |it| it + 1);
    let end = bytes[at..].iter().position(|byte| *byte == b'\n').map_or(bytes.len(), |it| at + it + 1);
    begin..end
}
