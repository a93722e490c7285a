//! How large a drawing becomes when usvg resolves references.
//!
//! What is measured by the box of the element that refers to it (`objectBoundingBox`) is resolved anew for
//! each of these, with all that it refers to in turn: ten masks of ten shapes, each masked by the next, are
//! ten thousand million shapes. usvg counts uses, but not these.

use super::ReadError;
use super::style::Styles;
use super::survey::own;
use roxmltree::{Document, Node, NodeId};
use std::collections::HashMap;

/// Shapes that references may become, all together.
const MOST: usize = 1_000_000;
/// Properties that refer to something with a content of its own.
pub(super) const REFERRING: [&str; 6] = ["clip-path", "mask", "fill", "stroke", "marker-mid", "marker-start"];

/// Refuses a document that references make too large.
pub(super) fn check(document: &Document<'_>, styles: &Styles<'_>, text: &str) -> Result<(), ReadError> {
    if !text.contains("url(") {
        return Ok(());
    }
    let mut by_id = HashMap::new();
    for node in document.descendants() {
        if let Some(id) = own(node, "id") {
            by_id.entry(id).or_insert(node);
        }
    }
    let mut costs = Costs { styles, by_id, known: HashMap::new() };
    let total = costs.of(document.root_element(), true);
    if total > MOST {
        return Err(ReadError::too_large(
            "Shapes of the drawing, with every clip path, mask and pattern counted",
            "1,000,000",
        ));
    }
    Ok(())
}

struct Costs<'a, 'd> {
    styles: &'a Styles<'a>,
    by_id: HashMap<&'a str, Node<'a, 'd>>,
    /// What was reckoned, or is being reckoned: a circle costs nothing more.
    known: HashMap<NodeId, Option<usize>>,
}

impl<'a, 'd: 'a> Costs<'a, 'd> {
    /// What stands in an element, and what that refers to. What is referred to counts where it is referred
    /// to, not where it stands, unless it is resolved once for all.
    fn of(&mut self, node: Node<'a, 'd>, is_root: bool) -> usize {
        if !is_root && is_container(node) {
            return 0;
        }
        let mut cost = 1_usize;
        for property in REFERRING {
            let Some(target) = self.target(node, property) else { continue };
            let times = if property == "marker-mid" { corners(node) } else { 1 };
            cost = cost.saturating_add(self.target_cost(target).saturating_mul(times));
        }
        for child in node.children().filter(Node::is_element) {
            cost = cost.saturating_add(self.of(child, false));
        }
        cost
    }

    fn target(&self, node: Node<'a, 'd>, property: &str) -> Option<Node<'a, 'd>> {
        let value = self.styles.value(node, property)?;
        let id = value.strip_prefix("url(")?.split(')').next()?.trim().trim_matches(['"', '\'']);
        self.by_id.get(id.strip_prefix('#')?).copied()
    }

    fn target_cost(&mut self, target: Node<'a, 'd>) -> usize {
        let is_shared = match target.tag_name().name() {
            "clipPath" => own(target, "clipPathUnits") != Some("objectBoundingBox"),
            "mask" => {
                own(target, "maskUnits") == Some("userSpaceOnUse")
                    && own(target, "maskContentUnits") != Some("objectBoundingBox")
            }
            "pattern" | "marker" => false,
            _ => return 1,
        };
        match self.known.get(&target.id()) {
            Some(Some(_)) if is_shared => 1,
            Some(known) => known.unwrap_or(0),
            None => {
                self.known.insert(target.id(), None);
                let cost = self.of(target, true);
                self.known.insert(target.id(), Some(cost));
                cost
            }
        }
    }
}

fn is_container(node: Node<'_, '_>) -> bool {
    matches!(node.tag_name().name(), "clipPath" | "mask" | "pattern" | "marker")
}

/// About how many corners a shape has: where it bears a marker.
fn corners(node: Node<'_, '_>) -> usize {
    let data = own(node, "d").or_else(|| own(node, "points")).unwrap_or_default();
    data.len() / 8 + 1
}
