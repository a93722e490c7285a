//! From usvg's clip paths to regions.

use super::clip::{Builder, Ink, Region};
use super::curve;
use crate::{FillRule, Path};
use kurbo::Affine;
use usvg::{ClipPath, Group, Node};

/// What a clip path lets through; `to_mm` leads from the space of the clipped group to the page.
pub(super) fn region(clip_path: &ClipPath, to_mm: Affine) -> Region {
    let mut builder = Builder::default();
    let root = node(&mut builder, clip_path, to_mm);
    builder.build(root)
}

/// What is inside of rings.
pub(super) fn area(rings: &[Path], rule: FillRule) -> Region {
    let mut builder = Builder::default();
    let root = builder.clip_path();
    builder.shape(root, rings, rule, None, Ink::FULL);
    builder.build(root)
}

pub(super) fn node(builder: &mut Builder, clip_path: &ClipPath, to_mm: Affine) -> usize {
    let node = builder.clip_path();
    if let Some(other) = clip_path.clip_path() {
        let other = self::node(builder, other, to_mm);
        builder.restrict(node, other);
    }
    let to_mm = to_mm * curve::affine(clip_path.transform());
    shapes(builder, node, clip_path.root(), to_mm, None);
    node
}

fn shapes(builder: &mut Builder, into: usize, group: &Group, to_mm: Affine, within: Option<usize>) {
    let to_mm = to_mm * curve::affine(group.transform());
    let within = match group.clip_path() {
        Some(clip_path) => {
            let inner = node(builder, clip_path, to_mm);
            if let Some(outer) = within {
                builder.restrict(inner, outer);
            }
            Some(inner)
        }
        None => within,
    };
    for child in group.children() {
        match child {
            Node::Group(group) => shapes(builder, into, group, to_mm, within),
            Node::Text(text) => shapes(builder, into, text.flattened(), to_mm, within),
            Node::Image(_) => {}
            Node::Path(path) => {
                let Some(fill) = path.fill().filter(|_| path.is_visible()) else { continue };
                builder.shape(into, &outline(path, to_mm), rule(fill), within, Ink::FULL);
            }
        }
    }
}

/// The subpaths of a shape on the page.
pub(super) fn outline(path: &usvg::Path, to_mm: Affine) -> Vec<Path> {
    curve::subpaths(path.data())
        .iter()
        .map(|subpath| curve::to_path(subpath, to_mm))
        .filter(|path| path.bounds().is_some())
        .collect()
}

pub(super) fn rule(fill: &usvg::Fill) -> FillRule {
    match fill.rule() {
        usvg::FillRule::NonZero => FillRule::NonZero,
        usvg::FillRule::EvenOdd => FillRule::EvenOdd,
    }
}
