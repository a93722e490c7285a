//! What a clip path or a mask lets through.

use super::grid::{Edge, Grid};
use super::polygons::Contours;
use super::shown::{Node, Shape, Shown};
use super::{BORDER_MM, TOLERANCE_MM};
use crate::{FillRule, Path};
use kurbo::{Point, Rect};
use std::cell::OnceCell;

pub(in crate::svg::read) use super::shown::Ink;

/// What a clip path or a mask lets through, on the page in mm.
#[derive(Debug)]
pub(in crate::svg::read) struct Region {
    edges: Vec<Edge>,
    shown: Shown,
    grid: Grid,
    /// It is one upright rectangle.
    rectangle: Option<Rect>,
    /// The same as polygons, once somebody asked for them.
    polygons: OnceCell<Contours>,
}

/// Puts a region together.
#[derive(Debug, Default)]
pub(in crate::svg::read) struct Builder {
    edges: Vec<Edge>,
    shapes: Vec<Shape>,
    nodes: Vec<Node>,
}

impl Builder {
    /// A clip path without shapes yet.
    pub(in crate::svg::read) fn clip_path(&mut self) -> usize {
        self.node(false)
    }

    /// A mask that nothing is painted on yet.
    pub(in crate::svg::read) fn mask(&mut self) -> usize {
        self.node(true)
    }

    fn node(&mut self, is_painted: bool) -> usize {
        self.nodes.push(Node { shapes: Vec::new(), and: Vec::new(), is_painted });
        self.nodes.len() - 1
    }

    /// `node` lets through only what `other` does.
    pub(in crate::svg::read) fn restrict(&mut self, node: usize, other: usize) {
        self.nodes[node].and.push(other);
    }

    /// Adds a shape: subpaths on the page, closed whether they say so or not. `within` is a node that cuts
    /// this shape alone; `ink` counts in a mask.
    pub(in crate::svg::read) fn shape(
        &mut self,
        node: usize,
        subpaths: &[Path],
        rule: FillRule,
        within: Option<usize>,
        ink: Ink,
    ) {
        let shape = self.shapes.len() as u32;
        self.shapes.push(Shape { rule, within, ink });
        self.nodes[node].shapes.push(shape);
        let mut points = Vec::new();
        for subpath in subpaths {
            points.clear();
            subpath.flatten(TOLERANCE_MM / 4.0, &mut points);
            points.push(subpath.start);
            let edges = points.windows(2).filter(|ends| ends[0] != ends[1]);
            self.edges.extend(edges.map(|ends| Edge { a: ends[0], b: ends[1], shape }));
        }
    }

    pub(in crate::svg::read) fn build(self, root: usize) -> Region {
        let grid = Grid::of(&self.edges);
        let rectangle = match (&self.nodes[root], self.shapes.len()) {
            (node, 1) if !node.is_painted && node.and.is_empty() && self.shapes[0].within.is_none() => {
                rectangle(&self.edges)
            }
            _ => None,
        };
        let shown = Shown { shapes: self.shapes, nodes: self.nodes, root };
        Region { edges: self.edges, shown, grid, rectangle, polygons: OnceCell::new() }
    }
}

fn rectangle(edges: &[Edge]) -> Option<Rect> {
    let [first, second, third, fourth] = edges else { return None };
    let upright = |edge: &Edge| edge.a.x == edge.b.x;
    let level = |edge: &Edge| edge.a.y == edge.b.y;
    let fits = (upright(first) && level(second) && upright(third) && level(fourth))
        || (level(first) && upright(second) && level(third) && upright(fourth));
    fits.then(|| Rect::from_points(first.a, third.a))
}

impl Region {
    /// Everything that it lets through is in here.
    pub(super) fn bounds(&self) -> Rect {
        self.grid.bounds()
    }

    /// The whole rectangle goes through, as far as can be told without looking closer.
    pub(super) fn surely_holds(&self, bounds: Rect) -> bool {
        self.rectangle.is_some_and(|it| it.inflate(BORDER_MM, BORDER_MM).contains_rect(bounds))
    }

