//! The parts for the window, a layer for each quality of cut.

use super::measure::Drawn;
use super::qualities::Qualities;
use crate::stage::Stage;
use crate::{MadeFile, TaskError, preview};
use penstock_drawing::{Color, Drawing, Layer, Path, Pen};
use penstock_toolpath::jet::Quality;
use penstock_toolpath::time::{Motion, Profile};
use std::path::Path as FilePath;

const NAME: &str = "after.preview";

/// From the roughest to the finest.
const COLORS: [Color; 5] = [
    Color { r: 0x9a, g: 0xa7, b: 0xb1 },
    Color { r: 0x1f, g: 0x77, b: 0xb4 },
    Color { r: 0x16, g: 0x50, b: 0x6e },
    Color { r: 0x94, g: 0x67, b: 0xbd },
    Color { r: 0xd6, g: 0x27, b: 0x28 },
];

/// Writes it. It plays at one speed: what corners and pierces take is in the report.
pub(super) fn write(
    drawn: &Drawn,
    qualities: &Qualities,
    (kerf_mm, feed_mm_per_min): (f64, f64),
    folder: &FilePath,
    stage: &Stage<'_>,
) -> Result<MadeFile, TaskError> {
    let mut layers = Quality::ALL.map(|quality| Layer {
        name: format!("Quality {}, {}", quality.number(), quality.title()),
        pen: Pen { color: COLORS[quality as usize], width_mm: kerf_mm.max(0.05) },
        paths: Vec::new(),
    });
    drawn.each_line(qualities, &mut |path: &Path, quality| layers[quality as usize].paths.push(path.clone()));
    let layers = layers.into_iter().filter(|layer| !layer.paths.is_empty()).collect();
    let profile = Profile {
        pen_down: Motion::plane(feed_mm_per_min / 60.0, 1000.0, 0.01),
        pen_up: Motion::plane(200.0, 1000.0, 0.01),
        lift_s: 0.0,
        drop_s: 0.0,
        pen_change_s: None,
        pause_s: 0.0,
    };
    preview::write(&Drawing { page: drawn.page, layers }, &[], profile, folder, NAME, stage)?;
    Ok(MadeFile::preview(NAME))
}
