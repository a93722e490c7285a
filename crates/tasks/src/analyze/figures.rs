//! From parts to figures.

use super::report::{LayerMetrics, Metrics, PartFacts};
use kurbo::Rect;
use penstock_drawing::{Drawing, Path};
use penstock_toolpath::jet::Material;
use penstock_toolpath::parts::{Part, Survey};

/// Grams per cm³ times mm³, in kg.
const KG_PER_G_CM3_MM3: f64 = 1e-6;

/// What the mass of a part depends on.
#[derive(Clone, Copy)]
pub(super) struct Stock {
    pub(super) material: Material,
    pub(super) thickness_mm: f64,
}

impl Stock {
    fn mass_kg(&self, area_mm2: f64) -> f64 {
        area_mm2 * self.thickness_mm * self.material.density_g_per_cm3 * KG_PER_G_CM3_MM3
    }
}

fn sum(values: impl Iterator<Item = f64>) -> f64 {
    values.fold(0.0, std::ops::Add::add)
}

pub(super) fn metrics(survey: &Survey, stock: Stock) -> Metrics {
    let found = &survey.found;
    let parts = &found.parts;
    let around_parts = parts.iter().map(Part::bounds).reduce(|a, b| a.union(b));
    let around_lines = || survey.lines.iter().filter_map(|line| line.path.bounds()).reduce(|a, b| a.union(b));
    let bounds = around_parts.or_else(around_lines).unwrap_or(Rect::ZERO);
    let net_area_mm2 = sum(parts.iter().map(Part::net_area_mm2));
    let cut_length_mm = sum(parts.iter().map(Part::cut_length_mm));
    let length_outer_mm = sum(parts.iter().map(|part| part.outer.path().length_mm()));
    Metrics {
        cut_length_mm,
        pierces: parts.iter().map(|part| part.pierces() as u64).sum(),
        net_area_mm2,
        mass_kg: stock.mass_kg(net_area_mm2),
        width_mm: bounds.width(),
        height_mm: bounds.height(),
        parts: parts.len() as u64,
        holes: parts.iter().map(|part| part.holes.len() as u64).sum(),
        slits: parts.iter().map(|part| part.slits.len() as u64).sum(),
        length_outer_mm,
        length_internal_mm: cut_length_mm - length_outer_mm,
        open_lines: found.open.len() as u64,
        open_length_mm: sum(found.open.iter().map(|line| line.path.length_mm())),
        drawn_length_mm: survey.length_before_mm,
    }
}

pub(super) fn part(part: &Part, drawing: &Drawing, stock: Stock) -> PartFacts {
    let bounds = part.bounds();
    let net_area_mm2 = part.net_area_mm2();
    PartFacts {
        name: part.name.clone(),
        layer: drawing.layers.get(part.outer.layer()).map(|layer| layer.name.clone()).unwrap_or_default(),
        cut_length_mm: part.cut_length_mm(),
        pierces: part.pierces() as u64,
        net_area_mm2,
        mass_kg: stock.mass_kg(net_area_mm2),
        width_mm: bounds.width(),
        height_mm: bounds.height(),
        holes: part.holes.len() as u64,
        x_mm: bounds.x0,
        y_mm: bounds.y0,
    }
}

/// The layers that have lines.
pub(super) fn layers(survey: &Survey, drawing: &Drawing) -> Vec<LayerMetrics> {
    let mut layers: Vec<LayerMetrics> = drawing.layers.iter().map(|layer| empty(&layer.name)).collect();
    for line in &survey.lines {
        if let Some(layer) = layers.get_mut(line.layer) {
            layer.count += 1;
        }
    }
    for part in &survey.found.parts {
        for (at, contour) in part.contours().enumerate() {
            let Some(layer) = layers.get_mut(contour.layer()) else { continue };
            if at == 0 {
                layer.outlines += 1;
            } else {
                layer.holes += 1;
            }
            layer.pierces += 1;
            layer.cut_length_mm += contour.path().length_mm();
            layer.net_area_mm2 += contour.area_mm2();
        }
        if let Some(layer) = layers.get_mut(part.outer.layer()) {
            layer.open_lines += part.slits.len() as u64;
            layer.pierces += part.slits.len() as u64;
            layer.cut_length_mm += sum(part.slits.iter().map(Path::length_mm));
        }
    }
    for line in &survey.found.open {
        if let Some(layer) = layers.get_mut(line.layer) {
            layer.open_lines += 1;
        }
    }
    layers
}

fn empty(name: &str) -> LayerMetrics {
    LayerMetrics {
        name: name.to_owned(),
        count: 0,
        outlines: 0,
        holes: 0,
        open_lines: 0,
        cut_length_mm: 0.0,
        pierces: 0,
        net_area_mm2: 0.0,
    }
}
