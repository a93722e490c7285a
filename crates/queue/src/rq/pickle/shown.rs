//! Values as Python's `repr` shows them.

use super::Value;
use std::fmt::Write;

/// The text, or its beginning once it has more than `most` characters.
pub(super) fn repr(value: &Value, most: usize) -> String {
    let mut shown = Shown { out: String::new(), left: most.saturating_add(1) };
    shown.value(value);
    shown.out
}

struct Shown {
    out: String,
    left: usize,
}

impl Shown {
    fn put(&mut self, text: &str) {
        for character in text.chars().take(self.left) {
            self.out.push(character);
            self.left -= 1;
        }
    }

    fn value(&mut self, value: &Value) {
        match value {
            Value::None => self.put("None"),
            Value::Bool(true) => self.put("True"),
            Value::Bool(false) => self.put("False"),
            Value::Int(number) => self.put(&number.to_string()),
            Value::BigInt(digits) => self.put(digits),
            Value::Float(float) => self.put(&float_repr(*float)),
            Value::Text(text) => self.text(text),
            Value::Bytes(bytes) => self.bytes(bytes),
            Value::List(items) => self.items("[", items, "]"),
            Value::Tuple(items) if items.len() == 1 => self.items("(", items, ",)"),
            Value::Tuple(items) => self.items("(", items, ")"),
            Value::Set(items) if items.is_empty() => self.put("set()"),
            Value::Set(items) => self.items("{", items, "}"),
            Value::Dict(pairs) => {
                self.put("{");
                for (at, (key, value)) in pairs.iter().enumerate() {
                    self.put(if at > 0 { ", " } else { "" });
                    self.value(key);
                    self.put(": ");
                    self.value(value);
                    if self.left == 0 {
                        return;
                    }
                }
                self.put("}");
            }
            Value::Opaque(class) => self.put(&format!("<{class}>")),
        }
    }

    fn items(&mut self, open: &str, items: &[Value], close: &str) {
        self.put(open);
        for (at, item) in items.iter().enumerate() {
            self.put(if at > 0 { ", " } else { "" });
            self.value(item);
            if self.left == 0 {
                return;
            }
        }
        self.put(close);
    }

    fn text(&mut self, text: &str) {
        let quote = if text.contains('\'') && !text.contains('"') { '"' } else { '\'' };
        self.put(quote.encode_utf8(&mut [0; 4]));
        for character in text.chars() {
            if self.left == 0 {
                return;
            }
            self.character(character, quote);
        }
        self.put(quote.encode_utf8(&mut [0; 4]));
    }

    fn character(&mut self, character: char, quote: char) {
        match character {
            '\\' => self.put("\\\\"),
            '\n' => self.put("\\n"),
            '\r' => self.put("\\r"),
            '\t' => self.put("\\t"),
            _ if character == quote => self.put(&format!("\\{character}")),
            // Rust and Python agree on what can be shown, but for combining marks, which Rust escapes.
            _ if !character.is_ascii_graphic() && character.escape_debug().count() > 2 => {
                let code = u32::from(character);
                self.put(&match code {
                    0..=0xff => format!("\\x{code:02x}"),
                    0x100..=0xffff => format!("\\u{code:04x}"),
                    _ => format!("\\U{code:08x}"),
                });
            }
            _ => self.put(character.encode_utf8(&mut [0; 4])),
        }
    }

    fn bytes(&mut self, bytes: &[u8]) {
        let quote = if bytes.contains(&b'\'') && !bytes.contains(&b'"') { '"' } else { '\'' };
        self.put(&format!("b{quote}"));
        for byte in bytes {
            if self.left == 0 {
                return;
            }
            match char::from(*byte) {
                shown @ ('\\' | '\n' | '\r' | '\t') => self.character(shown, quote),
                shown if shown.is_ascii_graphic() || shown == ' ' => self.character(shown, quote),
                _ => self.put(&format!("\\x{byte:02x}")),
            }
        }
        self.put(quote.encode_utf8(&mut [0; 4]));
    }
}

/// As Python shows a float: the shortest digits that read back the same, an exponent from 1e16 on and
/// below 1e-4.
pub(in super::super) fn float_repr(float: f64) -> String {
    if !float.is_finite() {
        return if float.is_nan() {
            "nan"
        } else if float > 0.0 {
            "inf"
        } else {
            "-inf"
        }
        .to_owned();
    }
    let scientific = format!("{float:e}");
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if (-4..16).contains(&exponent) || float == 0.0 {
        let plain = float.to_string();
        return if plain.contains('.') { plain } else { plain + ".0" };
    }
    let mut text = mantissa.to_owned();
    let sign = if exponent < 0 { '-' } else { '+' };
    let _ = write!(text, "e{sign}{:02}", exponent.unsigned_abs());
    text
}
