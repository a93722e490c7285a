//! A task's report for people: what a plot saves if it is a plot's report, what a shop asks first if it is about
//! cutting, plain numbers otherwise, and every diagnostic.

use crate::shop_summary;
use crate::table::one_line;
use crate::times::human_duration;
use serde::Deserialize;
use serde_json::Value;

/// What people want to know first of a plot.
#[derive(Deserialize, Debug)]
struct PlotNumbers {
    paths: u64,
    layers: Vec<PlotLayer>,
    width_mm: f64,
    height_mm: f64,
    draw_mm: f64,
    travel_before_mm: f64,
    travel_mm: f64,
    pen_lifts_before: u64,
    pen_lifts: u64,
    time_s: f64,
}

#[derive(Deserialize, Debug)]
struct PlotLayer {
    name: String,
    paths: u64,
    draw_mm: f64,
    time_s: f64,
}

#[derive(Deserialize, Debug)]
struct Found {
    severity: String,
    message: String,
    layer: Option<String>,
    element: Option<String>,
    x_mm: Option<f64>,
    y_mm: Option<f64>,
}

/// The report as lines of text.
pub(crate) fn of_report(report: &Value) -> String {
    let mut lines = match PlotNumbers::deserialize(report) {
        Ok(plot) => plot_lines(&plot),
        Err(_) => shop_summary::lines(report).unwrap_or_else(|| scalar_lines(report)),
    };
    lines.extend(diagnostic_lines(report));
    lines.iter().map(|line| format!("{line}\n")).collect()
}

fn plot_lines(plot: &PlotNumbers) -> Vec<String> {
    let mut lines = vec![
        format!("Page    {:.1} × {:.1} mm", plot.width_mm, plot.height_mm),
        format!(
            "Travel  {} → {}{}",
            length(plot.travel_before_mm),
            length(plot.travel_mm),
            percent(plot.travel_before_mm, plot.travel_mm)
        ),
        format!(
            "Lifts   {} → {}{}",
            plot.pen_lifts_before,
            plot.pen_lifts,
            percent(plot.pen_lifts_before as f64, plot.pen_lifts as f64)
        ),
        format!("Drawn   {} in {} paths", length(plot.draw_mm), plot.paths),
        format!("Time    {}", human_duration(plot.time_s)),
    ];
    lines.extend(plot.layers.iter().map(|layer| {
        let PlotLayer { name, paths, draw_mm, time_s } = layer;
        let name = one_line(name);
        format!("Layer   {name}: {paths} paths, {}, {}", length(*draw_mm), human_duration(*time_s))
    }));
    lines
}

fn scalar_lines(report: &Value) -> Vec<String> {
    let scalars =
        report.as_object().into_iter().flatten().filter(|(_, value)| !value.is_object() && !value.is_array());
    scalars.map(|(name, value)| format!("{name}: {}", one_line(&plain(value)))).collect()
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn diagnostic_lines(report: &Value) -> Vec<String> {
    let found: Vec<Found> =
        report.get("diagnostics").and_then(|list| Vec::deserialize(list).ok()).unwrap_or_default();
    let mut lines = Vec::new();
    if !found.is_empty() {
        let things = if found.len() == 1 { "thing" } else { "things" };
        lines.push(format!("{} {things} to look at:", found.len()));
    }
    lines.extend(found.iter().map(|found| {
        let mut line = format!("  {}: {}", found.severity, found.message);
        let place = [
            found.layer.as_ref().map(|layer| format!("layer {layer}")),
            found.element.clone(),
            found.x_mm.zip(found.y_mm).map(|(x, y)| format!("at {x:.1}, {y:.1} mm")),
        ];
        let place: Vec<String> = place.into_iter().flatten().collect();
        if !place.is_empty() {
            line.push_str(&format!(" ({})", place.join(", ")));
        }
        one_line(&line)
    }));
    lines
}

pub(crate) fn length(mm: f64) -> String {
    if mm >= 1_000.0 { format!("{:.2} m", mm / 1_000.0) } else { format!("{mm:.1} mm") }
}

/// ` (−67 %)`; nothing where there was nothing.
fn percent(before: f64, after: f64) -> String {
    if before <= 0.0 {
        return String::new();
    }
    let change = (after - before) / before * 100.0;
    let sign = if change <= -0.05 {
        "−"
    } else if change >= 0.05 {
        "+"
    } else {
        "±"
    };
    format!(" ({sign}{:.1} %)", change.abs())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_plot_tells_what_it_saves() {
        let text = of_report(&json!({
            "paths": 12, "layers": [{"name": "ink", "paths": 12, "draw_mm": 80.0, "time_s": 4.0}],
            "width_mm": 210.0, "height_mm": 297.0, "draw_mm": 2_500.0, "travel_before_mm": 4_000.0, "travel_mm": 1_000.0,
            "pen_lifts_before": 20, "pen_lifts": 12, "time_s": 75.0,
            "diagnostics": [{"kind": "filter", "severity": "warning", "message": "A filter was left out",
                "layer": "ink", "element": "rect#glow", "x_mm": 10.0, "y_mm": 20.0}],
        }));
        for part in [
            "4.00 m → 1.00 m (−75.0 %)",
            "20 → 12 (−40.0 %)",
            "1 min 15 s",
            "1 thing to look at",
            "rect#glow",
            "at 10.0, 20.0 mm",
        ] {
            assert!(text.contains(part), "{part} is not in\n{text}");
        }
    }

    #[test]
    fn another_task_tells_its_plain_numbers() {
        assert_eq!(of_report(&json!({"price": 3.5, "parts": [1, 2], "diagnostics": []})), "price: 3.5\n");
    }

    #[test]
    fn nothing_saved_is_said_as_such() {
        assert_eq!(percent(10.0, 10.0), " (±0.0 %)");
        assert_eq!(percent(0.0, 0.0), "");
    }
}
