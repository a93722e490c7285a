//! What `analyze` reports. Never a point of the geometry beyond one place for each finding and contour.

use super::components::{Component, Group};
use super::findings::Finding;
use crate::cut::UnitsReport;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

/// What `analyze` found.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub struct AnalyzeReport {
    /// Name of the file.
    pub file: String,
    /// What is cut.
    pub material: MaterialFacts,
    /// Width that the jet takes away, in mm.
    pub kerf_mm: f64,
    /// In which unit the drawing is.
    pub units: UnitsReport,
    /// The figures of everything that is cut.
    pub metrics: Metrics,
    /// Everything that was found, the gravest first.
    pub findings: Vec<Finding>,
    /// How many findings there are of each kind.
    pub finding_counts: BTreeMap<String, u64>,
    /// What each repair did, in the order in which they were done. Leave one out of `repair` to undo it.
    pub repairs: Vec<RepairDone>,
    /// The parts, in document order; the first 2,000.
    pub parts: Vec<PartFacts>,
    /// The layers that have lines, in document order.
    pub layers: Vec<LayerMetrics>,
    /// Names of these layers.
    pub layers_present: Vec<String>,
    /// Every contour and open line, parts in order and the outline of each first; the first 2,000.
    pub components: Vec<Component>,
    /// How many components there are.
    pub components_total: u64,
    /// Components of one size and shape.
    pub groups: Vec<Group>,
    /// The order that leaves every part attached until its holes are cut: numbers of components.
    pub toolpath: Toolpath,
    /// How clean the drawing is, in counts.
    pub quality: Quality,
    /// Distances and radii against the least that is fine.
    pub geometry_validation: GeometryValidation,
    /// The file as a file.
    pub file_integrity: FileIntegrity,
    /// What was done about the size: never anything beyond the unit.
    pub scale: Scale,
    /// The files that were made.
    pub artifacts: Artifacts,
}

/// What is cut.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub struct MaterialFacts {
    /// Its name in the table.
    pub name: String,
    /// Thickness in mm.
    pub thickness_mm: f64,
    /// Density in g/cm³.
    pub density_g_per_cm3: f64,
}

/// The figures of everything that is cut, after the repairs.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub struct Metrics {
    /// Length on the drawn lines in mm: outlines, holes and slits.
    pub cut_length_mm: f64,
    /// How often the jet starts.
    pub pierces: u64,
    /// Area of the parts less their holes, in mm².
    pub net_area_mm2: f64,
    /// Mass of the parts in kg.
    pub mass_kg: f64,
    /// Width of the box around all parts in mm; around all lines where there is no part.
    pub width_mm: f64,
    /// Its height in mm.
    pub height_mm: f64,
    /// Parts.
    pub parts: u64,
    /// Holes in them.
    pub holes: u64,
    /// Open lines in the material of parts, cut as they stand.
    pub slits: u64,
    /// Length of the outlines in mm.
    pub length_outer_mm: f64,
    /// Length of holes and slits in mm.
    pub length_internal_mm: f64,
    /// Open lines outside of every part: they are in no other figure.
    pub open_lines: u64,
    /// Their length in mm.
    pub open_length_mm: f64,
    /// Length of all lines of the file before the repairs, in mm.
    pub drawn_length_mm: f64,
}

/// What a repair did.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub struct RepairDone {
    /// Its name, as in the parameter `repair`.
    pub repair: String,
    /// What it did, in words.
    pub explanation: String,
    /// Places that it mended.
    pub places: u64,
    /// By how much the drawn length changed, in mm.
    pub length_change_mm: f64,
}

/// One part.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub struct PartFacts {
    /// What it is called.
    pub name: String,
    /// Name of the layer of its outline.
    pub layer: String,
    /// Length of its cuts in mm.
    pub cut_length_mm: f64,
    /// How often the jet starts for it.
    pub pierces: u64,
    /// Its area less its holes, in mm².
    pub net_area_mm2: f64,
    /// Its mass in kg.
    pub mass_kg: f64,
    /// Width of the box around it in mm.
    pub width_mm: f64,
    /// Height of the box in mm.
    pub height_mm: f64,
    /// Its holes.
    pub holes: u64,
    /// Left edge of the box in mm.
    pub x_mm: f64,
    /// Upper edge of the box in mm.
    pub y_mm: f64,
}

/// One layer of the drawing, after the repairs.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub struct LayerMetrics {
    /// Its name to the letter.
    pub name: String,
    /// Lines and rings on it.
    pub count: u64,
    /// Outlines on it.
    pub outlines: u64,
    /// Holes on it.
    pub holes: u64,
    /// Open lines on it, slits among them.
    pub open_lines: u64,
    /// Length that is cut on it in mm: outlines and holes, and slits of parts whose outline is on it.
    pub cut_length_mm: f64,
    /// How often the jet starts on it.
    pub pierces: u64,
    /// Area of its outlines less its holes, in mm².
    pub net_area_mm2: f64,
}

/// An order of cuts.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub struct Toolpath {
    /// Numbers of components: of each part the holes and slits, then the outline.
    pub order: Vec<u64>,
}

/// Counts, by the names that wjp_analyser gave them.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub struct Quality {
    /// Open lines that are no slits.
    #[serde(rename = "Open Polylines")]
    pub open_polylines: u64,
    /// Runs of segments that are too short, and lines without a length.
    #[serde(rename = "Tiny Segments")]
    pub tiny_segments: u64,
    /// Lines drawn twice, in whole or in part.
    #[serde(rename = "Duplicate Candidates")]
    pub duplicate_candidates: u64,
    /// Places where lines cross themselves or others.
    #[serde(rename = "Self Intersections")]
    pub self_intersections: u64,
    /// Contours of more than 200 segments.
    #[serde(rename = "Shaky Polylines")]
    pub shaky_polylines: u64,
    /// Findings that are warnings.
    #[serde(rename = "Warnings")]
    pub warnings: u64,
    /// Findings that are errors.
    #[serde(rename = "Errors")]
    pub errors: u64,
}

/// Distances and radii against the least that is fine.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub struct GeometryValidation {
    /// Least material between two holes, in mm.
    pub min_spacing_mm: f64,
    /// Places with less, to the edge and between parts included.
    pub min_spacing_violations: u64,
    /// Least material between a hole and the edge, in mm.
    pub min_edge_mm: f64,
    /// Smallest hole, in mm.
    pub min_hole_mm: f64,
    /// Holes below it.
    pub min_hole_violations: u64,
    /// Radius that inside corners get: half the kerf, in mm.
    pub min_corner_radius_mm: f64,
    /// Contours with sharper inside corners.
    pub min_corner_radius_violations: u64,
    /// Segments shorter than this count as tiny, in mm.
    pub tiny_segment_threshold_mm: f64,
}

/// The file as a file.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub struct FileIntegrity {
    /// `$ACADVER` of a DXF, such as `AC1015`.
    pub version: Option<String>,
    /// It is of a kind that is read.
    pub supported: bool,
    /// It could be opened.
    pub open_ok: bool,
    /// What had to be left out or assumed while reading, in findings.
    pub remarks: u64,
}

/// What was done about the size.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub struct Scale {
    /// `declared`, `given` or `assumed`.
    pub units_mode: String,
    /// Millimetres in one unit of the drawing.
    pub units_factor: f64,
}

/// The files that were made.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub struct Artifacts {
    /// The drawing after the repairs.
    pub repaired_dxf: String,
    /// The components as a table.
    pub components_csv: String,
}
