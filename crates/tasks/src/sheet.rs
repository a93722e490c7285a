//! Whether a drawing stays on its sheet: a pen that leaves it draws on the table.

use penstock_drawing::{Diagnostic, Drawing, Layer, Page, Severity};

/// Rounding in a file's numbers is no overhang.
const NO_OVERHANG_MM: f64 = 0.05;

/// One diagnostic for each layer that reaches over the edge, at the path that does so furthest. Half the
/// pen's width is left out: what counts is where the pen's tip goes.
pub(crate) fn overhangs(drawing: &Drawing) -> impl Iterator<Item = Diagnostic> {
    drawing.layers.iter().filter_map(|layer| overhang(layer, drawing.page))
}

fn overhang(layer: &Layer, page: Page) -> Option<Diagnostic> {
    let mut outside = 0u64;
    let mut furthest: Option<(f64, f64, f64)> = None;
    for bounds in layer.paths.iter().filter_map(penstock_drawing::Path::bounds) {
        let over = [-bounds.x0, -bounds.y0, bounds.x1 - page.width_mm, bounds.y1 - page.height_mm];
        let by_mm = over.into_iter().fold(0.0, f64::max);
        if by_mm > NO_OVERHANG_MM {
            outside += 1;
            if furthest.is_none_or(|(most, ..)| by_mm > most) {
                let center = bounds.center();
                furthest = Some((by_mm, center.x, center.y));
            }
        }
    }
    let (by_mm, x_mm, y_mm) = furthest?;
    let paths = if outside == 1 { "1 path reaches".to_owned() } else { format!("{outside} paths reach") };
    Some(Diagnostic {
        kind: "outside-page".to_owned(),
        severity: Severity::Warning,
        message: format!(
            "{paths} over the edge of the {} × {} mm sheet, by up to {by_mm:.1} mm",
            page.width_mm.round(),
            page.height_mm.round()
        ),
        layer: Some(layer.name.clone()),
        element: None,
        x_mm: Some(x_mm),
        y_mm: Some(y_mm),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use kurbo::Point;
    use penstock_drawing::{Color, Path, Pen, Segment};

    fn line(from: (f64, f64), to: (f64, f64)) -> Path {
        Path { start: Point::from(from), segments: vec![Segment::Line { to: Point::from(to) }] }
    }

    fn drawing(paths: Vec<Path>) -> Drawing {
        let pen = Pen { color: Color::BLACK, width_mm: 0.3 };
        Drawing {
            page: Page { width_mm: 100.0, height_mm: 50.0 },
            layers: vec![Layer { name: "lines".into(), pen, paths }],
        }
    }

    #[test]
    fn a_drawing_on_its_sheet_is_fine_to_the_edge() {
        let fits = drawing(vec![line((0.0, 0.0), (100.0, 50.0)), line((-0.01, 3.0), (100.01, 3.0))]);
        assert_eq!(overhangs(&fits).count(), 0);
    }

    #[test]
    fn what_hangs_over_is_counted_and_the_worst_place_named() {
        let over = drawing(vec![
            line((10.0, 10.0), (20.0, 10.0)),
            line((90.0, 10.0), (104.0, 10.0)),
            line((40.0, -12.5), (60.0, -12.5)),
        ]);
        let found: Vec<Diagnostic> = overhangs(&over).collect();
        assert_eq!(found.len(), 1);
        assert_eq!(
            found[0].message,
            "2 paths reach over the edge of the 100 × 50 mm sheet, by up to 12.5 mm"
        );
        assert_eq!((found[0].x_mm, found[0].y_mm), (Some(50.0), Some(-12.5)));
        assert_eq!(found[0].layer.as_deref(), Some("lines"));
    }
}
