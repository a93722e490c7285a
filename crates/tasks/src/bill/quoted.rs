//! Quotes a checked bill of parts as a whole.

use super::findings::{BillFinding, Findings};
use super::rows::{Ordered, stem};
use crate::cut::CutParams;
use crate::quote::{Drawn, FileUnits, Position, Qualities, Shop, read_drawing, warn_of_brittle};
use crate::stage::Stage;
use crate::{Context, Input, TaskError};
use penstock_drawing::Severity;
use std::collections::{BTreeMap, HashMap, HashSet};

/// What became of the rows.
#[derive(Default)]
pub(super) struct Quoted {
    pub(super) positions: Vec<Position>,
    /// The line of each position.
    pub(super) lines: Vec<u64>,
    pub(super) units: Vec<FileUnits>,
    /// Files that are named and not there, with the line that names them first.
    pub(super) missing: BTreeMap<String, u64>,
    /// Drawings that no row names.
    pub(super) unused: Vec<String>,
}

/// How rows become positions.
pub(super) struct Reckoner<'a> {
    pub(super) cut: &'a CutParams,
    pub(super) spare_mm: f64,
    pub(super) qualities: &'a Qualities,
    pub(super) shop: &'a Shop,
    pub(super) column: Option<String>,
}

impl Reckoner<'_> {
    /// Reads each drawing once and measures each row. Rows whose drawing is missing or cannot be read are
    /// left out and said.
    pub(super) fn positions(
        &self,
        rows: &[Ordered],
        drawings: &[&Input],
        findings: &mut Findings,
        context: &dyn Context,
        stage: &Stage<'_>,
    ) -> Result<Quoted, TaskError> {
        let by_name = by_name(drawings);
        let mut quoted = Quoted::default();
        let mut read: HashMap<usize, Option<Drawn>> = HashMap::new();
        let mut names: HashMap<String, u32> = HashMap::new();
        let mut brittle: HashSet<&str> = HashSet::new();
        for (done, row) in rows.iter().enumerate() {
            stage.at(done as f64 / rows.len() as f64)?;
            let mut say = |kind, message| {
                let column = self.column.clone();
                findings.add(BillFinding {
                    kind,
                    severity: Severity::Error,
                    line: row.line,
                    column,
                    message,
                });
            };
            let Some(&at) =
                by_name.get(&key(&row.file)).or_else(|| by_name.get(&stem(&row.file).to_lowercase()))
            else {
                say("missing-file", format!("{} is not among the files", row.file));
                quoted.missing.entry(row.file.clone()).or_insert(row.line);
                continue;
            };
            let drawn = match read.entry(at) {
                std::collections::hash_map::Entry::Occupied(drawn) => drawn.into_mut(),
                std::collections::hash_map::Entry::Vacant(place) => {
                    let drawn = match read_drawing(drawings[at], self.cut, context, stage) {
                        Ok(drawn) => {
                            let file = drawings[at].name.clone();
                            quoted.units.push(FileUnits { file, units: drawn.units.clone() });
                            Some(drawn)
                        }
                        Err(TaskError::BadInput { message, .. }) => {
                            say("unreadable-file", message);
                            None
                        }
                        Err(error) => return Err(error),
                    };
                    place.insert(drawn)
                }
            };
            let Some(drawn) = drawn else { continue };
            if brittle.insert(row.material.name) {
                warn_of_brittle(&row.material, self.shop, context);
            }
            let qualities = self.qualities.with(row.quality);
            let measured =
                drawn.measure(&row.material, row.thickness_mm, self.spare_mm, &qualities, self.shop);
            let times = names.entry(row.part.clone()).or_insert(0);
            *times += 1;
            let name =
                if *times == 1 { row.part.clone() } else { format!("{} (line {})", row.part, row.line) };
            quoted.lines.push(row.line);
            quoted.positions.push(Position {
                name,
                file: drawings[at].name.clone(),
                quantity: row.quantity,
                material: row.material,
                thickness_mm: row.thickness_mm,
                quality: row.quality.number(),
                customer: row.customer.clone(),
                due: row.due.clone(),
                measured,
            });
        }
        let named: HashSet<String> = rows.iter().map(|row| stem(&row.file).to_lowercase()).collect();
        let unused = drawings.iter().filter(|input| !named.contains(&stem(&input.name).to_lowercase()));
        quoted.unused = unused.map(|input| input.name.clone()).collect();
        Ok(quoted)
    }
}

/// Drawings by file name and by its stem, in lower case.
fn by_name(drawings: &[&Input]) -> HashMap<String, usize> {
    let mut by_name = HashMap::new();
    for (at, input) in drawings.iter().enumerate() {
        by_name.entry(stem(&input.name).to_lowercase()).or_insert(at);
    }
    for (at, input) in drawings.iter().enumerate() {
        by_name.insert(key(&input.name), at);
    }
    by_name
}

/// The name of a file without its folder.
fn key(file: &str) -> String {
    file.rsplit(['/', '\\']).next().unwrap_or(file).to_lowercase()
}
