//! What every cutting task may be told.

use penstock_drawing::dxf::{Unit, UnitsAs};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What every cutting task may be told. A task takes it flattened, so that the names stand beside its own.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct CutParams {
    /// What is cut: a name of the table such as `mild steel`, `stainless 304` or `aluminium 6061-T6`, or
    /// something close to one.
    #[schemars(title = "Material", length(max = 80), extend("x-group" = "Material"))]
    pub material: String,
    /// Machinability number for garnet where the table has not the right one: mild steel has 87.6, aluminium 213, and
    /// higher is faster. With a density beside it the material may have any name.
    #[schemars(title = "Machinability", range(min = 0.5, max = 10_000.0), extend("x-group" = "Material", "x-advanced" = true))]
    pub machinability: Option<f64>,
    /// Density where it differs from the table's.
    #[schemars(title = "Density", range(min = 0.05, max = 25.0), extend("x-group" = "Material", "x-unit" = "g/cm³", "x-advanced" = true))]
    pub density_g_per_cm3: Option<f64>,
    /// Thickness of the sheet.
    #[schemars(title = "Thickness", range(min = 0.1, max = 500.0), extend("x-group" = "Material", "x-unit" = "mm"))]
    pub thickness_mm: f64,
    /// Width that the jet takes away.
    #[schemars(title = "Kerf", range(min = 0.0, max = 10.0), extend("x-group" = "Material", "x-unit" = "mm"))]
    pub kerf_mm: f64,
    /// Quality of the edge, from 1 (separation, fastest) over 3 (clean) to 5 (excellent).
    #[schemars(title = "Quality", range(min = 1, max = 5), extend("x-group" = "Material"))]
    pub quality: u8,
    /// The unit that the numbers of the drawing are in.
    #[schemars(title = "Units", extend("x-group" = "Drawing"))]
    pub units: DrawingUnits,
}

impl Default for CutParams {
    fn default() -> Self {
        Self {
            material: "mild steel".to_owned(),
            machinability: None,
            density_g_per_cm3: None,
            thickness_mm: 10.0,
            kerf_mm: 1.0,
            quality: 3,
            units: DrawingUnits::Auto,
        }
    }
}

/// The unit that the numbers of a drawing are in.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DrawingUnits {
    /// What the file declares; millimetres where it declares nothing. Says when something speaks against it.
    #[default]
    #[schemars(title = "As the file says")]
    Auto,
    /// Millimetres, whatever the file says.
    #[schemars(title = "Millimetres")]
    Mm,
    /// Inches.
    #[schemars(title = "Inches")]
    In,
    /// Centimetres.
    #[schemars(title = "Centimetres")]
    Cm,
    /// Metres.
    #[schemars(title = "Metres")]
    M,
    /// Feet.
    #[schemars(title = "Feet")]
    Ft,
}

impl DrawingUnits {
    /// The unit, unless the file is to say.
    #[must_use]
    pub fn given(self) -> Option<Unit> {
        // Numbers of $INSUNITS.
        let number = match self {
            Self::Auto => return None,
            Self::Mm => 4,
            Self::In => 1,
            Self::Cm => 5,
            Self::M => 6,
            Self::Ft => 2,
        };
        Unit::of_number(number)
    }

    /// As the DXF reader takes it.
    pub(super) fn as_read(self) -> UnitsAs {
        self.given().map_or(UnitsAs::Declared, UnitsAs::Given)
    }
}
