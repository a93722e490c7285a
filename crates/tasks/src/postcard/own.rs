//! A person's own template: an SVG with rectangles and paths whose ids say what stands there.

use super::inputs::bad;
use crate::{Cancelled, Context, TaskError};
use penstock_drawing::svg::{self, Place, ReadError, ReadOptions};
use penstock_drawing::{Diagnostic, Diagnostics, Drawing, Severity};

/// Ids of places. `recipient` gets the whole address where there is no place for the rest of it.
pub(super) const PLACES: [&str; 6] = ["recipient", "address", "message", "sender", "heading", "signature"];

/// A template that was read.
pub(super) struct Own {
    pub(super) drawing: Drawing,
    pub(super) places: Vec<Place>,
}

impl Own {
    pub(super) fn read(name: &str, bytes: &[u8], context: &dyn Context) -> Result<Self, TaskError> {
        let text = std::str::from_utf8(bytes).map_err(|_| {
            bad(format!("{name}: the template is not written in UTF-8"), Some("Save it as a plain SVG"))
        })?;
        let refused = |error: ReadError| match error {
            ReadError::Stopped => Cancelled.into(),
            error => bad(format!("{name}: {error}"), None),
        };
        let template = svg::places(text, &PLACES).map_err(refused)?;
        let mut diagnostics = Diagnostics::default();
        let mut goes_on = |stage: &str, _: Option<f64>| context.progress(stage, None).is_ok();
        let drawing =
            svg::read(template.svg.as_bytes(), &ReadOptions::default(), &mut diagnostics, &mut goes_on)
                .map_err(refused)?;
        for diagnostic in diagnostics.into_vec() {
            context.diagnose(diagnostic);
        }
        for element in &template.no_places {
            context.diagnose(Diagnostic {
                kind: "no-place".to_owned(),
                severity: Severity::Warning,
                message: format!("{element} is neither a rectangle nor a path, so nothing is put there; it is drawn as it is"),
                layer: None,
                element: Some(element.clone()),
                x_mm: None,
                y_mm: None,
            });
        }
        let places = template.on(drawing.page);
        if places.is_empty() {
            return Err(bad(
                format!("{name} has no place for any text"),
                Some(
                    "Give rectangles or paths the ids recipient, address, message, sender, heading or signature",
                ),
            ));
        }
        Ok(Self { drawing, places })
    }

    pub(super) fn place(&self, id: &str) -> Option<&Place> {
        self.places.iter().find(|place| place.id == id)
    }
}
