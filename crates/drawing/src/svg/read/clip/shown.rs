//! Which of a region's shapes let a place through.
//!
//! A clip path lets through the union of its shapes. In a mask shapes are painted over each other, from
//! nothing: a shape of level `l` and opacity `a` makes `v·(1 − a) + a·l` of the value `v` below it, and a
//! place goes through where the value is at least one half.

use super::grid::Edge;
use super::polygons::{self, Contours};
use crate::FillRule;
use std::collections::HashMap;

/// From which value on a place of a mask goes through.
const HALF: f64 = 0.5;
/// Values of a mask that differ by less than this are one.
const STEP: f64 = 1.0 / 64.0;

/// Paint of a shape in a mask.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(in crate::svg::read) struct Ink {
    /// Luminance from 0 to 1; 1 in masks that go by opacity.
    pub(in crate::svg::read) level: f64,
    /// From 0 to 1.
    pub(in crate::svg::read) opacity: f64,
}

impl Ink {
    /// What counts in clip paths, which ask for none.
    pub(in crate::svg::read) const FULL: Self = Self { level: 1.0, opacity: 1.0 };

    fn over(self, value: f64) -> f64 {
        value * (1.0 - self.opacity) + self.opacity * self.level
    }
}

/// One closed outline, with holes by its fill rule.
#[derive(Debug)]
pub(super) struct Shape {
    pub(super) rule: FillRule,
    /// A node that cuts this shape alone, as an index into [`Shown::nodes`].
    pub(super) within: Option<usize>,
    pub(super) ink: Ink,
}

/// A clip path or a mask, cut by others.
#[derive(Debug)]
pub(super) struct Node {
    /// In ascending order: as they are painted.
    pub(super) shapes: Vec<u32>,
    pub(super) and: Vec<usize>,
    pub(super) is_painted: bool,
}

/// Shapes, and how they are put together.
#[derive(Debug)]
pub(super) struct Shown {
    pub(super) shapes: Vec<Shape>,
    pub(super) nodes: Vec<Node>,
    pub(super) root: usize,
}

/// Where a point is: the shapes it is in, and those it is on the edge of.
struct Place<'a> {
    inside: &'a [u32],
    near: &'a [u32],
    /// On an edge counts as in.
    edge_is_in: bool,
}

impl Place<'_> {
    fn is_in(&self, shape: u32) -> bool {
        if self.near.contains(&shape) { self.edge_is_in } else { self.inside.contains(&shape) }
    }
}

impl Shown {
    /// Whether a point goes through. On the edge of a shape, where one of the two sides does.
    pub(super) fn holds(&self, inside: &[u32], near: &[u32]) -> bool {
        let on = |edge_is_in| self.node_holds(self.root, &Place { inside, near, edge_is_in });
        on(true) || (!near.is_empty() && on(false))
    }

    fn node_holds(&self, node: usize, place: &Place<'_>) -> bool {
        let node = &self.nodes[node];
        let hit = |shape: &&u32| {
            let within = self.shapes[**shape as usize].within;
            place.is_in(**shape) && within.is_none_or(|node| self.node_holds(node, place))
        };
        let own = if node.is_painted {
            let hits = node.shapes.iter().filter(hit);
            hits.fold(0.0, |value, &shape| self.shapes[shape as usize].ink.over(value)) >= HALF
        } else {
            // Most points are in few shapes, and a clip path may have many.
            let mut hits = place.inside.iter().chain(place.near);
            hits.any(|shape| node.shapes.binary_search(shape).is_ok() && hit(&shape))
        };
        own && node.and.iter().all(|&other| self.node_holds(other, place))
    }

    /// Everything that goes through.
    pub(super) fn polygons(&self, edges: &[Edge]) -> Contours {
        let mut outlines: Vec<Contours> = self.shapes.iter().map(|_| Contours::new()).collect();
        let mut last = None;
        for edge in edges {
            let contours = &mut outlines[edge.shape as usize];
            // Edges of one outline follow each other, end to start.
            if last != Some((edge.shape, edge.a)) || contours.is_empty() {
                contours.push(Vec::new());
            }
            if let Some(contour) = contours.last_mut() {
                contour.push([edge.a.x, edge.a.y]);
            }
            last = Some((edge.shape, edge.b));
        }
        self.node_polygons(self.root, &outlines, &mut HashMap::new())
    }

    fn node_polygons(
        &self,
        node: usize,
        outlines: &[Contours],
        known: &mut HashMap<usize, Contours>,
    ) -> Contours {
        if let Some(known) = known.get(&node) {
            return known.clone();
        }
        let index = node;
        let node = &self.nodes[node];
        let mut own = Vec::new();
        for &shape in &node.shapes {
            let it = &self.shapes[shape as usize];
            let mut outline = polygons::simple(&outlines[shape as usize], it.rule);
            if let Some(within) = it.within {
                let within = self.node_polygons(within, outlines, known);
                outline = polygons::intersection(&outline, &within);
            }
            own.push((it.ink, outline));
        }
        let mut shown = if node.is_painted {
            painted(own)
        } else {
            polygons::union(own.into_iter().map(|(_, outline)| outline).collect())
        };
        for &other in &node.and {
            shown = polygons::intersection(&shown, &self.node_polygons(other, outlines, known));
        }
        known.insert(index, shown.clone());
        shown
    }
}

/// What is left at half or more after all these were painted. Every value has its part of the plane.
fn painted(shapes: Vec<(Ink, Contours)>) -> Contours {
    let mut parts: Vec<(f64, Contours)> = Vec::new();
    for (ink, outline) in shapes {
        let mut next: Vec<(f64, Contours)> = Vec::new();
        let mut put = |value: f64, part: Contours| {
            if part.is_empty() {
                return;
            }
            match next.iter_mut().find(|(other, _)| (other - value).abs() < STEP) {
                Some((_, same)) => same.extend(part),
                None => next.push((value, part)),
            }
        };
        let mut bare = outline.clone();
        for (value, part) in parts {
            put(ink.over(value), polygons::intersection(&part, &outline));
            bare = polygons::difference(&bare, &part);
            put(value, polygons::difference(&part, &outline));
        }
        put(ink.over(0.0), bare);
        parts = next;
    }
    polygons::union(parts.into_iter().filter(|(value, _)| *value >= HALF).map(|(_, part)| part).collect())
}
