/// A DXF in millimetres: a square of 100 mm with a square hole of 20 mm in its middle. Its outlines have
/// 480 mm, and the jet starts twice.
#[must_use]
pub fn plate() -> String {
    let square = |from: f64, to: f64| {
        let corners = [(from, from), (to, from), (to, to), (from, to)];
        let sides = corners.iter().zip(corners.iter().cycle().skip(1));
        let line = |((x1, y1), (x2, y2)): (&(f64, f64), &(f64, f64))| {
            format!("0\nLINE\n8\n0\n10\n{x1:.1}\n20\n{y1:.1}\n11\n{x2:.1}\n21\n{y2:.1}\n")
        };
        sides.map(line).collect::<String>()
    };
    let header = "0\nSECTION\n2\nHEADER\n9\n$INSUNITS\n70\n4\n0\nENDSEC\n";
    format!(
        "{header}0\nSECTION\n2\nENTITIES\n{}{}0\nENDSEC\n0\nEOF\n",
        square(0.0, 100.0),
        square(40.0, 60.0)
    )
}
