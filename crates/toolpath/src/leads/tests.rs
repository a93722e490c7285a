use super::*;
use crate::kerf;
use crate::parts::{Contour, Part};
use kurbo::Rect;

const RADIUS_MM: f64 = 0.5;

fn rectangle(x0: f64, y0: f64, x1: f64, y1: f64) -> Contour {
    let to = |x, y| Segment::Line { to: Point::new(x, y) };
    let path =
        Path { start: Point::new(x0, y0), segments: vec![to(x1, y0), to(x1, y1), to(x0, y1), to(x0, y0)] };
    Contour::new(path, 0).unwrap()
}

fn circle(x: f64, y: f64, radius: f64) -> Contour {
    let half = |to| Segment::Arc { to, bulge: 1.0 };
    let (left, right) = (Point::new(x - radius, y), Point::new(x + radius, y));
    Contour::new(Path { start: left, segments: vec![half(right), half(left)] }, 0).unwrap()
}

fn part(outer: Contour, holes: Vec<Contour>) -> Part {
    let holes = holes.into_iter().map(|hole| hole.turned(false)).collect();
    Part { name: "plate".to_owned(), outer: outer.turned(true), holes, slits: Vec::new() }
}

fn leads(form: Form) -> Leads {
    Leads { form, in_mm: 3.0, out_mm: 2.0, overcut_mm: 1.0 }
}

fn found(part: &Part, contour: &Contour, sheet: Rect, leads: &Leads) -> Vec<Choice> {
    let ground = Ground::new(std::slice::from_ref(part), &[], sheet, RADIUS_MM);
    let center = kerf::offset(contour, RADIUS_MM).unwrap().contours.remove(0);
    choices(&center, &ground, leads)
}

#[test]
fn leads_lie_in_the_waste_and_are_as_long_as_asked() {
    let plate = part(rectangle(20.0, 20.0, 80.0, 60.0), vec![circle(50.0, 40.0, 10.0)]);
    let sheet = Rect::new(0.0, 0.0, 100.0, 80.0);
    for form in [Form::Line, Form::Arc] {
        for contour in plate.contours() {
            for choice in found(&plate, contour, sheet, &leads(form)) {
                let lead = choice.lead_in.as_ref().unwrap();
                assert!((lead.length_mm() - 3.0).abs() < 1e-9 && choice.share == 1.0);
                assert!(!plate.contains(choice.pierce()) && !plate.contains(choice.end()));
                assert_eq!(lead.end(), choice.line.start);
                let out = choice.lead_out.as_ref().unwrap();
                assert!((out.length_mm() - 2.0).abs() < 1e-9);
                assert_eq!(choice.line.end(), out.start);
                // Once around and on.
                let around = kerf::offset(contour, RADIUS_MM).unwrap().contours[0].path().length_mm();
                assert!((choice.line.length_mm() - around - 1.0).abs() < 1e-6);
            }
        }
    }
}

#[test]
fn an_arc_runs_into_the_line_without_a_corner() {
    let plate = part(rectangle(20.0, 20.0, 80.0, 60.0), vec![circle(50.0, 40.0, 10.0)]);
    for contour in plate.contours() {
        let choice = found(&plate, contour, Rect::new(0.0, 0.0, 100.0, 80.0), &leads(Form::Arc)).remove(0);
        let lead = choice.lead_in.unwrap();
        let ends = kerf::heading(lead.start, &lead.segments[0], 1.0);
        let begins = kerf::heading(choice.line.start, &choice.line.segments[0], 0.0);
        assert!((ends - begins).hypot() < 1e-9, "{ends:?} {begins:?}");
    }
}

#[test]
fn in_a_small_hole_leads_become_shorter_until_they_fit() {
    let plate = part(rectangle(0.0, 0.0, 60.0, 40.0), vec![circle(30.0, 20.0, 1.5)]);
    let sheet = Rect::new(-10.0, -10.0, 70.0, 50.0);
    let choice = found(&plate, &plate.holes[0], sheet, &leads(Form::Arc)).remove(0);
    let lead = choice.lead_in.unwrap();
    assert!(choice.share < 1.0 && lead.length_mm() < 3.0 && lead.length_mm() >= SHORTEST_KEPT_MM);
    assert!((choice.line.start - lead.end()).hypot() == 0.0);
    // Nowhere to lead: the jet pierces on the line.
    let plate = part(rectangle(0.0, 0.0, 60.0, 40.0), vec![circle(30.0, 20.0, 0.52)]);
    let choice = found(&plate, &plate.holes[0], sheet, &leads(Form::Arc)).remove(0);
    assert_eq!((choice.lead_in, choice.share), (None, 0.0));
}

const SHORTEST_KEPT_MM: f64 = 0.2;

#[test]
fn a_lead_stays_on_the_sheet() {
    // Only to the right of the part is there room.
    let plate = part(rectangle(1.0, 1.0, 80.0, 60.0), Vec::new());
    let sheet = Rect::new(0.0, 0.0, 100.0, 61.0);
    for choice in found(&plate, &plate.outer, sheet, &leads(Form::Arc)) {
        assert!(choice.pierce().x > 80.0, "{:?}", choice.pierce());
    }
}
