//! Cuts a subpath into dashes.

use super::curve::Subpath;
use kurbo::{ParamCurve, ParamCurveArclen, PathSeg};

/// Lengths along curves are found to this share of the shortest dash.
const ACCURACY: f64 = 1e-4;

/// A dash pattern in the units of its element: dash, gap, dash, gap …
#[derive(Clone, Debug)]
pub(super) struct Dashes {
    lengths: Vec<f64>,
    offset: f64,
}

impl Dashes {
    /// None when the pattern says nothing: no positive length in it.
    pub(super) fn new(lengths: &[f32], offset: f32) -> Option<Self> {
        let lengths: Vec<f64> = lengths.iter().map(|&length| f64::from(length)).collect();
        let total: f64 = lengths.iter().sum();
        let usable = lengths.iter().all(|length| *length >= 0.0) && total > 0.0 && total.is_finite();
        let offset = f64::from(offset);
        usable.then(|| Self { lengths, offset: if offset.is_finite() { offset } else { 0.0 } })
    }

    fn total(&self) -> f64 {
        self.lengths.iter().sum()
    }

    /// About how many dashes a subpath would become.
    pub(super) fn count(&self, subpath: &Subpath) -> f64 {
        let length: f64 = subpath.segments.iter().map(|segment| segment.arclen(self.accuracy())).sum();
        (length / self.total()).ceil() * (self.lengths.len() as f64 / 2.0)
    }

    fn accuracy(&self) -> f64 {
        let shortest = self.lengths.iter().copied().filter(|it| *it > 0.0).fold(f64::INFINITY, f64::min);
        // A dash that is nothing beside the others must not ask for more digits than there are.
        (shortest * ACCURACY).max(self.total() * 1e-6)
    }

    /// The dashes, each open. The pattern starts anew with every subpath (SVG 2, 13.5.6). A dash without
    /// length is a subpath without segments.
    pub(super) fn cut(&self, subpath: &Subpath) -> Vec<Subpath> {
        let mut dashes = Vec::new();
        let accuracy = self.accuracy();
        let (mut index, mut left) = self.begin();
        let empty = |start| Subpath { start, segments: Vec::new(), is_closed: false };
        let mut open = (index % 2 == 0).then(|| empty(subpath.start));
        for segment in &subpath.segments {
            let length = segment.arclen(accuracy);
            let mut done = 0.0;
            let mut t = 0.0;
            while length - done > left {
                done += left;
                let next = if done >= length {
                    1.0
                } else {
                    segment.inv_arclen(done, accuracy.max(length * 1e-9)).clamp(t, 1.0)
                };
                if let Some(mut dash) = open.take() {
                    push(&mut dash, segment, t, next);
                    dashes.push(dash);
                }
                t = next;
                index = (index + 1) % self.lengths.len();
                left = self.lengths[index];
                if index % 2 == 0 {
                    let start = segment.eval(t);
                    open = Some(empty(start));
                }
            }
            left -= length - done;
            if let Some(dash) = &mut open {
                push(dash, segment, t, 1.0);
            }
        }
        dashes.extend(open.filter(|dash| !dash.segments.is_empty()));
        dashes
    }

    /// Which part of the pattern is first, and how much of it is left.
    fn begin(&self) -> (usize, f64) {
        let mut at = self.offset.rem_euclid(self.total());
        for (index, &length) in self.lengths.iter().enumerate() {
            // A dash without length at the very start is a dot there.
            if at < length || at == 0.0 {
                return (index, length - at);
            }
            at -= length;
        }
        (0, self.lengths[0])
    }
}

fn push(dash: &mut Subpath, segment: &PathSeg, from: f64, to: f64) {
    if to > from {
        dash.segments.push(if from == 0.0 && to == 1.0 { *segment } else { segment.subsegment(from..to) });
    }
}
