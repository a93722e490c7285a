//! From usvg's masks to regions.
//!
//! A pen draws or does not, so a mask shows what it lets through by half or more. That is exact for shapes
//! of one colour that is black or white, transparent or opaque; for anything between it is an
//! approximation, which the caller is told.

use super::clip::{Builder, Ink, Region};
use super::clipping;
use super::curve;
use super::dash::Dashes;
use super::outline::line_style;
use super::shades::{self, Shade};
use crate::artwork::covered;
use crate::{FillRule, Path};
use kurbo::Affine;
use usvg::{Group, Mask, MaskType, Node, Paint, PaintOrder};

/// A value of a mask nearer than this to 0 or 1 is as good as that.
const CLEAR: f64 = 0.02;

/// How well a mask was understood.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Fidelity {
    /// It shows or hides, nothing between.
    Exact,
    /// It lets something through by a part: what is below half is hidden.
    Halved,
    /// It is made of images, so nobody knows what it shows.
    Unknown,
}

/// What a mask lets through; `to_mm` leads from the space of the masked group to the page.
pub(super) fn region(mask: &Mask, to_mm: Affine) -> (Region, Fidelity) {
    let mut painter = Painter { builder: Builder::default(), fidelity: Fidelity::Exact };
    let root = painter.mask(mask, to_mm);
    (painter.builder.build(root), painter.fidelity)
}

struct Painter {
    builder: Builder,
    fidelity: Fidelity,
}

/// What the nodes of a group share.
#[derive(Clone, Copy)]
struct Around {
    /// The mask that they are painted on.
    into: usize,
    to_mm: Affine,
    within: Option<usize>,
    opacity: f64,
    kind: MaskType,
}

impl Painter {
    fn mask(&mut self, mask: &Mask, to_mm: Affine) -> usize {
        let into = self.builder.mask();
        let rect = mask.rect();
        let frame = kurbo::Rect::new(
            f64::from(rect.left()),
            f64::from(rect.top()),
            f64::from(rect.right()),
            f64::from(rect.bottom()),
        );
        let bounds = self.builder.clip_path();
        let corners = shades::rectangle(frame).transformed(to_mm);
        self.builder.shape(bounds, &[corners], FillRule::NonZero, None, Ink::FULL);
        self.builder.restrict(into, bounds);
        if let Some(other) = mask.mask() {
            let other = self.mask(other, to_mm);
            self.builder.restrict(into, other);
        }
        let around = Around { into, to_mm, within: None, opacity: 1.0, kind: mask.kind() };
        self.group(mask.root(), around);
        into
    }

    fn group(&mut self, group: &Group, mut around: Around) {
        around.to_mm *= curve::affine(group.transform());
        around.opacity *= f64::from(group.opacity().get());
        let clip_path = group.clip_path().map(|it| clipping::node(&mut self.builder, it, around.to_mm));
        let mask = group.mask().map(|it| self.mask(it, around.to_mm));
        for inner in [clip_path, mask].into_iter().flatten() {
            let outer = around.within.replace(inner);
            outer.into_iter().for_each(|outer| self.builder.restrict(inner, outer));
        }
        for child in group.children() {
            match child {
                Node::Group(group) => self.group(group, around),
                Node::Text(text) => self.group(text.flattened(), around),
                Node::Image(_) => self.fidelity = Fidelity::Unknown,
                Node::Path(path) if path.is_visible() => self.path(path, around),
                Node::Path(_) => {}
            }
        }
    }

    fn path(&mut self, path: &usvg::Path, around: Around) {
        if path.paint_order() == PaintOrder::FillAndStroke {
            self.fill(path, around);
            self.stroke(path, around);
        } else {
            self.stroke(path, around);
            self.fill(path, around);
        }
    }

    fn fill(&mut self, path: &usvg::Path, around: Around) {
        let Some(fill) = path.fill() else { return };
        let rings = clipping::outline(path, around.to_mm);
        let opacity = f64::from(fill.opacity().get());
        self.paint(fill.paint(), opacity, &rings, clipping::rule(fill), around);
    }

    fn stroke(&mut self, path: &usvg::Path, around: Around) {
        let Some(stroke) = path.stroke() else { return };
        let width = f64::from(stroke.width().get());
        let mut subpaths = curve::subpaths(path.data());
        if let Some(dashes) = stroke.dasharray().and_then(|it| Dashes::new(it, stroke.dashoffset())) {
            subpaths = subpaths.iter().flat_map(|subpath| dashes.cut(subpath)).collect();
        }
        let line = line_style(stroke);
        let rings: Vec<Path> = subpaths
            .iter()
            .map(|subpath| curve::to_path(subpath, Affine::IDENTITY))
            .filter(|path| path.bounds().is_some())
            .flat_map(|path| covered(&path, width, line))
            .map(|ring| ring.transformed(around.to_mm))
            .filter(|ring| ring.bounds().is_some())
            .collect();
        let opacity = f64::from(stroke.opacity().get());
        self.paint(stroke.paint(), opacity, &rings, FillRule::NonZero, around);
    }

    fn paint(&mut self, paint: &Paint, opacity: f64, rings: &[Path], rule: FillRule, around: Around) {
        let by_alpha = around.kind == MaskType::Alpha;
        let bounds = rings.iter().filter_map(Path::bounds).reduce(|all, one| all.union(one));
        let Some(bounds) = bounds else { return };
        let opacity = opacity * around.opacity;
        match shades::of(paint, by_alpha, opacity, around.to_mm, bounds) {
            Shade::Even(ink) => {
                let is_clear = |value: f64| !(CLEAR..=1.0 - CLEAR).contains(&value);
                if !is_clear(ink.level) || !is_clear(ink.opacity) {
                    self.fidelity = self.fidelity.max(Fidelity::Halved);
                }
                self.builder.shape(around.into, rings, rule, around.within, ink);
            }
            Shade::Bands(bands) => {
                // What a gradient paints light by half or more is white here, the rest of it black.
                self.fidelity = self.fidelity.max(Fidelity::Halved);
                let dark = Ink { level: 0.0, opacity: 1.0 };
                self.builder.shape(around.into, rings, rule, around.within, dark);
                let light = self.builder.clip_path();
                for band in bands {
                    self.builder.shape(light, &band, FillRule::EvenOdd, None, Ink::FULL);
                }
                around.within.into_iter().for_each(|outer| self.builder.restrict(light, outer));
                self.builder.shape(around.into, rings, rule, Some(light), Ink::FULL);
            }
        }
    }
}
