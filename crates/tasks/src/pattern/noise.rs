//! A smooth landscape of chance: gradient noise (Perlin 1985) with the improved fade (Perlin 2002).

use super::random::Random;
use kurbo::Vec2;

/// Gradients on a lattice that repeats every 256 cells.
pub(super) struct Noise {
    order: [u8; 256],
    gradients: [Vec2; 256],
}

impl Noise {
    pub(super) fn new(random: &mut Random) -> Self {
        let mut order = [0; 256];
        for (at, place) in order.iter_mut().enumerate() {
            *place = at as u8;
        }
        random.shuffle(&mut order);
        let mut gradients = [Vec2::ZERO; 256];
        for gradient in &mut gradients {
            *gradient = Vec2::from_angle(random.angle());
        }
        Self { order, gradients }
    }

    /// About -1 to 1; one hill is about one unit wide.
    pub(super) fn at(&self, x: f64, y: f64) -> f64 {
        let (left, top) = (x.floor(), y.floor());
        let (u, v) = (x - left, y - top);
        let corner = |dx: f64, dy: f64| {
            let column = self.order[(left + dx).rem_euclid(256.0) as usize];
            let row = (top + dy).rem_euclid(256.0) as usize;
            let gradient = self.gradients[usize::from(self.order[(usize::from(column) + row) % 256])];
            gradient.dot(Vec2::new(u - dx, v - dy))
        };
        let fade = |t: f64| t * t * t * (t * (t * 6.0 - 15.0) + 10.0);
        let mix = |from: f64, to: f64, t: f64| from + (to - from) * t;
        let upper = mix(corner(0.0, 0.0), corner(1.0, 0.0), fade(u));
        let lower = mix(corner(0.0, 1.0), corner(1.0, 1.0), fade(u));
        mix(upper, lower, fade(v)) * std::f64::consts::SQRT_2
    }

    /// Several layers, each twice as fine and half as strong: still about -1 to 1.
    pub(super) fn layered(&self, x: f64, y: f64, octaves: u32) -> f64 {
        let (mut sum, mut strength, mut scale, mut whole) = (0.0, 1.0, 1.0, 0.0);
        for octave in 0..octaves {
            // Each layer looks elsewhere, so that their lattices do not fall together.
            let shift = f64::from(octave) * 37.7;
            sum += strength * self.at(x * scale + shift, y * scale - shift);
            whole += strength;
            strength *= 0.5;
            scale *= 2.0;
        }
        if whole > 0.0 { sum / whole } else { 0.0 }
    }
}
