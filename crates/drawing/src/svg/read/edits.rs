//! Changes to the text that usvg gets: ids for what has none, cures for what would hurt.

use super::numbers::Cure;
use super::survey::own_attribute;
use roxmltree::{Attribute, Node};
use std::ops::Range;

/// An element that usvg draws nothing of, whatever is in it.
const NOT_DRAWN: &str = "desc";

/// Changes in the making.
#[derive(Default)]
pub(super) struct Edits {
    list: Vec<(Range<usize>, String)>,
}

impl Edits {
    /// Gives an element an attribute that it has not. One that an entity holds has its place inside the
    /// entity's quotes, so it is left as it is; `body` is where the outermost element starts.
    pub(super) fn insert(&mut self, node: Node<'_, '_>, name: &str, value: &str, text: &str, body: usize) {
        if let Some(tag) = name_range(node, text).filter(|tag| tag.start > body) {
            self.list.push((tag.end..tag.end, format!(" {name}=\"{value}\"")));
        }
    }

    /// Makes a faulty attribute harmless.
    pub(super) fn cure(&mut self, node: Node<'_, '_>, attribute: Attribute<'_, '_>, cure: Cure, text: &str) {
        match cure {
            Cure::Value(value) => self.list.push((attribute.range_value(), value)),
            Cure::LeaveOut => self.leave_out(node, text),
        }
    }

    /// Hides an element and all within from usvg.
    pub(super) fn leave_out(&mut self, node: Node<'_, '_>, text: &str) {
        let Some(name) = name_range(node, text) else { return };
        let length = name.len();
        let whole = node.range();
        self.list.push((name, NOT_DRAWN.to_owned()));
        let end = text[whole.clone()].rfind("</").map(|at| whole.start + at + 2);
        if let Some(end) = end.filter(|_| !text[whole].ends_with("/>")) {
            self.list.push((end..end + length, NOT_DRAWN.to_owned()));
        }
    }

    /// Gives an attribute a value, whether it is there or not.
    pub(super) fn set(&mut self, node: Node<'_, '_>, name: &str, value: &str, text: &str, body: usize) {
        match own_attribute(node, name) {
            Some(attribute) => self.list.push((attribute.range_value(), value.to_owned())),
            None => self.insert(node, name, value, text, body),
        }
    }

    /// Takes an attribute away.
    pub(super) fn remove(&mut self, attribute: Attribute<'_, '_>) {
        self.list.push((attribute.range(), String::new()));
    }

    /// The changed text. A place that two changes name, because an entity is used twice, is changed once.
    pub(super) fn apply(mut self, text: &str) -> String {
        self.list.sort_by_key(|(range, _)| (range.start, range.end));
        let added: usize = self.list.iter().map(|(_, by)| by.len()).sum();
        let mut out = String::with_capacity(text.len() + added);
        let mut at = 0;
        let mut last = None;
        for (range, by) in &self.list {
            let is_repeated = last == Some((range, by));
            if range.start < at || is_repeated {
                continue;
            }
            out.push_str(&text[at..range.start]);
            out.push_str(by);
            at = range.end;
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
