//! What templates draw: made of single lines, front to back, in units that are scaled to their place.

mod bouquet;
mod cake;
mod garland;
mod party;

pub(super) use bouquet::bouquet;
pub(super) use cake::cake;
pub(super) use garland::garland;
pub(super) use party::party;

use super::art;

/// A five-pointed star.
fn star(x: f64, y: f64, radius: f64, turn: f64) -> penstock_drawing::Path {
    let corner = |n: u32| {
        let radius = if n.is_multiple_of(2) { radius } else { radius * 0.42 };
        let angle = std::f64::consts::PI * (f64::from(n) / 5.0 - 0.5) + turn;
        (x + radius * angle.cos(), y + radius * angle.sin())
    };
    art::line(&(0..=10).map(|n| corner(n % 10)).collect::<Vec<_>>())
}
