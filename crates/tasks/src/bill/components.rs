//! The component export of wjp's analyser: one row for each contour, with area and perimeter.
//!
//! Statistics, bands, sums and thresholds are those of that program, so that people who compare find the
//! same figures; counts are plain integers. A malformed export is an error here, while it came as a success
//! with an error inside there.

use super::headings::plain;
use super::numbers::Decimal;
use super::readiness::Readiness;
use super::table::{Row, Table};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

/// One contour of the export.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub struct Component {
    /// As the export names it.
    #[serde(rename = "ID")]
    pub id: String,
    /// Its layer.
    #[serde(rename = "Layer")]
    pub layer: String,
    /// In mm².
    #[serde(rename = "Area_mm2")]
    pub area_mm2: f64,
    /// In mm.
    #[serde(rename = "Perimeter_mm")]
    pub perimeter_mm: f64,
    /// Chosen for cutting.
    #[serde(rename = "Selected")]
    pub selected: bool,
}

/// What the export comes to.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub struct ComponentsReport {
    /// Counts, sums, averages and bands.
    pub statistics: Statistics,
    /// Components by layer.
    pub layer_distribution: BTreeMap<String, u64>,
    /// Sums by layer.
    pub layer_statistics: BTreeMap<String, LayerSums>,
    /// The largest and the smallest.
    pub top_objects: TopObjects,
    /// What to look at.
    pub recommendations: Recommendations,
    /// What cutting all of it takes.
    pub summary: Summary,
    /// How ready it is to be cut.
    pub readiness_score: Readiness,
}

/// Counts, sums, averages and bands.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub struct Statistics {
    /// Rows.
    pub total_objects: u64,
    /// Chosen for cutting.
    pub selected_count: u64,
    /// Not chosen.
    pub not_selected_count: u64,
    /// Sum of areas.
    pub total_area_mm2: f64,
    /// Sum of perimeters.
    pub total_perimeter_mm: f64,
    /// Sum of the areas that are something.
    pub operable_area_mm2: f64,
    /// Components with an area.
    pub operable_objects: u64,
    /// Of the areas in mm².
    pub area_stats: Spread,
    /// Of the perimeters in mm.
    pub perimeter_stats: Spread,
    /// Areas in mm² by band.
    pub area_distribution: AreaBands,
    /// Perimeters in mm by band.
    pub perimeter_distribution: PerimeterBands,
}

/// How figures spread.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, JsonSchema)]
pub struct Spread {
    /// Arithmetic mean.
    pub mean: f64,
    /// As many are below as above.
    pub median: f64,
    /// The least.
    pub min: f64,
    /// The greatest.
    pub max: f64,
}

/// Areas by band. `tiny_lt1` holds those of `zero` too.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, JsonSchema)]
pub struct AreaBands {
    /// Nothing: open or damaged.
    pub zero: u64,
    /// Below 1 mm².
    pub tiny_lt1: u64,
    /// From 1 to below 10 mm².
    pub small_1to10: u64,
    /// From 10 to below 100 mm².
    pub medium_10to100: u64,
    /// 100 mm² and more.
    pub large_ge100: u64,
}

/// Perimeters by band.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, JsonSchema)]
pub struct PerimeterBands {
    /// Below 5 mm.
    pub tiny_lt5: u64,
    /// From 5 to below 50 mm.
    pub small_5to50: u64,
    /// From 50 to below 100 mm.
    pub medium_50to100: u64,
    /// 100 mm and more.
    pub large_ge100: u64,
}

/// Sums of one layer.
#[derive(Clone, Copy, PartialEq, Debug, Default, Serialize, JsonSchema)]
pub struct LayerSums {
    /// Components.
    pub count: u64,
    /// In mm².
    pub total_area: f64,
    /// In mm.
    pub total_perimeter: f64,
    /// In mm².
    pub avg_area: f64,
    /// In mm.
    pub avg_perimeter: f64,
    /// Components without an area.
    pub zero_area: u64,
}

/// The largest and the smallest.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub struct TopObjects {
    /// Five at most, the largest first.
    pub largest_by_area: Vec<Component>,
    /// Ten at most of those with an area, the smallest first.
    pub smallest_non_zero: Vec<Component>,
}

/// What to look at.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub struct Recommendations {
    /// What is likely wrong.
    pub warnings: Vec<Advice>,
    /// What may be worth a thought.
    pub info: Vec<Advice>,
    /// `good`, `fair` when more than 30 % have no area, `poor` above 50 %.
    pub viability_score: &'static str,
}

/// One piece of advice.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub struct Advice {
    /// A word for programs.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// How many components it is about.
    pub count: Option<u64>,
    /// What there is.
    pub message: String,
    /// What to do.
    pub action: &'static str,
}

