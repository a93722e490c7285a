use super::opcode as op;
use super::{Value, integer};

/// Writes protocol 4, which every Python from 3.4 on reads, without frames and memo.
///
/// [`Value::Opaque`] is written as its text in angle brackets: ask [`Value::is_plain`] before a value of
/// somebody else's is written again. Lists and dicts as keys or as members of sets are written as they
/// are, and Python refuses them; neither [`super::read`] nor [`Value::from_json`] makes such.
#[must_use]
pub fn write(value: &Value) -> Vec<u8> {
    let mut out = vec![op::PROTO, 4];
    push(value, false, &mut out);
    out.push(op::STOP);
    out
}

/// `key`: it stands where Python hashes it, so a set must be a frozen one.
fn push(value: &Value, key: bool, out: &mut Vec<u8>) {
    match value {
        Value::None => out.push(op::NONE),
        Value::Bool(true) => out.push(op::NEWTRUE),
        Value::Bool(false) => out.push(op::NEWFALSE),
        Value::Int(number) => push_int(*number, out),
        Value::BigInt(digits) => match integer::bytes(digits) {
            Some(bytes) => push_long(&bytes, out),
            None => push_text(digits, out),
        },
        Value::Float(float) => {
            out.push(op::BINFLOAT);
            out.extend(float.to_be_bytes());
        }
        Value::Text(text) => push_text(text, out),
        Value::Bytes(bytes) => {
            push_sized([op::SHORT_BINBYTES, op::BINBYTES, op::BINBYTES8], bytes, out);
        }
        Value::List(items) => {
            out.push(op::EMPTY_LIST);
            push_after_mark(items, key, op::APPENDS, out);
        }
        Value::Tuple(items) => push_tuple(items, key, out),
        Value::Set(items) if key => {
            out.push(op::MARK);
            items.iter().for_each(|item| push(item, true, out));
            out.push(op::FROZENSET);
        }
        Value::Set(items) => {
            out.push(op::EMPTY_SET);
            push_after_mark(items, true, op::ADDITEMS, out);
        }
        Value::Dict(pairs) => {
            out.push(op::EMPTY_DICT);
            if !pairs.is_empty() {
                out.push(op::MARK);
                for (name, value) in pairs {
                    push(name, true, out);
                    push(value, key, out);
                }
                out.push(op::SETITEMS);
            }
        }
        Value::Opaque(class) => push_text(&format!("<{class}>"), out),
    }
}

fn push_after_mark(items: &[Value], key: bool, then: u8, out: &mut Vec<u8>) {
    if !items.is_empty() {
        out.push(op::MARK);
        items.iter().for_each(|item| push(item, key, out));
        out.push(then);
    }
}

fn push_tuple(items: &[Value], key: bool, out: &mut Vec<u8>) {
    if items.len() > 3 {
        out.push(op::MARK);
    }
    items.iter().for_each(|item| push(item, key, out));
    out.push(match items.len() {
        0 => op::EMPTY_TUPLE,
        1 => op::TUPLE1,
        2 => op::TUPLE2,
        3 => op::TUPLE3,
        _ => op::TUPLE,
    });
}

fn push_int(number: i64, out: &mut Vec<u8>) {
    if let Ok(byte) = u8::try_from(number) {
        out.extend([op::BININT1, byte]);
    } else if let Ok(number) = u16::try_from(number) {
        out.push(op::BININT2);
        out.extend(number.to_le_bytes());
    } else if let Ok(number) = i32::try_from(number) {
        out.push(op::BININT);
        out.extend(number.to_le_bytes());
    } else {
        push_long(&integer::shortest(number.to_le_bytes().to_vec()), out);
    }
}

fn push_long(bytes: &[u8], out: &mut Vec<u8>) {
    match u8::try_from(bytes.len()) {
        Ok(length) => out.extend([op::LONG1, length]),
        Err(_) => {
            out.push(op::LONG4);
            // Numbers are far shorter than 2^31 bytes: see `integer::bytes`.
            out.extend(u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_le_bytes());
        }
    }
    out.extend(bytes);
}

fn push_text(text: &str, out: &mut Vec<u8>) {
    push_sized([op::SHORT_BINUNICODE, op::BINUNICODE, op::BINUNICODE8], text.as_bytes(), out);
}

fn push_sized([short, medium, long]: [u8; 3], bytes: &[u8], out: &mut Vec<u8>) {
    if let Ok(length) = u8::try_from(bytes.len()) {
        out.extend([short, length]);
    } else if let Ok(length) = u32::try_from(bytes.len()) {
        out.push(medium);
        out.extend(length.to_le_bytes());
    } else {
        out.push(long);
        out.extend((bytes.len() as u64).to_le_bytes());
    }
    out.extend(bytes);
}
