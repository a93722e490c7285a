//! Everything that was found, in one list: faults of the geometry and what the reader had to say.

use super::words;
use penstock_drawing::{Diagnostic, Drawing, Severity};
use penstock_toolpath::parts::{Fault, Survey};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

/// One thing that is wrong or should be looked at, with its place.
#[derive(Clone, PartialEq, Debug, Serialize, JsonSchema)]
pub struct Finding {
    /// A word for programs: `gap`, `duplicate`, `small-hole`, …
    pub kind: String,
    /// `note`: nothing needs to be done. `warning`: look at it. `error`: settle it before cutting.
    #[schemars(with = "String")]
    pub severity: Severity,
    /// Its place in mm, as in the preview; null for what is about the whole drawing.
    pub x_mm: Option<f64>,
    /// Its place in mm, down.
    pub y_mm: Option<f64>,
    /// Name of its layer.
    pub layer: Option<String>,
    /// What it is, what it means for the cut, and what to do.
    pub explanation: String,
    /// The repair that mends it, by the name that the parameter `repair` takes; null where a person has to.
    pub repair: Option<String>,
    /// It was mended in `repaired.dxf`.
    pub repaired: bool,
}

/// Of one kind no more are listed one by one.
const MOST_PER_KIND: usize = 200;

/// All findings, the gravest first, and how many there are of each kind.
pub(super) struct Findings {
    pub(super) list: Vec<Finding>,
    pub(super) counts: BTreeMap<String, u64>,
    /// How many of the first are the reader's, and have been told already, is marked here.
    told: Vec<bool>,
}

impl Findings {
    pub(super) fn new(survey: &Survey, drawing: &Drawing, read: &[Diagnostic]) -> Self {
        let name =
            |layer: usize| drawing.layers.get(layer).map(|layer| layer.name.clone()).unwrap_or_default();
        let mut all: Vec<(Finding, bool)> =
            survey.faults.iter().map(|fault| (of_fault(fault, &name), false)).collect();
        all.extend(read.iter().map(|diagnostic| (of_reader(diagnostic), true)));
        all.extend(about_the_whole(survey).map(|finding| (finding, false)));
        let mut counts: BTreeMap<String, u64> = BTreeMap::new();
        all.sort_by_key(|(finding, _)| std::cmp::Reverse(finding.severity));
        let mut worst: BTreeMap<String, Severity> = BTreeMap::new();
        all.retain(|(finding, _)| {
            let count = counts.entry(finding.kind.clone()).or_insert(0);
            *count += 1;
            worst.entry(finding.kind.clone()).or_insert(finding.severity);
            *count <= MOST_PER_KIND as u64
        });
        let rest: Vec<_> = counts.iter().filter(|&(_, &count)| count > MOST_PER_KIND as u64).collect();
        for (kind, count) in rest {
            let more = count - MOST_PER_KIND as u64;
            let severity = worst.get(kind).copied().unwrap_or(Severity::Note);
            all.push((whole(kind, severity, format!("{more} more of this kind are not listed")), false));
        }
        all.sort_by_key(|(finding, _)| std::cmp::Reverse(finding.severity));
        let (list, told) = all.into_iter().unzip();
        Self { list, counts, told }
    }

    /// Those that nobody has heard of yet, as diagnostics.
    pub(super) fn diagnostics(&self) -> impl Iterator<Item = Diagnostic> + '_ {
        let new = self.list.iter().zip(&self.told).filter(|&(_, &told)| !told);
        new.map(|(finding, _)| Diagnostic {
            kind: finding.kind.clone(),
            severity: finding.severity,
            message: finding.explanation.clone(),
            layer: finding.layer.clone(),
            element: None,
            x_mm: finding.x_mm,
            y_mm: finding.y_mm,
        })
    }

    /// How many there are of these kinds.
    pub(super) fn count(&self, kinds: &[&str]) -> u64 {
        kinds.iter().filter_map(|kind| self.counts.get(*kind)).sum()
    }
}

fn of_fault(fault: &Fault, layer_name: &dyn Fn(usize) -> String) -> Finding {
    Finding {
        kind: fault.kind.name().to_owned(),
        severity: words::severity(fault),
        x_mm: Some(fault.place.x),
        y_mm: Some(fault.place.y),
        layer: fault.layer.map(layer_name),
        explanation: words::explanation(fault, layer_name),
        repair: fault.repair.map(|repair| repair.name().to_owned()),
        repaired: fault.repaired,
    }
}

/// What the reader said, under the names that people look for.
fn of_reader(diagnostic: &Diagnostic) -> Finding {
    let kind = match diagnostic.kind.as_str() {
        "text" => "live-text",
        "annotation" => "dimension",
        other => other,
    };
    let severity =
        if kind == "live-text" { diagnostic.severity.max(Severity::Warning) } else { diagnostic.severity };
    Finding {
        kind: kind.to_owned(),
        severity,
        x_mm: diagnostic.x_mm,
        y_mm: diagnostic.y_mm,
        layer: diagnostic.layer.clone(),
        explanation: diagnostic.message.clone(),
        repair: None,
        repaired: false,
    }
}

fn whole(kind: &str, severity: Severity, explanation: String) -> Finding {
    Finding {
        kind: kind.to_owned(),
        severity,
        x_mm: None,
        y_mm: None,
        layer: None,
        explanation,
        repair: None,
        repaired: false,
    }
}

fn about_the_whole(survey: &Survey) -> impl Iterator<Item = Finding> {
    let parts = survey.found.parts.len();
    let several = (parts > 1).then(|| {
        let message = format!(
            "The file holds {parts} parts. They are measured together; give each its own file to quote or nest it alone"
        );
        whole("several-parts", Severity::Note, message)
    });
    let none = (parts == 0).then(|| {
        let message = "No closed contour was found: there is no part to cut out".to_owned();
        whole("no-part", Severity::Error, message)
    });
    let incomplete = (!survey.complete).then(|| {
        let message =
            "The drawing is so dense that not every line was checked for crossings and narrow places"
                .to_owned();
        whole("not-checked", Severity::Warning, message)
    });
    [several, none, incomplete].into_iter().flatten()
}