/// What cutting all of it takes.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, JsonSchema)]
pub struct Summary {
    /// Sum of perimeters.
    pub cutting_length_m: f64,
    /// One for each component with an area.
    pub pierces_estimate: u64,
    /// Sum of the areas that are something.
    pub net_operable_area_mm2: f64,
}

/// The headings are those of the export: it has areas and perimeters.
pub(super) fn are_components(headings: &[String]) -> bool {
    column(headings, "area_mm2").is_some() || column(headings, "perimeter_mm").is_some()
}

fn column(headings: &[String], name: &str) -> Option<usize> {
    headings.iter().position(|heading| plain(heading) == plain(name))
}

/// Reads every row.
///
/// # Errors
/// In words: a column that is missing, or a cell that is no number, with its line.
pub(super) fn read(table: &Table) -> Result<Vec<Component>, String> {
    let need = |name: &str| {
        let headings = || table.headings.join(", ");
        column(&table.headings, name)
            .ok_or_else(|| format!("it has no column {name}; its columns are {}", headings()))
    };
    let (id, layer, selected) = (need("ID")?, need("Layer")?, need("Selected")?);
    let (area, perimeter) = (need("Area_mm2")?, need("Perimeter_mm")?);
    let decimal = table.format.decimal;
    let read = table.rows.iter().map(|row| {
        if row.cells.len() > table.headings.len() {
            let (cells, headings) = (row.cells.len(), table.headings.len());
            return Err(format!("line {}: there are {cells} cells under {headings} headings", row.line));
        }
        Ok(Component {
            id: text(row, id),
            layer: text(row, layer),
            area_mm2: number(row, area, decimal, "Area_mm2")?,
            perimeter_mm: number(row, perimeter, decimal, "Perimeter_mm")?,
            selected: yes(row, selected)?,
        })
    });
    read.collect()
}

fn text(row: &Row, at: usize) -> String {
    row.cells.get(at).cloned().unwrap_or_default()
}

fn number(row: &Row, at: usize, decimal: Decimal, name: &str) -> Result<f64, String> {
    let cell = text(row, at);
    let number = decimal.number(&cell).filter(|&number| number >= 0.0);
    number.ok_or_else(|| format!("line {}: {name} is {cell:?}, which is no area or length", row.line))
}

fn yes(row: &Row, at: usize) -> Result<bool, String> {
    match text(row, at).to_lowercase().as_str() {
        "true" | "1" | "yes" | "y" | "x" => Ok(true),
        "false" | "0" | "no" | "n" | "" => Ok(false),
        other => Err(format!("line {}: Selected is {other:?}, neither true nor false", row.line)),
    }
}

/// What they come to. There is at least one.
pub(super) fn report(
    components: &[Component],
    readiness: impl Fn(&Recommendations) -> Readiness,
) -> ComponentsReport {
    let count = components.len() as u64;
    let areas: Vec<f64> = components.iter().map(|component| component.area_mm2).collect();
    let perimeters: Vec<f64> = components.iter().map(|component| component.perimeter_mm).collect();
    let with_area = areas.iter().filter(|&&area| area > 0.0);
    let (operable_objects, operable_area_mm2) = (with_area.clone().count() as u64, sum(with_area));
    let selected_count = components.iter().filter(|component| component.selected).count() as u64;
    let mut layers: BTreeMap<String, LayerSums> = BTreeMap::new();
    for component in components {
        let sums = layers.entry(component.layer.clone()).or_default();
        sums.count += 1;
        sums.total_area += component.area_mm2;
        sums.total_perimeter += component.perimeter_mm;
        sums.zero_area += u64::from(component.area_mm2 == 0.0);
    }
    for sums in layers.values_mut() {
        sums.avg_area = sums.total_area / sums.count as f64;
        sums.avg_perimeter = sums.total_perimeter / sums.count as f64;
    }
    let statistics = Statistics {
        total_objects: count,
        selected_count,
        not_selected_count: count - selected_count,
        total_area_mm2: sum(areas.iter()),
        total_perimeter_mm: sum(perimeters.iter()),
        operable_area_mm2,
        operable_objects,
        area_stats: spread(&areas),
        perimeter_stats: spread(&perimeters),
        area_distribution: area_bands(&areas),
        perimeter_distribution: perimeter_bands(&perimeters),
    };
    let recommendations = recommendations(&statistics, &layers);
    ComponentsReport {
        layer_distribution: layers.iter().map(|(layer, sums)| (layer.clone(), sums.count)).collect(),
        layer_statistics: layers,
        top_objects: top_objects(components),
        summary: Summary {
            cutting_length_m: statistics.total_perimeter_mm / 1000.0,
            pierces_estimate: operable_objects,
            net_operable_area_mm2: operable_area_mm2,
        },
        readiness_score: readiness(&recommendations),
        statistics,
        recommendations,
    }
}

