//! Every contour and open line in figures, and those that are alike in groups.

use penstock_drawing::{Drawing, Path};
use penstock_toolpath::parts::{Contour, Survey};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;
use std::io::{self, Write};

/// One contour or open line.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub struct Component {
    /// Its number, from 1.
    pub id: u64,
    /// `OUTER`, `HOLE`, `SLIT` or `OPEN`.
    pub layer: String,
    /// Its group.
    pub group: String,
    /// Name of the part that it belongs to.
    pub part: Option<String>,
    /// Name of its layer in the drawing.
    pub source_layer: String,
    /// Area that it encloses in mm².
    pub area: f64,
    /// Its length in mm.
    pub perimeter: f64,
    /// Its segments.
    pub vertex_count: u64,
    /// It is cut.
    pub selected: bool,
    /// Width of the box around it in mm.
    pub size_w_mm: f64,
    /// Height of the box in mm.
    pub size_h_mm: f64,
    /// Middle of the box in mm.
    pub x_mm: f64,
    /// Middle of the box in mm, down.
    pub y_mm: f64,
}

/// Components of one size and shape, wherever they are and however they are turned.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub struct Group {
    /// Its name.
    pub name: String,
    /// What its components are.
    pub layer: String,
    /// How many there are.
    pub count: u64,
    /// Area of each in mm².
    pub area: f64,
    /// Length of each in mm.
    pub perimeter: f64,
}

/// A report lists no more of anything.
pub(super) const MOST_LISTED: usize = 2000;

/// Every component.
pub(super) struct Components {
    pub(super) list: Vec<Component>,
    pub(super) groups: Vec<Group>,
    /// Numbers in an order that can be cut.
    pub(super) order: Vec<u64>,
}

impl Components {
    pub(super) fn new(survey: &Survey, drawing: &Drawing) -> Self {
        let mut components = Self { list: Vec::new(), groups: Vec::new(), order: Vec::new() };
        let layer =
            |number: usize| drawing.layers.get(number).map(|layer| layer.name.clone()).unwrap_or_default();
        for part in &survey.found.parts {
            let first = components.list.len() as u64 + 1;
            for (at, contour) in part.contours().enumerate() {
                let class = if at == 0 { "OUTER" } else { "HOLE" };
                let area = contour.area_mm2().abs();
                components.add(class, Some(&part.name), layer(contour.layer()), contour.path(), area);
            }
            for slit in &part.slits {
                components.add("SLIT", Some(&part.name), layer(part.outer.layer()), slit, 0.0);
            }
            let last = components.list.len() as u64;
            components.order.extend(first + 1..=last);
            components.order.push(first);
        }
        for open in &survey.found.open {
            components.add("OPEN", None, layer(open.layer), &open.path, 0.0);
        }
        components.sort_to_groups();
        components
    }

    fn add(&mut self, class: &str, part: Option<&str>, source_layer: String, path: &Path, area: f64) {
        let bounds = path.bounds().unwrap_or_default();
        self.list.push(Component {
            id: self.list.len() as u64 + 1,
            layer: class.to_owned(),
            group: String::new(),
            part: part.map(str::to_owned),
            source_layer,
            area,
            perimeter: path.length_mm(),
            vertex_count: path.segments.len() as u64,
            selected: class != "OPEN",
            size_w_mm: bounds.width(),
            size_h_mm: bounds.height(),
            x_mm: bounds.center().x,
            y_mm: bounds.center().y,
        });
    }

    /// Alike is what has the same class, number of segments, length to a hundredth and area to a tenth.
    fn sort_to_groups(&mut self) {
        let mut known: BTreeMap<(String, u64, i64, i64), usize> = BTreeMap::new();
        for component in &mut self.list {
            let key = (
                component.layer.clone(),
                component.vertex_count,
                (component.perimeter * 100.0).round() as i64,
                (component.area * 10.0).round() as i64,
            );
            let number = *known.entry(key).or_insert_with(|| {
                self.groups.push(Group {
                    name: format!("Group {}", self.groups.len() + 1),
                    layer: component.layer.clone(),
                    count: 0,
                    area: component.area,
                    perimeter: component.perimeter,
                });
                self.groups.len() - 1
            });
            self.groups[number].count += 1;
            component.group.clone_from(&self.groups[number].name);
        }
    }

    /// The table that `analyze-csv` takes.
    pub(super) fn write_csv(&self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "ID,Layer,Group,Part,Source_layer,Area_mm2,Perimeter_mm,Width_mm,Height_mm,Selected")?;
        for it in &self.list {
            writeln!(
                out,
                "{},{},{},{},{},{:.4},{:.4},{:.4},{:.4},{}",
                it.id,
                it.layer,
                it.group,
                cell(it.part.as_deref().unwrap_or_default()),
                cell(&it.source_layer),
                it.area,
                it.perimeter,
                it.size_w_mm,
                it.size_h_mm,
                if it.selected { "True" } else { "False" }
            )?;
        }
        Ok(())
    }
}

/// A text as a cell: quoted where it has to be, and never a formula for the program that opens it.
fn cell(text: &str) -> String {
    let risky = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let text = if risky { format!("'{text}") } else { text.to_owned() };
    if text.contains([',', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

/// Contours of more segments than this are called shaky, as wjp_analyser did.
pub(super) fn is_shaky(contour: &Contour) -> bool {
    contour.path().segments.len() > 200
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_no_formula_and_keeps_its_commas() {
        assert_eq!(cell("=1+2"), "'=1+2");
        assert_eq!(cell("a, \"b\""), "\"a, \"\"b\"\"\"");
        assert_eq!(cell("CUT"), "CUT");
    }
}
