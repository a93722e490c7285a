//! The 255 colours of the AutoCAD colour index, on paper: 7, which is black or white as the background
//! asks, is black.

use crate::Color;

/// Brightness of each pair of ten shades of one hue.
const BRIGHTNESS: [f64; 5] = [255.0, 165.0, 127.0, 76.0, 38.0];

/// The colour with this number; None for one that stands for something else (0, 256) or nothing.
pub(super) fn color(index: i64) -> Option<Color> {
    let of = |r, g, b| Some(Color { r, g, b });
    let grey = |level| of(level, level, level);
    match index {
        1 => of(255, 0, 0),
        2 => of(255, 255, 0),
        3 => of(0, 255, 0),
        4 => of(0, 255, 255),
        5 => of(0, 0, 255),
        6 => of(255, 0, 255),
        7 => Some(Color::BLACK),
        8 => grey(128),
        9 => grey(192),
        10..=249 => {
            let bright = BRIGHTNESS[(index % 10 / 2) as usize];
            let least = if index % 2 == 1 { (bright / 2.0).floor() } else { 0.0 };
            let hue = (index / 10 - 1) as f64 / 4.0;
            // Each channel falls and rises over a third of the circle of 6 sixths.
            let channel = |middle: f64| {
                let apart = (hue - middle).rem_euclid(6.0);
                let apart = apart.min(6.0 - apart);
                (least + (bright - least) * (2.0 - apart).clamp(0.0, 1.0)) as u8
            };
            of(channel(0.0), channel(2.0), channel(4.0))
        }
        250 => grey(51),
        251 => grey(91),
        252 => grey(132),
        253 => grey(173),
        254 => grey(214),
        255 => grey(255),
        _ => None,
    }
}

/// A colour from 24 bits.
pub(super) fn true_color(bits: i64) -> Color {
    Color { r: (bits >> 16) as u8, g: (bits >> 8) as u8, b: bits as u8 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wheel_runs_from_red_through_green_to_blue() {
        let shown = |index| color(index).unwrap().to_string();
        assert_eq!(
            [10, 11, 12, 30, 50, 90, 130, 170, 210, 249].map(shown),
            [
                "#ff0000", "#ff7f7f", "#a50000", "#ff7f00", "#ffff00", "#00ff00", "#00ffff", "#0000ff",
                "#ff00ff", "#261317"
            ]
        );
        assert_eq!(color(0), None);
        assert_eq!(color(256), None);
    }
}
