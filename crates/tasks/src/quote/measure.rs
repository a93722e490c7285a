//! What a drawing takes to cut: lengths, pierces, seconds, material.

use super::machine::Shop;
use super::qualities::Qualities;
use super::remark;
use crate::cut::{self, CutParams, NestedSheet, take_sheets};
use crate::stage::Stage;
use crate::{Cancelled, Context, Input, TaskError};
use kurbo::Rect;
use penstock_drawing::{Diagnostic, Layer, Page, Path, Severity};
use penstock_toolpath::jet::{self, CutTime, Feeds, Material, Quality};
use penstock_toolpath::parts::{self, Part};
use schemars::JsonSchema;
use serde::Serialize;

/// The parts of one file, as they were drawn.
pub(crate) struct Drawn {
    /// Name of the file without its ending.
    pub(crate) name: String,
    pub(super) page: Page,
    layers: Vec<Layer>,
    parts: Vec<Part>,
    /// Where the file is a nest.
    sheets: Vec<NestedSheet>,
    pub(crate) units: cut::UnitsReport,
}

/// How the lines of one quality are cut.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub struct CutReport {
    /// 1 to 5.
    pub quality: u8,
    /// Lines of this quality in one set of the parts.
    pub pierces: u64,
    /// Their length.
    pub length_mm: f64,
    /// Feed on long straights.
    pub feed_mm_per_min: f64,
    /// Seconds at that feed: `length_mm / feed_mm_per_min · 60`.
    pub cutting_s: f64,
    /// Further seconds for corners and small arcs.
    pub corner_s: f64,
}

/// What a nest takes of its sheets.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Nested {
    pub(crate) sheets: u64,
    pub(crate) used_mm2: f64,
}

/// What one set of the parts of a file takes.
#[derive(Clone, PartialEq, Debug, Default)]
pub(crate) struct Measured {
    pub(crate) parts: u64,
    pub(crate) holes: u64,
    pub(crate) width_mm: f64,
    pub(crate) height_mm: f64,
    pub(crate) net_area_mm2: f64,
    /// Rectangles around the parts, each wider and higher by this in mm than the part: kerf and web.
    pub(crate) rectangles_mm2: f64,
    /// Of a nest: what its sheets lose, each over its height up to the rightmost part and the spare beside it.
    pub(crate) nested: Option<Nested>,
    pub(crate) cuts: Vec<CutReport>,
    pub(crate) pierce_s: f64,
    pub(crate) rapid_mm: f64,
    pub(crate) rapid_s: f64,
}

impl Measured {
    pub(crate) fn pierces(&self) -> u64 {
        self.cuts.iter().map(|cut| cut.pierces).sum()
    }

    pub(crate) fn length_mm(&self) -> f64 {
        self.sum(|cut| cut.length_mm)
    }

    pub(crate) fn cutting_s(&self) -> f64 {
        self.sum(|cut| cut.cutting_s)
    }

    pub(crate) fn corner_s(&self) -> f64 {
        self.sum(|cut| cut.corner_s)
    }

    pub(crate) fn piercing_s(&self) -> f64 {
        self.pierces() as f64 * self.pierce_s
    }

    /// With the jet on.
    pub(crate) fn jet_s(&self) -> f64 {
        self.cutting_s() + self.corner_s() + self.piercing_s()
    }

    pub(crate) fn time_s(&self) -> f64 {
        self.jet_s() + self.rapid_s
    }

    fn sum(&self, of: impl Fn(&CutReport) -> f64) -> f64 {
        self.cuts.iter().map(of).fold(0.0, std::ops::Add::add)
    }
}

/// Reads a file and finds its parts. Says what is open, and so is no part.
pub(crate) fn read(
    input: &Input,
    params: &CutParams,
    context: &dyn Context,
    stage: &Stage<'_>,
) -> Result<Drawn, TaskError> {
    let mut read = cut::read(input, params, context, stage)?;
    let sheets = take_sheets(&mut read.drawing);
    let options = parts::Options { name: read.name.clone(), ..parts::Options::default() };
    let found = parts::find(&read.drawing, &options, &mut |f| stage.at(f).is_ok()).map_err(|_| Cancelled)?;
    if found.parts.is_empty() {
        return Err(TaskError::BadInput {
            message: format!(
                "{} holds no closed outline, so there is no part to quote{}",
                input.name, read.reasons
            ),
            advice: Some("Close the outline; analyze shows where it is open".to_owned()),
        });
    }
    if !found.gaps.is_empty() {
        let message =
            format!("{} gap(s) of {} were closed; analyze shows where", found.gaps.len(), input.name);
        context.diagnose(remark("gap", Severity::Note, message));
    }
    if let Some(first) = found.open.first() {
        let length_mm: f64 = found.open.iter().map(|stroke| stroke.path.length_mm()).sum();
        context.diagnose(Diagnostic {
            kind: "open-contour".to_owned(),
            severity: Severity::Warning,
            message: format!(
                "{} open line(s), {length_mm:.1} mm together, belong to no part of {} and are not in the price",
                found.open.len(),
                input.name
            ),
            layer: read.drawing.layers.get(first.layer).map(|layer| layer.name.clone()),
            element: None,
            x_mm: Some(first.path.start.x),
            y_mm: Some(first.path.start.y),
        });
    }
    let (page, mut layers) = (read.drawing.page, read.drawing.layers);
    layers.iter_mut().for_each(|layer| layer.paths = Vec::new());
    let drawn = Drawn { name: read.name, page, layers, parts: found.parts, sheets, units: read.units };
    if let Some(stray) = drawn.stray() {
        return Err(TaskError::BadInput {
            message: format!("{} is a nest, and {stray} lies on none of its sheets", input.name),
            advice: Some("Move it onto a sheet, or take the layer SHEET out of the drawing".to_owned()),
        });
    }
    Ok(drawn)
}

