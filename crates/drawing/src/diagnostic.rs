use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How much a diagnostic matters.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Carried over another way: dashes cut to lines, text as outlines.
    Note,
    /// Left out or changed: the result differs from the source.
    Warning,
    /// Something that a person should settle before the machine runs.
    Error,
}

/// One thing that could not be understood or should be looked at.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema, TS)]
pub struct Diagnostic {
    /// A word for programs, in kebab-case: `raster-image`, `filter`, `missing-character`.
    pub kind: String,
    /// How much it matters.
    pub severity: Severity,
    /// One sentence for people: what it is and what became of it.
    pub message: String,
    /// Name of the layer it is on.
    pub layer: Option<String>,
    /// The element it is about: `image#photo`, or `line 12` of the source.
    pub element: Option<String>,
    /// Its place on the page in mm.
    pub x_mm: Option<f64>,
    /// Its place on the page in mm.
    pub y_mm: Option<f64>,
}

/// Collects diagnostics. Of one kind at most [`Diagnostics::PER_KIND`] are kept one by one; the rest
/// are counted in a last one, so that a hostile file cannot fill the report.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
    more: std::collections::BTreeMap<String, (Severity, u64)>,
}

impl Diagnostics {
    /// Kept one by one for each kind.
    pub const PER_KIND: usize = 100;

    /// Adds one.
    pub fn add(&mut self, diagnostic: Diagnostic) {
        let same = self.list.iter().filter(|d| d.kind == diagnostic.kind).count();
        if same < Self::PER_KIND {
            self.list.push(diagnostic);
        } else {
            let more = self.more.entry(diagnostic.kind).or_insert((diagnostic.severity, 0));
            more.0 = more.0.max(diagnostic.severity);
            more.1 += 1;
        }
    }

    /// Adds all of these.
    pub fn extend(&mut self, others: impl IntoIterator<Item = Diagnostic>) {
        for diagnostic in others {
            self.add(diagnostic);
        }
    }

    /// Adds what another collection holds, with what it only counted.
    pub fn append(&mut self, other: Self) {
        self.extend(other.list);
        for (kind, (severity, count)) in other.more {
            let more = self.more.entry(kind).or_insert((severity, 0));
            more.0 = more.0.max(severity);
            more.1 += count;
        }
    }

    /// How many there are of each kind, those included that were only counted.
    #[must_use]
    pub fn counts(&self) -> std::collections::BTreeMap<String, u64> {
        let mut counts: std::collections::BTreeMap<_, _> =
            self.more.iter().map(|(kind, (_, count))| (kind.clone(), *count)).collect();
        for diagnostic in &self.list {
            *counts.entry(diagnostic.kind.clone()).or_insert(0) += 1;
        }
        counts
    }

    /// Everything collected, in the order it came, with one closing entry for each kind that overflowed.
    #[must_use]
    pub fn into_vec(self) -> Vec<Diagnostic> {
        let Self { mut list, more } = self;
        list.extend(more.into_iter().map(|(kind, (severity, count))| Diagnostic {
            message: format!("{count} more of this kind"),
            kind,
            severity,
            layer: None,
            element: None,
            x_mm: None,
            y_mm: None,
        }));
        list
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_kind(kind: &str) -> Diagnostic {
        Diagnostic {
            kind: kind.to_owned(),
            severity: Severity::Note,
            message: String::new(),
            layer: None,
            element: None,
            x_mm: None,
            y_mm: None,
        }
    }

    #[test]
    fn what_is_too_many_is_counted_also_across_collections() {
        let (mut one, mut other) = (Diagnostics::default(), Diagnostics::default());
        one.extend((0..150).map(|_| of_kind("dashes")));
        other.extend((0..130).map(|_| of_kind("dashes")).chain([of_kind("mask")]));
        one.append(other);
        assert_eq!(
            one.counts().into_iter().collect::<Vec<_>>(),
            [("dashes".into(), 280), ("mask".into(), 1)]
        );
        let all = one.into_vec();
        assert_eq!(all.len(), 102);
        assert_eq!(all[100].kind, "mask");
        assert_eq!(all[101].message, "180 more of this kind");
    }
}
