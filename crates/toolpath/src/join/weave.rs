//! Which end follows which, and which paths are in one stroke by now.

use super::ends::{NONE, direction, may_join};
use kurbo::Vec2;
use penstock_drawing::Path;

/// The links between ends.
pub(super) struct Weave {
    /// For each end the end that follows it, or [`NONE`].
    pub(super) links: Vec<u32>,
    directions: Vec<Vec2>,
    /// The forest of a union-find: paths of one stroke have one root.
    parent: Vec<u32>,
    /// Whether the stroke with this root is closed to a ring.
    ring: Vec<bool>,
    allow_reverse: bool,
}

impl Weave {
    /// No links.
    pub(super) fn new(paths: &[Path], allow_reverse: bool) -> Self {
        Self {
            links: vec![NONE; 2 * paths.len()],
            directions: (0..2 * paths.len() as u32).map(|end| direction(paths, end)).collect(),
            parent: (0..paths.len() as u32).collect(),
            ring: vec![false; paths.len()],
            allow_reverse,
        }
    }

    /// Whether paths may be drawn from their end to their start.
    pub(super) fn allow_reverse(&self) -> bool {
        self.allow_reverse
    }

    /// May a stroke go from one of these ends on to the other?
    pub(super) fn may_join(&self, a: u32, b: u32) -> bool {
        may_join(a, b, self.allow_reverse)
    }

    /// The direction in which a path leaves its end.
    pub(super) fn direction(&self, end: u32) -> Vec2 {
        self.directions[end as usize]
    }

    /// How sharply a stroke turns from one end into the other: −1 is straight on, 1 straight back.
    pub(super) fn bend(&self, a: u32, b: u32) -> f64 {
        self.directions[a as usize].dot(self.directions[b as usize])
    }

    /// Nothing follows this end.
    pub(super) fn is_loose(&self, end: u32) -> bool {
        self.links[end as usize] == NONE
    }

    /// Names the stroke that an end belongs to; changes when strokes are joined.
    pub(super) fn stroke(&mut self, end: u32) -> u32 {
        let mut root = end / 2;
        while self.parent[root as usize] != root {
            // Halving the way keeps later ways short.
            self.parent[root as usize] = self.parent[self.parent[root as usize] as usize];
            root = self.parent[root as usize];
        }
        root
    }

    /// Whether this stroke (from [`Weave::stroke`]) is a ring.
    pub(super) fn is_ring(&self, stroke: u32) -> bool {
        self.ring[stroke as usize]
    }

    /// Links two loose ends.
    pub(super) fn join(&mut self, a: u32, b: u32) {
        self.link(a, b);
        let (stroke_a, stroke_b) = (self.stroke(a), self.stroke(b));
        if stroke_a == stroke_b {
            self.ring[stroke_a as usize] = true;
        } else {
            self.parent[stroke_b as usize] = stroke_a;
        }
    }

    /// Links two ends, or loosens the first if the second is [`NONE`].
    pub(super) fn link(&mut self, a: u32, b: u32) {
        self.links[a as usize] = b;
        if b != NONE {
            self.links[b as usize] = a;
        }
    }

    /// The ring `ring` is part of `host` from now on.
    pub(super) fn absorb(&mut self, ring: u32, host: u32) {
        self.parent[ring as usize] = host;
    }
}
