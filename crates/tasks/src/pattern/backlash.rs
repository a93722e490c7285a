use super::ground::Ground;
use super::kinds::Kind;
use super::strokes::Strokes;
use crate::Cancelled;
use kurbo::{Point, Rect};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Combs whose teeth meet in the middle: the upper half of each tooth is reached from one side, the lower
/// half from the other. A step between the halves is the play of that axis.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Backlash {
    /// Teeth of a comb.
    #[schemars(title = "Teeth", range(min = 2, max = 100), extend("x-group" = "Combs"))]
    teeth: u32,
    /// How far the pen comes from before it sets down.
    #[schemars(title = "Approach", range(min = 1.0, max = 50.0), extend("x-group" = "Combs", "x-unit" = "mm"))]
    approach_mm: f64,
}

impl Default for Backlash {
    fn default() -> Self {
        Self { teeth: 12, approach_mm: 6.0 }
    }
}

impl Kind for Backlash {
    fn draw(&self, ground: &mut Ground<'_>, strokes: &mut Strokes) -> Result<(), Cancelled> {
        let area = ground.area;
        let gap = area.width() * 0.1;
        let half = (area.width() - gap) / 2.0;
        self.comb(strokes, Rect::new(area.x0, area.y0, area.x0 + half, area.y1), false);
        self.comb(strokes, Rect::new(area.x1 - half, area.y0, area.x1, area.y1), true);
        Ok(())
    }
}

impl Backlash {
    /// One comb; `flat` has teeth that lie, for the other axis.
    fn comb(&self, strokes: &mut Strokes, room: Rect, flat: bool) {
        let (length, width) =
            if flat { (room.height(), room.width()) } else { (room.width(), room.height()) };
        let at = |along: f64, across: f64| {
            if flat {
                Point::new(room.x0 + across, room.y0 + along)
            } else {
                Point::new(room.x0 + along, room.y0 + across)
            }
        };
        let free = (length - 2.0 * self.approach_mm).max(0.0);
        for tooth in 0..self.teeth {
            let along = self.approach_mm + free * f64::from(tooth) / f64::from(self.teeth - 1);
            // Each half begins with a stroke along the axis, so that the drive has turned that way.
            for (from, near, far) in [(-self.approach_mm, 0.0, 0.5), (self.approach_mm, 1.0, 0.5)] {
                strokes.line(
                    [at(along + from, width * near), at(along, width * near), at(along, width * far)],
                    0,
                );
            }
        }
    }
}