    /// Adds to `cuts` where, from 0 to 1, the line from `a` to `b` meets an edge.
    pub(super) fn crossings(&self, a: Point, b: Point, cuts: &mut Vec<f64>) {
        let line = b - a;
        self.grid.near(a, b, &mut |index| {
            let edge = &self.edges[index];
            let along = edge.b - edge.a;
            let turn = line.cross(along);
            let to_edge = edge.a - a;
            // Parallel when the ends of the shorter one are within the border of the other's direction.
            if turn.abs() <= BORDER_MM * line.hypot().max(along.hypot()) {
                let distance = line.cross(to_edge).abs() / line.hypot();
                if distance <= 2.0 * BORDER_MM {
                    cuts.extend([edge.a, edge.b].map(|end| (end - a).dot(line) / line.hypot2()));
                }
                return;
            }
            let on_line = to_edge.cross(along) / turn;
            let on_edge = to_edge.cross(line) / turn;
            let slack = BORDER_MM / along.hypot();
            if (-slack..=1.0 + slack).contains(&on_edge) {
                cuts.push(on_line);
            }
        });
        cuts.retain(|cut| (0.0..=1.0).contains(cut));
    }

    /// Edges that it has.
    pub(super) fn edge_count(&self) -> usize {
        self.edges.len()
    }

    /// An edge may run through this box.
    pub(super) fn has_edges_in(&self, bounds: Rect) -> bool {
        let bounds = bounds.inflate(BORDER_MM, BORDER_MM);
        self.grid.any_in(bounds, &mut |index| {
            let edge = &self.edges[index];
            Rect::from_points(edge.a, edge.b).overlaps(bounds)
        })
    }

    /// All that it lets through, without overlaps.
    pub(super) fn polygons(&self) -> &Contours {
        self.polygons.get_or_init(|| self.shown.polygons(&self.edges))
    }

    /// Whether a point goes through.
    pub(super) fn holds(&self, point: Point) -> bool {
        if !self.bounds().contains(point) {
            return false;
        }
        let inside = self.shapes_around(point);
        let near = self.shapes_beside(point);
        self.shown.holds(&inside, &near)
    }

    /// Shapes that the point is in: how often their edges wind around it, found along a ray to the left.
    fn shapes_around(&self, point: Point) -> Vec<u32> {
        let mut hits: Vec<(u32, i32)> = Vec::new();
        for &index in self.grid.band(point.y) {
            let edge = &self.edges[index as usize];
            let down = edge.a.y <= point.y && edge.b.y > point.y;
            let up = edge.b.y <= point.y && edge.a.y > point.y;
            if !down && !up {
                continue;
            }
            let x = edge.a.x + (edge.b.x - edge.a.x) * (point.y - edge.a.y) / (edge.b.y - edge.a.y);
            if x < point.x {
                hits.push((edge.shape, if down { 1 } else { -1 }));
            }
        }
        hits.sort_unstable_by_key(|hit| hit.0);
        let mut shapes = Vec::new();
        for group in hits.chunk_by(|one, other| one.0 == other.0) {
            let winding: i32 = group.iter().map(|hit| hit.1).sum();
            let inside = match self.shown.shapes[group[0].0 as usize].rule {
                FillRule::NonZero => winding != 0,
                FillRule::EvenOdd => winding % 2 != 0,
            };
            shapes.extend(inside.then_some(group[0].0));
        }
        shapes
    }

    /// Shapes that the point is on the edge of.
    fn shapes_beside(&self, point: Point) -> Vec<u32> {
        let mut shapes = Vec::new();
        self.grid.near(point, point, &mut |index| {
            let edge = &self.edges[index];
            if !shapes.contains(&edge.shape) && distance(edge, point) <= BORDER_MM {
                shapes.push(edge.shape);
            }
        });
        shapes
    }
}

fn distance(edge: &Edge, point: Point) -> f64 {
    let along = edge.b - edge.a;
    let t = ((point - edge.a).dot(along) / along.hypot2()).clamp(0.0, 1.0);
    (edge.a + along * t - point).hypot()
}
