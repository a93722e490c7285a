//! The material by the name that a person gave.

use super::CutParams;
use crate::{Context, TaskError};
use penstock_drawing::{Diagnostic, Severity};
use penstock_toolpath::jet::{Material, find_material};

/// The material that is meant. A name that is only close to one of the table is taken and said.
///
/// # Errors
/// [`TaskError::BadInput`] with the nearest names when nothing is close.
pub(crate) fn material(params: &CutParams, context: &dyn Context) -> Result<&'static Material, TaskError> {
    let found = find_material(&params.material).map_err(|unknown| TaskError::BadInput {
        message: format!("The parameters cannot be used: material: {unknown}"),
        advice: Some("Take the name of the table that comes closest in machinability".to_owned()),
    })?;
    if !found.exact {
        context.diagnose(Diagnostic {
            kind: "material".to_owned(),
            severity: Severity::Note,
            message: format!("{:?} is taken as {}", params.material.trim(), found.material.name),
            layer: None,
            element: None,
            x_mm: None,
            y_mm: None,
        });
    }
    Ok(found.material)
}
