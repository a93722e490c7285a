//! Are two SVGs the same picture? Both are rendered by resvg and compared channel by channel.
//!
//! Antialiasing may differ: a pixel that is clearly inked in one must have at least half as much ink
//! within one pixel in the other, and the other way round.

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree};

const WIDTH: u32 = 1_000;
/// Ink (0 to 255) of a pixel that nobody can overlook.
const CLEAR: u8 = 140;
const REACH: usize = 1;

/// What is in one picture and not in the other, in pixels.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Difference {
    /// Clear ink of the first that the second lacks.
    pub(crate) missing: usize,
    /// Clear ink of the second that the first lacks.
    pub(crate) added: usize,
    /// Clear ink of the first, so that an empty picture proves nothing.
    pub(crate) inked: usize,
}

/// Compares two SVGs.
pub(crate) fn compare(before: &[u8], after: &[u8]) -> Difference {
    let (before, after) = (render(before), render(after));
    assert_eq!((before.width(), before.height()), (after.width(), after.height()), "the pages differ");
    let mut difference = Difference { missing: 0, added: 0, inked: 0 };
    for channel in 0..3 {
        let (a, b) = (Ink::of(&before, channel), Ink::of(&after, channel));
        difference.missing += a.not_in(&b);
        difference.added += b.not_in(&a);
        difference.inked += a.ink.iter().filter(|&&ink| ink >= CLEAR).count();
    }
    difference
}

fn render(svg: &[u8]) -> Pixmap {
    let tree = Tree::from_data(svg, &Options::default()).unwrap();
    let scale = WIDTH as f32 / tree.size().width();
    let height = (tree.size().height() * scale).round() as u32;
    let mut pixmap = Pixmap::new(WIDTH, height).unwrap();
    pixmap.fill(resvg::tiny_skia::Color::WHITE);
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixmap.as_mut());
    pixmap
}

/// How much one channel was darkened, pixel by pixel.
struct Ink {
    width: usize,
    height: usize,
    ink: Vec<u8>,
}

impl Ink {
    fn of(pixmap: &Pixmap, channel: usize) -> Self {
        let ink = pixmap.data().chunks_exact(4).map(|pixel| 255 - pixel[channel]).collect();
        Self { width: pixmap.width() as usize, height: pixmap.height() as usize, ink }
    }

    fn not_in(&self, other: &Self) -> usize {
        let clear = self.ink.iter().enumerate().filter(|(_, ink)| **ink >= CLEAR);
        clear.filter(|(at, ink)| !other.has_near(at % self.width, at / self.width, *ink / 2)).count()
    }

    fn has_near(&self, x: usize, y: usize, least: u8) -> bool {
        let rows = y.saturating_sub(REACH)..=(y + REACH).min(self.height - 1);
        rows.into_iter().any(|row| {
            let columns = x.saturating_sub(REACH)..=(x + REACH).min(self.width - 1);
            self.ink[row * self.width..][columns].iter().any(|&ink| ink >= least)
        })
    }
}

#[test]
fn the_comparison_sees_what_is_missing_added_moved_or_of_another_colour() {
    let page = |inner: &str| {
        format!(
            r##"<svg xmlns="http://www.w3.org/2000/svg" width="200mm" height="100mm" viewBox="0 0 200 100"><g stroke-width=".5">{inner}</g></svg>"##
        )
    };
    let line = |x: f64, color: &str| format!(r#"<path d="M{x} 10V90" stroke="{color}"/>"#);
    let one = page(&line(50.0, "#c02020"));
    let two = page(&format!("{}{}", line(50.0, "#c02020"), line(90.0, "#c02020")));
    let same = compare(one.as_bytes(), one.as_bytes());
    assert!(same.inked > 500 && same.missing == 0 && same.added == 0, "{same:?}");
    assert!(compare(one.as_bytes(), two.as_bytes()).added > 500);
    assert!(compare(two.as_bytes(), one.as_bytes()).missing > 500);
    for other in [line(51.0, "#c02020"), line(50.0, "#2020c0")] {
        let difference = compare(one.as_bytes(), page(&other).as_bytes());
        assert!(difference.missing > 500 && difference.added > 500, "{difference:?}");
    }
}