impl Drawn {
    /// A part beside the sheets of a nest.
    fn stray(&self) -> Option<&str> {
        let on_a_sheet = |part: &&Part| self.sheets.iter().any(|sheet| sheet.holds(part.bounds()));
        let stray = self.parts.iter().find(|part| !on_a_sheet(part)).filter(|_| !self.sheets.is_empty());
        stray.map(|part| part.name.as_str())
    }

    /// What the nest takes of its sheets; none for a drawing that is no nest.
    fn nested(&self, spare_mm: f64) -> Option<Nested> {
        let mut nested = Nested { sheets: 0, used_mm2: 0.0 };
        for sheet in &self.sheets {
            let here = self.parts.iter().map(Part::bounds).filter(|&bounds| sheet.holds(bounds));
            let Some(right) = here.map(|bounds| bounds.x1).reduce(f64::max) else { continue };
            let share = (right + spare_mm - sheet.bounds.x0) / sheet.bounds.width();
            nested.sheets += 1;
            nested.used_mm2 += sheet.area_mm2 * share.min(1.0);
        }
        (nested.sheets > 0).then_some(nested)
    }

    /// What one set of its parts takes on this machine.
    pub(crate) fn measure(
        &self,
        material: &Material,
        thickness_mm: f64,
        spare_mm: f64,
        qualities: &Qualities,
        shop: &Shop,
    ) -> Measured {
        let feeds = Quality::ALL.map(|quality| shop.feeds(material, thickness_mm, quality));
        let mut cuts = Quality::ALL.map(|quality| Cut::new(&feeds, quality));
        self.each_line(qualities, &mut |path, quality| cuts[quality as usize].add(path));
        let boxes = self.parts.iter().map(Part::bounds);
        let around = boxes.clone().reduce(|a, b| a.union(b)).unwrap_or(Rect::ZERO);
        let rapids =
            if shop.count_rapids { jet::rapids(&self.parts, &shop.machine) } else { jet::Rapids::default() };
        Measured {
            parts: self.parts.len() as u64,
            holes: self.parts.iter().map(|part| part.holes.len() as u64).sum(),
            width_mm: around.width(),
            height_mm: around.height(),
            net_area_mm2: self.parts.iter().map(Part::net_area_mm2).fold(0.0, std::ops::Add::add),
            rectangles_mm2: boxes
                .map(|bounds| (bounds.width() + spare_mm) * (bounds.height() + spare_mm))
                .fold(0.0, std::ops::Add::add),
            nested: self.nested(spare_mm),
            cuts: cuts.into_iter().filter(|cut| cut.pierces > 0).map(Cut::report).collect(),
            pierce_s: shop.pierce_s(material, thickness_mm),
            rapid_mm: rapids.length_mm,
            rapid_s: rapids.time_s,
        }
    }

    /// Shows every line that is cut, with its quality.
    pub(super) fn each_line(&self, qualities: &Qualities, see: &mut dyn FnMut(&Path, Quality)) {
        let mut show = |path: &Path, layer: Option<usize>, inside: bool| {
            see(path, qualities.of(layer.and_then(|layer| self.layers.get(layer)), inside));
        };
        for part in &self.parts {
            show(part.outer.path(), Some(part.outer.layer()), false);
            part.holes.iter().for_each(|hole| show(hole.path(), Some(hole.layer()), true));
            part.slits.iter().for_each(|slit| show(slit, None, true));
        }
    }

    /// Says which layers are spoken of that it does not have.
    pub(crate) fn check_layers(&self, qualities: &Qualities, context: &dyn Context) {
        for name in qualities.without_layer(&self.layers) {
            let message = format!("{} has no layer {name:?}: its quality is given for nothing", self.name);
            context.diagnose(remark("layer-quality", Severity::Warning, message));
        }
    }
}

struct Cut {
    quality: Quality,
    feeds: Feeds,
    pierces: u64,
    length_mm: f64,
    time: CutTime,
}

impl Cut {
    fn new(feeds: &[Feeds; 5], quality: Quality) -> Self {
        let feeds = feeds[quality as usize];
        Self { quality, feeds, pierces: 0, length_mm: 0.0, time: CutTime::default() }
    }

    fn add(&mut self, path: &Path) {
        self.pierces += 1;
        self.length_mm += path.length_mm();
        self.time = self.time + jet::time(path, &self.feeds);
    }

    fn report(self) -> CutReport {
        let feed_mm_per_min = self.feeds.straight_mm_per_min;
        CutReport {
            quality: self.quality.number(),
            pierces: self.pierces,
            length_mm: self.length_mm,
            feed_mm_per_min,
            cutting_s: self.length_mm / feed_mm_per_min * 60.0,
            corner_s: Shop::corner_s(self.time),
        }
    }
}
