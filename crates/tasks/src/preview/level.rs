//! Geometry of one level of detail, in the precision in which it is stored.

use kurbo::Point;
use penstock_toolpath::simplify::keep_flags;
use std::io::{self, Write};

/// Paths as points with times.
#[derive(Clone, Default)]
pub(super) struct Level {
    pub(super) tolerance_mm: f64,
    /// Index of the first point of each path.
    starts: Vec<u32>,
    layers: Vec<u32>,
    points: Vec<[f32; 2]>,
    times_s: Vec<f32>,
}

impl Level {
    /// A level without paths.
    pub(super) fn new(tolerance_mm: f64) -> Self {
        Self { tolerance_mm, ..Self::default() }
    }

    /// Adds a path of at least one point, each with its time.
    pub(super) fn push(&mut self, layer: u32, points: impl Iterator<Item = (Point, f32)>) -> io::Result<()> {
        self.starts.push(self.points.len() as u32);
        self.layers.push(layer);
        for (point, time) in points {
            self.points.push([point.x as f32, point.y as f32]);
            self.times_s.push(time);
        }
        // Point numbers are 32 bits wide, and so are most buffers that a face would put them into.
        if self.points.len() > u32::MAX as usize / 16 {
            return Err(io::Error::new(
                io::ErrorKind::FileTooLarge,
                "the drawing has too many points for a preview",
            ));
        }
        Ok(())
    }

    /// Straight pieces: a path of `n` points has `n - 1`.
    pub(super) fn segments(&self) -> u64 {
        (self.points.len() - self.starts.len()) as u64
    }

    /// Length in bytes without padding.
    pub(super) fn bytes(&self) -> u64 {
        (12 + 8 * self.starts.len() + 12 * self.points.len()) as u64
    }

    /// The same paths with fewer points. No point of this level is further than `tolerance_mm` from the
    /// new one's lines; a path smaller than that becomes a dot where it starts.
    pub(super) fn coarser(&self, tolerance_mm: f64) -> io::Result<Self> {
        let mut coarse = Self::new(tolerance_mm);
        let (mut points, mut flags) = (Vec::new(), Vec::new());
        for (path, &layer) in self.layers.iter().enumerate() {
            let first = self.starts[path] as usize;
            let end = self.starts.get(path + 1).map_or(self.points.len(), |&next| next as usize);
            points.clear();
            points.extend(self.points[first..end].iter().map(|&[x, y]| Point::new(x.into(), y.into())));
            if points.iter().all(|point| point.distance(points[0]) <= tolerance_mm) {
                points.truncate(1);
            }
            keep_flags(&points, tolerance_mm, &mut flags);
            let times = &self.times_s[first..end];
            let kept = points.iter().zip(times).zip(&flags).filter(|(_, keep)| **keep);
            coarse.push(layer, kept.map(|((&point, &time), _)| (point, time)))?;
        }
        Ok(coarse)
    }

    /// Writes the geometry and its padding.
    pub(super) fn write(&self, out: &mut impl Write) -> io::Result<()> {
        let mut word = |bytes: [u8; 4]| out.write_all(&bytes);
        word((self.starts.len() as u32).to_le_bytes())?;
        word((self.points.len() as u32).to_le_bytes())?;
        for start in self.starts.iter().chain([&(self.points.len() as u32)]) {
            word(start.to_le_bytes())?;
        }
        for layer in &self.layers {
            word(layer.to_le_bytes())?;
        }
        for coordinate in self.points.iter().flatten() {
            word(coordinate.to_le_bytes())?;
        }
        for time in &self.times_s {
            word(time.to_le_bytes())?;
        }
        let padding = super::padded(self.bytes()) - self.bytes();
        out.write_all(&[0; 8][..padding as usize])
    }
}
