//! The material by the name that a person gave, with the numbers that they know better.

use super::CutParams;
use crate::{Context, TaskError};
use penstock_drawing::{Diagnostic, Severity};
use penstock_toolpath::jet::{Material, find_material};

/// What a material is called that the table does not have.
const CUSTOM: &str = "custom material";

/// The material that is meant. A name that is only close to one of the table is taken and said; so are numbers
/// that go before those of the table.
///
/// # Errors
/// [`TaskError::BadInput`] with the nearest names when nothing is close, and its numbers are not given either.
pub(crate) fn material(params: &CutParams, context: &dyn Context) -> Result<Material, TaskError> {
    let say = |message: String| {
        context.diagnose(Diagnostic {
            kind: "material".to_owned(),
            severity: Severity::Note,
            message,
            layer: None,
            element: None,
            x_mm: None,
            y_mm: None,
        });
    };
    let given = (params.machinability, params.density_g_per_cm3);
    let name = params.material.trim();
    let found = match (find_material(name), given) {
        (Ok(found), _) => found,
        (Err(_), (Some(machinability), Some(density_g_per_cm3))) => {
            say(format!(
                "{name:?} is not in the table: its machinability is taken as {machinability}, its density as {density_g_per_cm3} g/cm³"
            ));
            return Ok(Material { name: CUSTOM, machinability, density_g_per_cm3, brittle: false });
        }
        (Err(unknown), _) => {
            return Err(TaskError::BadInput {
                message: format!("The parameters cannot be used: material: {unknown}"),
                advice: Some(
                    "Take the name of the table that comes closest in machinability, or set machinability and density_g_per_cm3"
                        .to_owned(),
                ),
            });
        }
    };
    if !found.exact {
        say(format!("{name:?} is taken as {}", found.material.name));
    }
    let table = *found.material;
    let material = Material {
        machinability: params.machinability.unwrap_or(table.machinability),
        density_g_per_cm3: params.density_g_per_cm3.unwrap_or(table.density_g_per_cm3),
        ..table
    };
    if material.machinability != table.machinability {
        let (taken, usual) = (material.machinability, table.machinability);
        say(format!("The machinability of {} is taken as {taken}, not {usual} of the table", table.name));
    }
    Ok(material)
}
