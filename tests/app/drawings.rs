//! Drawings made for these tests; the same number always gives the same drawing.

use std::fmt::Write;

/// Names of the layers of [`three_layers`], in document order.
pub(crate) const LAYER_NAMES: [&str; 3] = ["1 Frame & <hatch>", "Zweite – “Linien”", "三 curves"];

/// Length of what [`three_layers`] draws without its duplicates, in mm: a frame, 24 strokes of 10 mm,
/// three circles of radius 8 mm.
pub(crate) const THREE_LAYERS_DRAW_MM: f64 =
    2.0 * (180.0 + 120.0) + 24.0 * 10.0 + 3.0 * std::f64::consts::TAU * 8.0;

/// 200 by 140 mm, three Inkscape layers with names that need escaping, in a bad order, with three strokes
/// drawn twice (once backwards).
pub(crate) fn three_layers() -> String {
    let mut svg = String::from(
        r##"<svg xmlns="http://www.w3.org/2000/svg" xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape"
 xmlns:xlink="http://www.w3.org/1999/xlink" width="200mm" height="140mm" viewBox="0 0 200 140">
<defs><circle id="dot" r="8"/></defs>
<g inkscape:groupmode="layer" inkscape:label="1 Frame &amp; &lt;hatch&gt;" fill="none" stroke="#101010" stroke-width="0.5">
<rect x="10" y="10" width="180" height="120"/>
</g>
<g inkscape:groupmode="layer" inkscape:label="Zweite – “Linien”" fill="none" stroke="#c02020" stroke-width="0.4">
"##,
    );
    let mut order: Vec<u64> = (0..24).collect();
    shuffle(&mut order, 7);
    for at in order {
        let (x, y) = (20.0 + 7.0 * at as f64, 30.0 + 20.0 * (at % 3) as f64);
        let _ = writeln!(svg, r#"<path d="M{x} {y}v10"/>"#);
    }
    svg.push_str("<path d=\"M20 30v10\"/><path d=\"M27 50v10\"/><line x1=\"34\" y1=\"80\" x2=\"34\" y2=\"70\"/>\n</g>\n");
    svg.push_str(
        r##"<g inkscape:groupmode="layer" inkscape:label="三 curves" fill="none" stroke="#2040c0" stroke-width="0.6">
<use xlink:href="#dot" x="150" y="110"/><use xlink:href="#dot" x="40" y="110"/><g transform="translate(95 110)"><use xlink:href="#dot"/></g>
</g>
</svg>
"##,
    );
    svg
}

/// A sheet with this many curved strokes in a random order: work for a plot.
pub(crate) fn strokes(count: u64, seed: u64) -> String {
    let mut svg = String::from(
        r##"<svg xmlns="http://www.w3.org/2000/svg" width="420mm" height="297mm" viewBox="0 0 420 297"><g fill="none" stroke="#000" stroke-width="0.3">"##,
    );
    let mut random = Random(seed);
    for _ in 0..count {
        let (x, y) =
            (10.0 + random.below(400_000) as f64 / 1_000.0, 10.0 + random.below(277_000) as f64 / 1_000.0);
        let _ = write!(svg, r#"<path d="M{x:.3} {y:.3}c.4 .1 .6 .9 .2 1.3"/>"#);
    }
    svg.push_str("</g></svg>\n");
    svg
}

/// One short stroke; `seed` makes each drawing another.
pub(crate) fn one_stroke(seed: u64) -> String {
    let x = 1.0 + seed as f64 / 10.0;
    format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" width="100mm" height="100mm" viewBox="0 0 100 100"><path d="M{x} 1v10" fill="none" stroke="#000"/></svg>"##
    )
}

/// Numbers that look random (Knuth's MMIX generator; the high bits are used).
pub(crate) struct Random(pub(crate) u64);

impl Random {
    /// A number below this one.
    pub(crate) fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }
}

fn shuffle(list: &mut [u64], seed: u64) {
    let mut random = Random(seed);
    for at in (1..list.len()).rev() {
        list.swap(at, usize::try_from(random.below(at as u64 + 1)).unwrap());
    }
}
