//! Which part lies in a hole of which other one.

use crate::boxes::Boxes;
use crate::parts::Part;
use kurbo::Rect;

/// For each part the parts that lie in its holes, and whether it lies in none itself.
#[derive(Debug)]
pub(super) struct Tree {
    pub(super) inside: Vec<Vec<usize>>,
    pub(super) outermost: Vec<usize>,
}

impl Tree {
    pub(super) fn new(parts: &[Part]) -> Self {
        let mut holes: Vec<(usize, usize)> = Vec::new();
        let mut boxes: Vec<Rect> = Vec::new();
        for (number, part) in parts.iter().enumerate() {
            for (hole, contour) in part.holes.iter().enumerate() {
                holes.push((number, hole));
                boxes.push(contour.bounds());
            }
        }
        let index = Boxes::new(&boxes);
        let mut tree = Self { inside: vec![Vec::new(); parts.len()], outermost: Vec::new() };
        for (number, part) in parts.iter().enumerate() {
            let place = part.outer.path().start;
            let bounds = part.bounds();
            let mut around: Option<(f64, usize)> = None;
            index.near(Rect::from_points(place, place), &mut |candidate| {
                let (owner, hole) = holes[candidate as usize];
                let contour = &parts[owner].holes[hole];
                let area = contour.area_mm2().abs();
                let holds = owner != number
                    && contour.bounds().union(bounds) == contour.bounds()
                    && area > part.outer.area_mm2()
                    && contour.contains(place);
                // The smallest hole around it is the one that it lies in.
                if holds && around.is_none_or(|(least, _)| area < least) {
                    around = Some((area, owner));
                }
            });
            match around {
                Some((_, owner)) => tree.inside[owner].push(number),
                None => tree.outermost.push(number),
            }
        }
        tree
    }
}
