//! Filled areas through the front door: what the pen leaves on paper.

use super::support::run;
use penstock_drawing::svg::{ReadOptions, read};
use penstock_drawing::{Diagnostics, Drawing};
use penstock_tasks::Input;
use serde_json::{Value, json};

const PEN_MM: f64 = 0.4;
const CELLS_PER_MM: f64 = 20.0;

/// A square of 30 mm with a hole of 12 mm, on a sheet of 50 mm.
const FRAMED: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" width="50mm" height="50mm" viewBox="0 0 50 50">
    <path fill="#1f4e9e" fill-rule="evenodd" d="M10,10H40V40H10Z M19,19H31V31H19Z"/></svg>"##;

pub(super) fn plotted(svg: &str, params: Value) -> (Value, Drawing, tempfile::TempDir) {
    let source = tempfile::tempdir().unwrap();
    let path = source.path().join("in.svg");
    std::fs::write(&path, svg).unwrap();
    let ran = run("plot", params, &[Input { name: "in.svg".to_owned(), path }]).unwrap();
    let bytes = std::fs::read(ran.folder.path().join("plot.svg")).unwrap();
    let drawing =
        read(&bytes, &ReadOptions::default(), &mut Diagnostics::default(), &mut |_, _| true).unwrap();
    (ran.report, drawing, ran.folder)
}

/// Where a round pen leaves ink on a sheet of 50 mm, cell by cell.
fn ink(drawing: &Drawing) -> Vec<bool> {
    let side = (50.0 * CELLS_PER_MM) as usize;
    let mut cells = vec![false; side * side];
    let reach = PEN_MM / 2.0 * CELLS_PER_MM;
    let mut points = Vec::new();
    for path in drawing.layers.iter().flat_map(|layer| &layer.paths) {
        points.clear();
        path.flatten(0.005, &mut points);
        for ends in points.windows(2) {
            let steps = ((ends[1] - ends[0]).hypot() * CELLS_PER_MM).ceil().max(1.0) as usize;
            for step in 0..=steps {
                let at = ends[0].lerp(ends[1], step as f64 / steps as f64);
                let (x, y) = (at.x * CELLS_PER_MM - 0.5, at.y * CELLS_PER_MM - 0.5);
                for row in (y - reach).ceil().max(0.0) as usize..=(y + reach) as usize {
                    let half = (reach * reach - (row as f64 - y).powi(2)).max(0.0).sqrt();
                    for column in (x - half).ceil().max(0.0) as usize..=(x + half) as usize {
                        cells[row * side + column] = true;
                    }
                }
            }
        }
    }
    cells
}

#[test]
fn a_square_with_a_hole_is_covered_and_the_hole_stays_white() {
    for fill in ["hatch", "cross", "concentric", "spiral"] {
        let (report, drawing, _) = plotted(FRAMED, json!({"fill": fill, "pen_width_mm": PEN_MM}));
        let (mut area, mut covered, mut spoilt) = (0u32, 0u32, 0u32);
        let side = (50.0 * CELLS_PER_MM) as usize;
        for (cell, inked) in ink(&drawing).into_iter().enumerate() {
            let at = |cells: usize| (cells as f64 + 0.5) / CELLS_PER_MM;
            let (x, y) = (at(cell % side), at(cell / side));
            let within = |low: f64, high: f64| (low..high).contains(&x) && (low..high).contains(&y);
            if within(10.0, 40.0) && !within(19.0, 31.0) {
                area += 1;
                covered += u32::from(inked);
            } else if within(19.0 + PEN_MM / 2.0, 31.0 - PEN_MM / 2.0)
                || !within(10.0 - PEN_MM / 2.0, 40.0 + PEN_MM / 2.0)
            {
                spoilt += u32::from(inked);
            }
        }
        let share = f64::from(covered) / f64::from(area);
        assert!(share >= 0.97, "{fill} covers {share}");
        assert_eq!(spoilt, 0, "{fill} inks what stays white");
        assert_eq!(drawing.layers[0].pen.width_mm, PEN_MM);
        assert_eq!(report["steps"][0]["name"], "fill");
        let lifts = match fill {
            "spiral" => 400,
            // In the middle of the frame one at each corner and each side, where the loops part.
            "concentric" => 24,
            _ => 8,
        };
        assert!(report["pen_lifts"].as_u64().unwrap() <= lifts, "{fill}: {report}");
    }
}

#[test]
fn what_shows_is_inked_in_its_own_layer() {
    let flag = r##"<svg xmlns="http://www.w3.org/2000/svg" width="50mm" height="50mm" viewBox="0 0 50 50">
        <rect width="50" height="50" fill="white"/>
        <rect x="5" y="5" width="40" height="40" fill="#c00000"/>
        <circle cx="25" cy="25" r="10" fill="#fff"/><circle cx="25" cy="25" r="4" fill="#000080"/></svg>"##;
    let (report, drawing, _) = plotted(flag, json!({"fill": "hatch", "pen_width_mm": PEN_MM}));
    let layers: Vec<_> =
        report["layers"].as_array().unwrap().iter().map(|layer| layer["color"].clone()).collect();
    assert_eq!(layers, [json!("#c00000"), json!("#000080")]);
    let centre = kurbo::Point::new(25.0, 25.0);
    for (layer, near, far) in [(0, 10.0, 30.0), (1, 0.0, 4.0)] {
        let mut points = Vec::new();
        drawing.layers[layer].paths.iter().for_each(|path| path.flatten(0.01, &mut points));
        assert!(points.iter().all(|point| {
            let away = point.distance(centre);
            away > near + PEN_MM / 2.0 - 0.01 - f64::from(u8::from(near == 0.0)) && away < far
        }));
    }
    assert!(report["diagnostics"].as_array().unwrap().iter().any(|found| found["kind"] == "paper-coloured"));
}

#[test]
fn wide_lines_are_offered_as_areas_and_filled_when_asked() {
    let line = r#"<svg xmlns="http://www.w3.org/2000/svg" width="50mm" height="50mm" viewBox="0 0 50 50">
        <path d="M10,25H40" fill="none" stroke="black" stroke-width="5"/></svg>"#;
    let (report, _, _) = plotted(line, json!({"pen_width_mm": PEN_MM}));
    assert!((report["draw_mm"].as_f64().unwrap() - 30.0).abs() < 1e-3);
    assert_eq!(report["diagnostics"][0]["kind"], "wide-stroke");
    let (report, drawing, _) =
        plotted(line, json!({"pen_width_mm": PEN_MM, "wide_strokes": "area", "fill": "hatch"}));
    assert!(report["draw_mm"].as_f64().unwrap() > 30.0 * 5.0 / PEN_MM);
    let bounds = drawing.bounds().unwrap().inflate(PEN_MM / 2.0, PEN_MM / 2.0);
    assert!((bounds.y0 - 22.5).abs() < 0.01 && (bounds.y1 - 27.5).abs() < 0.01, "{bounds:?}");
}
