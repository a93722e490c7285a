//! Changes to the text that usvg gets: ids for what has none, cures for what would hurt.

use super::numbers::Cure;
use super::survey::own_attribute;
use roxmltree::{Attribute, Node};
use std::fmt::Write;
use std::ops::Range;

/// An element that usvg draws nothing of, whatever is in it.
const NOT_DRAWN: &str = "desc";

/// What comes to stand in a place. Most changes are ids, so these take no memory of their own.
#[derive(PartialEq)]
enum By {
    /// The id with this number.
    Id(u32),
    Text(Box<str>),
}

/// Changes in the making. Places are offsets into a text of less than 4 GB.
#[derive(Default)]
pub(super) struct Edits {
    list: Vec<(Range<u32>, By)>,
}

impl Edits {
    /// Gives an element the id with this number. One that an entity holds has its place inside the
    /// entity's quotes, so it is left as it is; `body` is where the outermost element starts.
    pub(super) fn insert_id(&mut self, node: Node<'_, '_>, number: u32, text: &str, body: usize) {
        if let Some(tag) = name_range(node, text).filter(|tag| tag.start > body) {
            self.put(tag.end..tag.end, By::Id(number));
        }
    }

    fn insert(&mut self, node: Node<'_, '_>, name: &str, value: &str, text: &str, body: usize) {
        if let Some(tag) = name_range(node, text).filter(|tag| tag.start > body) {
            self.put(tag.end..tag.end, By::Text(format!(" {name}=\"{value}\"").into()));
        }
    }

    fn put(&mut self, place: Range<usize>, by: By) {
        self.list.push((place.start as u32..place.end as u32, by));
    }

    /// Makes a faulty attribute harmless.
    pub(super) fn cure(&mut self, node: Node<'_, '_>, attribute: Attribute<'_, '_>, cure: Cure, text: &str) {
        match cure {
            Cure::Value(value) => self.put(attribute.range_value(), By::Text(value.into())),
            Cure::LeaveOut => self.leave_out(node, text),
        }
    }

    /// Hides an element and all within from usvg.
    pub(super) fn leave_out(&mut self, node: Node<'_, '_>, text: &str) {
        let Some(name) = name_range(node, text) else { return };
        let length = name.len();
        let whole = node.range();
        self.put(name, By::Text(NOT_DRAWN.into()));
        let end = text[whole.clone()].rfind("</").map(|at| whole.start + at + 2);
        if let Some(end) = end.filter(|_| !text[whole].ends_with("/>")) {
            self.put(end..end + length, By::Text(NOT_DRAWN.into()));
        }
    }

    /// Gives an attribute a value, whether it is there or not.
    pub(super) fn set(&mut self, node: Node<'_, '_>, name: &str, value: &str, text: &str, body: usize) {
        match own_attribute(node, name) {
            Some(attribute) => self.put(attribute.range_value(), By::Text(value.into())),
            None => self.insert(node, name, value, text, body),
        }
    }

    /// Takes an attribute away.
    pub(super) fn remove(&mut self, attribute: Attribute<'_, '_>) {
        self.put(attribute.range(), By::Text("".into()));
    }

    /// The changed text; ids are `made_id` and their number. A place that two changes name, because an
    /// entity is used twice, is changed once.
    pub(super) fn apply(mut self, text: &str, made_id: &str) -> String {
        self.list.sort_by_key(|(range, _)| (range.start, range.end));
        let length = |by: &By| match by {
            By::Id(number) => 6 + made_id.len() + number.checked_ilog10().unwrap_or(0) as usize + 1,
            By::Text(text) => text.len(),
        };
        let added: usize = self.list.iter().map(|(_, by)| length(by)).sum();
        let mut out = String::with_capacity(text.len() + added);
        let mut at = 0;
        let mut last = None;
        for (range, by) in &self.list {
            let is_repeated = last == Some((range, by));
            let (start, end) = (range.start as usize, range.end as usize);
            if start < at || is_repeated {
                continue;
            }
            out.push_str(&text[at..start]);
            match by {
                By::Id(number) => {
                    let _infallible = write!(out, " id=\"{made_id}{number}\"");
                }
                By::Text(text) => out.push_str(text),
            }
            at = end;
            last = Some((range, by));
        }
        out.push_str(&text[at..]);
        out
    }
}

/// Where the name of an element's start tag stands.
fn name_range(node: Node<'_, '_>, text: &str) -> Option<Range<usize>> {
    let start = node.range().start;
    let rest = text.get(start..)?.strip_prefix('<')?;
    let length = rest.find(|c: char| c.is_whitespace() || matches!(c, '/' | '>'))?;
    Some(start + 1..start + 1 + length)
}