fn sum<'a>(values: impl Iterator<Item = &'a f64>) -> f64 {
    values.fold(0.0, |sum, value| sum + value)
}

fn spread(values: &[f64]) -> Spread {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let (low, high) = ((sorted.len() - 1) / 2, sorted.len() / 2);
    Spread {
        mean: sum(values.iter()) / values.len() as f64,
        median: f64::midpoint(sorted[low], sorted[high]),
        min: sorted[0],
        max: sorted[sorted.len() - 1],
    }
}

fn area_bands(areas: &[f64]) -> AreaBands {
    let mut bands = AreaBands::default();
    for &area in areas {
        bands.zero += u64::from(area == 0.0);
        match area {
            area if area < 1.0 => bands.tiny_lt1 += 1,
            area if area < 10.0 => bands.small_1to10 += 1,
            area if area < 100.0 => bands.medium_10to100 += 1,
            _ => bands.large_ge100 += 1,
        }
    }
    bands
}

fn perimeter_bands(perimeters: &[f64]) -> PerimeterBands {
    let mut bands = PerimeterBands::default();
    for &perimeter in perimeters {
        match perimeter {
            perimeter if perimeter < 5.0 => bands.tiny_lt5 += 1,
            perimeter if perimeter < 50.0 => bands.small_5to50 += 1,
            perimeter if perimeter < 100.0 => bands.medium_50to100 += 1,
            _ => bands.large_ge100 += 1,
        }
    }
    bands
}

fn top_objects(components: &[Component]) -> TopObjects {
    let mut by_area: Vec<&Component> = components.iter().collect();
    by_area.sort_by(|a, b| b.area_mm2.total_cmp(&a.area_mm2));
    let largest_by_area = by_area.iter().take(5).map(|&component| component.clone()).collect();
    let mut small: Vec<&Component> = components.iter().filter(|component| component.area_mm2 > 0.0).collect();
    small.sort_by(|a, b| a.area_mm2.total_cmp(&b.area_mm2));
    TopObjects { largest_by_area, smallest_non_zero: small.into_iter().take(10).cloned().collect() }
}

fn recommendations(statistics: &Statistics, layers: &BTreeMap<String, LayerSums>) -> Recommendations {
    let total = statistics.total_objects;
    let (zero, tiny) = (statistics.area_distribution.zero, statistics.area_distribution.tiny_lt1);
    let short = statistics.perimeter_distribution.tiny_lt5;
    let advice = |kind, count, message, action| Advice { kind, count, message, action };
    let mut warnings = Vec::new();
    if zero > 0 {
        warnings.push(advice(
            "zero_area",
            Some(zero),
            format!("{zero} components enclose nothing: they are open or damaged"),
            "Close or remove them; analyze shows where they are",
        ));
    }
    if 2 * tiny > total {
        warnings.push(advice(
            "too_many_tiny",
            Some(tiny),
            format!("{tiny} components are smaller than 1 mm², which a jet cannot cut out"),
            "Leave out what is smaller than 1 mm² or shorter than 5 mm",
        ));
    }
    if 2 * short > total {
        warnings.push(advice(
            "tiny_perimeter",
            Some(short),
            format!("{short} components are shorter than 5 mm around"),
            "Check that they can be made with this kerf",
        ));
    }
    let mut info = Vec::new();
    let outer = layers.get("OUTER").map_or(0, |sums| sums.count);
    if layers.len() == 1 {
        info.push(advice(
            "single_layer",
            None,
            "All components are on one layer".to_owned(),
            "Put outlines and holes on layers of their own if they are to be cut differently",
        ));
    } else if outer == 1 {
        info.push(advice(
            "single_outer",
            None,
            "One component only is on the layer OUTER".to_owned(),
            "Check that every part has its outline there",
        ));
    }
    if statistics.selected_count == total {
        info.push(advice(
            "all_selected",
            None,
            "Every component is selected".to_owned(),
            "Take out of the selection what is not to be cut",
        ));
    } else if statistics.selected_count == 0 {
        info.push(advice(
            "none_selected",
            None,
            "No component is selected".to_owned(),
            "Select what is to be cut",
        ));
    }
    let viability_score = match zero {
        zero if 2 * zero > total => "poor",
        zero if 10 * zero > 3 * total => "fair",
        _ => "good",
    };
    Recommendations { warnings, info, viability_score }
}
