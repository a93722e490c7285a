use super::ground::Ground;
use super::kinds::Kind;
use super::strokes::Strokes;
use crate::Cancelled;
use kurbo::{Point, Vec2};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The same set of lines twice, the second turned, shifted or stretched a little.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Moire {
    /// What a set consists of.
    #[schemars(title = "Lines", extend("x-group" = "Sets"))]
    lines: Set,
    /// From one line to the next.
    #[schemars(title = "Distance", range(min = 0.3, max = 20.0), extend("x-group" = "Sets", "x-unit" = "mm"))]
    spacing_mm: f64,
    /// Turn of the second set.
    #[schemars(title = "Turn", range(min = -90.0, max = 90.0), extend("x-group" = "Second set", "x-unit" = "°"))]
    turn_deg: f64,
    /// Shift of the second set to the right.
    #[schemars(title = "Shift", range(min = -200.0, max = 200.0), extend("x-group" = "Second set", "x-unit" = "mm"))]
    shift_mm: f64,
    /// Distance of its lines against the first set's.
    #[schemars(title = "Stretch", range(min = 0.5, max = 2.0), extend("x-group" = "Second set"))]
    stretch: f64,
}

/// What a set of lines consists of.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Set {
    /// Parallel lines.
    #[schemars(title = "Straight")]
    Straight,
    /// Circles around one point.
    #[schemars(title = "Circles")]
    Circles,
}

impl Default for Moire {
    fn default() -> Self {
        Self { lines: Set::Circles, spacing_mm: 2.2, turn_deg: 6.0, shift_mm: 60.0, stretch: 1.0 }
    }
}

impl Kind for Moire {
    fn draw(&self, ground: &mut Ground<'_>, strokes: &mut Strokes) -> Result<(), Cancelled> {
        let sets = [(0.0, -0.5, 1.0), (self.turn_deg, 0.5, self.stretch)];
        for (group, (turn_deg, side, stretch)) in sets.into_iter().enumerate() {
            ground.at(group as f64 / 2.0)?;
            let center = ground.center() + Vec2::new(self.shift_mm * side, 0.0);
            let spacing = self.spacing_mm * stretch;
            match self.lines {
                Set::Straight => straight(ground, strokes, center, spacing, turn_deg, group as u32),
                Set::Circles => {
                    let area = ground.area;
                    let room = (center.x - area.x0).min(area.x1 - center.x).min(area.height() / 2.0);
                    let count = (room / spacing).floor().max(0.0) as u32;
                    for n in 1..=count {
                        strokes.circle(center, f64::from(n) * spacing, group as u32);
                    }
                }
            }
        }
        Ok(())
    }
}

/// Parallel lines over the whole area, every second one backwards.
fn straight(
    ground: &Ground<'_>,
    strokes: &mut Strokes,
    center: Point,
    spacing: f64,
    turn_deg: f64,
    group: u32,
) {
    let along = Vec2::from_angle((turn_deg + 90.0).to_radians());
    let across = Vec2::new(along.y, -along.x);
    let reach = (ground.area.width() + ground.area.height()) * 1.5;
    let count = (reach / spacing).ceil() as i64;
    let mut back = false;
    for n in -count..=count {
        let middle = center + across * (n as f64 * spacing);
        let ends = [middle - along * reach, middle + along * reach];
        if let Some([from, to]) = within(ground, ends) {
            strokes.line(if back { [to, from] } else { [from, to] }, group);
            back = !back;
        }
    }
}

/// The part of a line inside of the area (Liang and Barsky, 1984).
fn within(ground: &Ground<'_>, [from, to]: [Point; 2]) -> Option<[Point; 2]> {
    let (area, way) = (ground.area, to - from);
    let (mut enter, mut leave) = (0.0_f64, 1.0_f64);
    let edges = [
        (-way.x, from.x - area.x0),
        (way.x, area.x1 - from.x),
        (-way.y, from.y - area.y0),
        (way.y, area.y1 - from.y),
    ];
    for (speed, room) in edges {
        if speed == 0.0 {
            if room < 0.0 {
                return None;
            }
        } else if speed < 0.0 {
            enter = enter.max(room / speed);
        } else {
            leave = leave.min(room / speed);
        }
    }
    (enter < leave).then(|| [from.lerp(to, enter), from.lerp(to, leave)])
}
