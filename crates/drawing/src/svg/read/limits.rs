//! What is refused before the XML is parsed, because parsing it would already cost too much.

use super::ReadError;
use std::collections::HashMap;

/// Attributes of one element; the parser compares each with all before it.
const MOST_ATTRIBUTES: usize = 1_000;
/// Elements within elements; usvg ends at 1,024.
const DEEPEST: usize = 1_000;
/// What entities may expand to, all together.
const MOST_ENTITY_BYTES: usize = 64 << 20;

/// Looks at the shape of the text only. What is no XML is left for the parser to name.
pub(super) fn check(text: &str) -> Result<(), ReadError> {
    let bytes = text.as_bytes();
    let (mut at, mut depth) = (0, 0_usize);
    while let Some(found) = find(bytes, at, b"<") {
        let rest = &bytes[found..];
        if rest.starts_with(b"<!--") {
            at = end_of(bytes, found, b"-->");
        } else if rest.starts_with(b"<![CDATA[") {
            at = end_of(bytes, found, b"]]>");
        } else if rest.starts_with(b"<?") {
            at = end_of(bytes, found, b"?>");
        } else if rest.starts_with(b"<!") {
            at = end_of_doctype(bytes, found);
            check_entities(&text[found..at.min(text.len())], bytes, at)?;
        } else if rest.starts_with(b"</") {
            depth = depth.saturating_sub(1);
            at = found + 2;
        } else {
            let tag = Tag::scan(bytes, found + 1);
            if tag.attributes > MOST_ATTRIBUTES {
                let what = format!("Attributes of the element on line {}", line_of(bytes, found));
                return Err(ReadError::too_large(what, "1,000"));
            }
            depth += usize::from(!tag.is_empty);
            if depth > DEEPEST {
                let what = format!("Elements within elements (line {})", line_of(bytes, found));
                return Err(ReadError::too_large(what, "1,000"));
            }
            at = tag.end;
        }
    }
    Ok(())
}

struct Tag {
    end: usize,
    attributes: usize,
    is_empty: bool,
}

impl Tag {
    fn scan(bytes: &[u8], from: usize) -> Self {
        let (mut at, mut attributes) = (from, 0);
        while let Some(&byte) = bytes.get(at) {
            match byte {
                b'"' | b'\'' => {
                    attributes += 1;
                    at = end_of(bytes, at + 1, &[byte]);
                    continue;
                }
                b'>' => {
                    return Self { end: at + 1, attributes, is_empty: bytes[at - 1] == b'/' };
                }
                _ => at += 1,
            }
        }
        Self { end: bytes.len(), attributes, is_empty: true }
    }
}

fn find(bytes: &[u8], from: usize, what: &[u8]) -> Option<usize> {
    let rest = bytes.get(from..)?;
    let found = match what {
        [one] => rest.iter().position(|byte| byte == one),
        _ => rest.windows(what.len()).position(|window| window == what),
    };
    found.map(|at| from + at)
}

fn end_of(bytes: &[u8], from: usize, what: &[u8]) -> usize {
    find(bytes, from, what).map_or(bytes.len(), |at| at + what.len())
}

fn end_of_doctype(bytes: &[u8], from: usize) -> usize {
    let plain = end_of(bytes, from, b">");
    match find(bytes, from, b"[") {
        Some(bracket) if bracket < plain => {
            let inner = end_of(bytes, bracket, b"]");
            end_of(bytes, inner, b">")
        }
        _ => plain,
    }
}

fn line_of(bytes: &[u8], at: usize) -> usize {
    bytes[..at].iter().filter(|&&byte| byte == b'\n').count() + 1
}

/// Adds up what the references to entities behind `from` would expand to.
fn check_entities(doctype: &str, bytes: &[u8], from: usize) -> Result<(), ReadError> {
    let mut values = HashMap::new();
    for declaration in doctype.split("<!ENTITY").skip(1) {
        let declaration = declaration.trim_start();
        let Some((name, rest)) = declaration.split_once(char::is_whitespace) else { continue };
        let Some(quote) = rest.trim_start().chars().next().filter(|c| matches!(c, '"' | '\'')) else {
            continue;
        };
        let value = rest.trim_start()[1..].split(quote).next().unwrap_or_default();
        values.entry(name).or_insert(value);
    }
    if values.is_empty() {
        return Ok(());
    }
    let mut sizes = HashMap::new();
    for name in values.keys() {
        expanded(name, &values, &mut sizes, 0);
    }
    let mut total = 0_usize;
    for name in references(&bytes[from..]) {
        total = total.saturating_add(sizes.get(name).copied().unwrap_or(0));
        if total > MOST_ENTITY_BYTES {
            let at = name.as_ptr().addr() - bytes.as_ptr().addr();
            let what = format!(
                "Text that the entities of the file expand to (&{name}; on line {})",
                line_of(bytes, at)
            );
            return Err(ReadError::too_large(what, "64 MB"));
        }
    }
    Ok(())
}

/// Bytes that an entity becomes. Ones that refer to themselves end at ten levels, as in the parser.
fn expanded<'a>(
    name: &'a str,
    values: &HashMap<&'a str, &'a str>,
    sizes: &mut HashMap<&'a str, usize>,
    depth: u32,
) -> usize {
    if let Some(&size) = sizes.get(name) {
        return size;
    }
    let Some(value) = values.get(name).filter(|_| depth < 10) else { return 0 };
    let mut size = value.len();
    for inner in references(value.as_bytes()) {
        size = size.saturating_add(expanded(inner, values, sizes, depth + 1));
    }
    sizes.insert(name, size);
    size
}

fn references(bytes: &[u8]) -> impl Iterator<Item = &str> {
    bytes.split(|&byte| byte == b'&').skip(1).filter_map(|after| {
        let end = after.iter().take(100).position(|&byte| byte == b';')?;
        std::str::from_utf8(&after[..end]).ok()
    })
}
