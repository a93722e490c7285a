//! What is to be said about the file, kept until its units are known: places are in units of the file.

use super::places::Places;
use super::record::Fault;
use crate::{Diagnostic, Diagnostics, Severity};
use kurbo::{Affine, Point};
use std::collections::BTreeMap;

/// One thing to say.
#[derive(Clone, Debug)]
struct Remark {
    kind: &'static str,
    severity: Severity,
    message: String,
    layer: Option<String>,
    line: Option<u32>,
    place: Option<Point>,
}

/// All things to say. Of one kind no more are kept than a report shows; the rest are counted.
#[derive(Clone, Debug, Default)]
pub(super) struct Remarks {
    list: Vec<Remark>,
    counts: BTreeMap<&'static str, (Option<Severity>, usize)>,
}

/// What a remark is about.
#[derive(Clone, Debug, Default)]
pub(super) struct About {
    pub(super) layer: Option<String>,
    pub(super) line: Option<u32>,
    pub(super) place: Option<Point>,
}

impl About {
    pub(super) fn line(line: u32) -> Self {
        Self { line: Some(line), ..Self::default() }
    }
}

impl Remarks {
    /// Says something. `message` is asked only while there is room for it.
    pub(super) fn say(
        &mut self,
        kind: &'static str,
        severity: Severity,
        message: impl FnOnce() -> String,
        about: impl FnOnce() -> About,
    ) {
        let (worst, count) = self.counts.entry(kind).or_default();
        *worst = (*worst).max(Some(severity));
        *count += 1;
        if *count <= Diagnostics::PER_KIND {
            let About { layer, line, place } = about();
            self.list.push(Remark { kind, severity, message: message(), layer, line, place });
        }
    }

    /// There are as many of this kind as are kept.
    pub(super) fn only_count(&self, kind: &str) -> bool {
        self.counts.get(kind).is_some_and(|(_, count)| *count >= Diagnostics::PER_KIND)
    }

    /// Says that an entity is left out.
    pub(super) fn left_out(&mut self, kind: &[u8], line: u32, fault: &Fault) {
        let name = String::from_utf8_lossy(&kind[..kind.len().min(40)]);
        self.say(
            fault.kind,
            Severity::Error,
            || format!("The {name} is left out: {}", fault.message),
            || About::line(fault.line.unwrap_or(line)),
        );
    }

    /// Hands everything over, with places as they are on the page.
    pub(super) fn hand_over(self, to_page: Affine, places: &Places, diagnostics: &mut Diagnostics) {
        for remark in self.list {
            let place = remark.place.map(|place| to_page * place).filter(|place| place.is_finite());
            diagnostics.add(Diagnostic {
                kind: remark.kind.to_owned(),
                severity: remark.severity,
                message: remark.message,
                layer: remark.layer,
                element: remark.line.map(|line| places.name(line)),
                x_mm: place.map(|place| place.x),
                y_mm: place.map(|place| place.y),
            });
        }
        for (kind, (severity, count)) in self.counts {
            for _ in Diagnostics::PER_KIND..count {
                diagnostics.add(Diagnostic {
                    kind: kind.to_owned(),
                    severity: severity.unwrap_or(Severity::Note),
                    message: String::new(),
                    layer: None,
                    element: None,
                    x_mm: None,
                    y_mm: None,
                });
            }
        }
    }
}
