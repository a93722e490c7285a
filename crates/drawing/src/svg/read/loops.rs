//! Uses that come back to themselves over several steps. usvg finds only the short circles; longer ones
//! it unrolls until a limit refuses the whole drawing.

use super::survey::own;
use roxmltree::{Document, Node, NodeId};
use std::collections::{HashMap, HashSet};

const XLINK: &str = "http://www.w3.org/1999/xlink";

struct Use {
    node: NodeId,
    /// Numbers of the nodes in what it refers to; they follow each other in the document.
    target: std::ops::Range<usize>,
}

/// The uses to leave out so that no circle is left.
pub(super) fn circular_uses(document: &Document<'_>) -> HashSet<NodeId> {
    let uses = collect(document);
    let mut state = vec![State::New; uses.len()];
    let mut circular = HashSet::new();
    for index in 0..uses.len() {
        visit(index, &uses, &mut state, &mut circular);
    }
    circular
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    New,
    Open,
    Done,
}

fn visit(from: usize, uses: &[Use], state: &mut [State], circular: &mut HashSet<NodeId>) {
    // Each entry: a use, and the next of those within its target to look at.
    let mut stack = Vec::new();
    let enter = |index: usize, state: &mut [State], stack: &mut Vec<(usize, usize)>| {
        state[index] = State::Open;
        let first = uses.partition_point(|it| it.node.get_usize() < uses[index].target.start);
        stack.push((index, first));
    };
    if state[from] == State::New {
        enter(from, state, &mut stack);
    }
    while let Some((index, next)) = stack.last_mut() {
        let inner = *next;
        *next += 1;
        if inner >= uses.len() || uses[inner].node.get_usize() >= uses[*index].target.end {
            state[*index] = State::Done;
            stack.pop();
            continue;
        }
        match state[inner] {
            State::New => enter(inner, state, &mut stack),
            State::Open => {
                circular.insert(uses[inner].node);
            }
            State::Done => {}
        }
    }
}

fn collect(document: &Document<'_>) -> Vec<Use> {
    let mut by_id = HashMap::new();
    let mut found: Vec<Node<'_, '_>> = Vec::new();
    for node in document.descendants() {
        if let Some(id) = own(node, "id") {
            by_id.entry(id).or_insert(node);
        }
        if node.tag_name().name() == "use" {
            found.push(node);
        }
    }
    let target = |node: &Node<'_, '_>| {
        let href = own(*node, "href").or_else(|| node.attribute((XLINK, "href")))?;
        let target = by_id.get(href.trim().strip_prefix('#')?)?;
        let start = target.id().get_usize();
        Some(Use { node: node.id(), target: start..start + target.descendants().count() })
    };
    found.iter().filter_map(target).collect()
}
