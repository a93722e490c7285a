//! Colours on paper.

use super::ink::Ink;
use crate::Color;

/// An opaque picture, three bytes a pixel.
pub(super) struct Canvas {
    pub(super) rgb: Vec<u8>,
}

impl Canvas {
    pub(super) fn new(width: usize, height: usize, paper: Color) -> Self {
        Self { rgb: [paper.r, paper.g, paper.b].repeat(width * height) }
    }

    /// Colours the pixels as far as ink covers them, and takes the ink away.
    pub(super) fn lay_over(&mut self, ink: &mut Ink, color: Color) {
        let color = [color.r, color.g, color.b];
        if let Some(rows) = ink.take_rows() {
            let (pixels, cover) = (&mut self.rgb[3 * rows.start..3 * rows.end], &mut ink.cover[rows]);
            for (pixel, cover) in pixels.chunks_exact_mut(3).zip(cover) {
                let share = u32::from(std::mem::take(cover));
                if share == 0 {
                    continue;
                }
                for (channel, ink) in pixel.iter_mut().zip(color) {
                    let mixed = u32::from(*channel) * (255 - share) + u32::from(ink) * share;
                    *channel = ((mixed + 127) / 255) as u8;
                }
            }
        }
    }
}
