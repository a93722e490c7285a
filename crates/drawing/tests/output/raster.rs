//! Our pictures beside those of resvg.

use super::support::any_drawing;
use penstock_drawing::raster::picture;
use penstock_drawing::{Color, Drawing, svg};
use proptest::prelude::*;

fn by_resvg(drawing: &Drawing, width: u32, height: u32) -> Vec<u8> {
    let mut source = Vec::new();
    svg::write(drawing, &svg::WriteOptions::default(), &mut source).unwrap();
    let tree = usvg::Tree::from_data(&source, &usvg::Options::default()).unwrap();
    let mut pixmap = resvg::tiny_skia::Pixmap::new(width, height).unwrap();
    pixmap.fill(resvg::tiny_skia::Color::WHITE);
    let scale = width as f32 / tree.size().width();
    resvg::render(&tree, resvg::tiny_skia::Transform::from_scale(scale, scale), &mut pixmap.as_mut());
    pixmap.pixels().iter().flat_map(|pixel| [pixel.red(), pixel.green(), pixel.blue()]).collect()
}

/// Ink in squares of four by four pixels, channel by channel.
fn blocks(rgb: &[u8], width: usize) -> Vec<f64> {
    let across = width.div_ceil(4);
    let mut sums = vec![0.0; 3 * across * (rgb.len() / 3 / width).div_ceil(4)];
    for (index, value) in rgb.iter().enumerate() {
        let (pixel, channel) = (index / 3, index % 3);
        let (x, y) = (pixel % width, pixel / width);
        sums[3 * (y / 4 * across + x / 4) + channel] += f64::from(255 - value);
    }
    sums
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn a_picture_is_the_one_that_resvg_draws(mut drawing in any_drawing(), pen_width_mm in prop::sample::select(vec![0.5, 0.9, 1.5])) {
        for (layer, color) in drawing.layers.iter_mut().zip([[0, 0, 0], [200, 30, 30], [20, 60, 160]]) {
            let [r, g, b] = color;
            layer.pen = penstock_drawing::Pen { color: Color { r, g, b }, width_mm: pen_width_mm };
        }
        let ours = picture(&drawing, 800);
        let theirs = by_resvg(&drawing, ours.width as u32, ours.height as u32);
        // Edges are smoothed differently; the ink of a few pixels together is the same. Pens under a
        // pixel are not compared: resvg draws them too pale.
        let (our_blocks, their_blocks) = (blocks(&ours.rgb, ours.width), blocks(&theirs, ours.width));
        let ink: f64 = their_blocks.iter().sum();
        let off: f64 = our_blocks.iter().zip(&their_blocks).map(|(a, b)| (a - b).abs()).sum();
        prop_assert!(off < 0.1 * ink + 3000.0, "{off} of {ink}");
        let apart: Vec<u8> = ours.rgb.iter().zip(&theirs).map(|(a, b)| a.abs_diff(*b)).collect();
        if pen_width_mm > 1.0 {
            prop_assert!(apart.iter().filter(|value| **value > 64).count() < 200);
        }
    }
}
