use super::{Clock, Profile};
use crate::stats::distinct_pens;
use penstock_drawing::{Drawing, LayerSetup};

/// Curves are cut into straight lines that leave them by no more than this, in mm. Machines do the same
/// with about five times as much; finer, times hardly change.
const CURVE_TOLERANCE_MM: f64 = 0.01;

/// Where the seconds go. The ways from and to home are not in it, and neither is what a controller needs
/// for thinking.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Estimate {
    /// Moving with the tool down.
    pub draw_s: f64,
    /// Lifting and dropping the tool.
    pub lifts_s: f64,
    /// Moving with the tool up.
    pub travel_s: f64,
    /// A carousel changes the pen.
    pub pen_changes_s: f64,
    /// Waiting for a person.
    pub pauses_s: f64,
    /// All of these together, to the bit.
    pub total_s: f64,
}

impl Estimate {
    /// The parts and their sum.
    #[must_use]
    pub fn of(draw_s: f64, lifts_s: f64, travel_s: f64, pen_changes_s: f64, pauses_s: f64) -> Self {
        let total_s = draw_s + lifts_s + travel_s + pen_changes_s + pauses_s;
        Self { draw_s, lifts_s, travel_s, pen_changes_s, pauses_s, total_s }
    }
}

/// How long a drawing takes on a machine, layer after layer, as it stands.
///
/// Where a layer has another pen than the one before, a carousel changes it; with a single holder
/// a person does, which counts as a pause. Empty layers cost nothing.
#[must_use]
pub fn estimate(drawing: &Drawing, profile: &Profile) -> Estimate {
    let pens = distinct_pens(drawing);
    let setups: Vec<LayerSetup> = pens
        .into_iter()
        .map(|pen| LayerSetup { pen, pause_before: false, prompt: None, speed_mm_per_s: None })
        .collect();
    estimate_setup(drawing, &setups, profile)
}

/// As [`estimate`], with what the machine is told before each layer: its pen, a pause, a speed of its
/// own. Layers beyond the end of `setups` go on with the pen that is in use.
#[must_use]
pub fn estimate_setup(drawing: &Drawing, setups: &[LayerSetup], profile: &Profile) -> Estimate {
    let mut clock = Clock::new(*profile);
    let (mut points, mut times_s) = (Vec::new(), Vec::new());
    for (at, layer) in drawing.layers.iter().enumerate().filter(|(_, layer)| !layer.paths.is_empty()) {
        let setup = setups.get(at);
        if let Some(setup) = setup {
            clock.prepare(setup.pen, setup.pause_before);
        }
        clock.draw_at(setup.and_then(|setup| setup.speed_mm_per_s));
        for path in &layer.paths {
            points.clear();
            path.flatten(CURVE_TOLERANCE_MM, &mut points);
            clock.stroke(&points, &mut times_s);
        }
    }
    clock.estimate()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Machine;
    use kurbo::Point;
    use penstock_drawing::{Color, Layer, Page, Path, Pen, Segment};

    fn two_pens() -> Drawing {
        let layer = |name: &str, r, y| Layer {
            name: name.to_owned(),
            pen: Pen { color: Color { r, g: 0, b: 0 }, width_mm: 0.3 },
            paths: vec![Path {
                start: Point::new(0.0, y),
                segments: vec![Segment::Line { to: Point::new(100.0, y) }],
            }],
        };
        let page = Page { width_mm: 210.0, height_mm: 297.0 };
        Drawing { page, layers: vec![layer("a", 0, 0.0), layer("b", 0, 50.0), layer("c", 200, 50.0)] }
    }

    #[test]
    fn the_total_is_the_sum_of_what_each_part_takes() {
        let profile = Profile::SAXI;
        let estimate = estimate(&two_pens(), &profile);
        assert!((estimate.draw_s - 3.0 * 2.25).abs() < 0.01);
        assert!((estimate.lifts_s - 6.0 * 0.12).abs() < 1e-9);
        let way_back = profile.pen_up.move_s(kurbo::Vec2::new(-100.0, 50.0)) + profile.pen_up.line_s(100.0);
        assert!((estimate.travel_s - way_back).abs() < 1e-9);
        assert_eq!(estimate.pen_changes_s, 0.0);
        let parts = estimate.draw_s + estimate.lifts_s + estimate.travel_s + estimate.pauses_s;
        assert_eq!(estimate.total_s, parts);
    }

    #[test]
    fn a_carousel_changes_pens_and_a_person_is_waited_for() {
        let plotter = Machine::Hp7475a.profile();
        let changed = estimate(&two_pens(), &plotter);
        // The first pen is fetched, too.
        assert!((changed.pen_changes_s - 2.0 * plotter.pen_change_s.unwrap()).abs() < 1e-9);
        let by_hand = Profile { pause_s: 20.0, ..Profile::AXIDRAW };
        assert!((estimate(&two_pens(), &by_hand).pauses_s - 20.0).abs() < 1e-9);
        let setup = |pen, pause_before| LayerSetup { pen, pause_before, prompt: None, speed_mm_per_s: None };
        let setups = [setup(1, false), setup(1, true), setup(2, true)];
        let asked = estimate_setup(&two_pens(), &setups, &by_hand);
        assert!((asked.pauses_s - 40.0).abs() < 1e-9, "a pause in which the pen is changed is one pause");
    }

    #[test]
    fn a_layer_of_its_own_speed_takes_its_own_time() {
        let slow = LayerSetup { pen: 1, pause_before: false, prompt: None, speed_mm_per_s: Some(10.0) };
        let usual = LayerSetup { speed_mm_per_s: None, ..slow.clone() };
        let profile = Profile::SAXI;
        let setups = [slow, usual.clone(), usual];
        let drawn_s = estimate_setup(&two_pens(), &setups, &profile).draw_s;
        let expected = profile.pen_down.with_speed(10.0).line_s(100.0) + 2.0 * profile.pen_down.line_s(100.0);
        assert!((drawn_s - expected).abs() < 1e-9);
    }
}
