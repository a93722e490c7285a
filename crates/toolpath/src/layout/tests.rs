use super::*;
use crate::samples::{arc, drawing, line, path, polygon};
use proptest::prelude::*;

const A4: Option<(f64, f64)> = Some((210.0, 297.0));

fn laid_out(mut drawing: Drawing, layout: Layout) -> Drawing {
    lay_out(&mut drawing, &layout);
    drawing
}

fn near(bounds: Rect, expected: Rect) {
    let apart =
        (bounds.origin() - expected.origin()).hypot() + (bounds.size() - expected.size()).to_vec2().hypot();
    assert!(apart < 1e-9, "{bounds:?} is not {expected:?}");
}

#[test]
fn nothing_asked_changes_nothing() {
    let before = drawing(vec![line((1.0, 2.0), (3.0, 4.0)), arc((5.0, 6.0), (7.0, 8.0), 0.3)]);
    assert_eq!(laid_out(before.clone(), Layout::default()), before);
}

#[test]
fn a_new_sheet_keeps_the_middle_and_lies_as_the_old_one() {
    let card = drawing(vec![line((0.0, 25.0), (100.0, 25.0))]);
    let on_a4 = laid_out(card, Layout { paper_mm: A4, ..Layout::default() });
    assert_eq!((on_a4.page.width_mm, on_a4.page.height_mm), (297.0, 210.0));
    near(on_a4.bounds().unwrap(), Rect::new(98.5, 105.0, 198.5, 105.0));
}

#[test]
fn what_is_fitted_fills_the_space_between_the_margins() {
    let square = drawing(vec![polygon(&[(10.0, 10.0), (30.0, 10.0), (30.0, 20.0), (10.0, 20.0)])]);
    let on_a4 = |fit, align| {
        let layout = Layout {
            paper_mm: A4,
            orientation: Orientation::Portrait,
            fit,
            margin_mm: 5.0,
            align,
            ..Layout::default()
        };
        laid_out(square.clone(), layout).bounds().unwrap()
    };
    near(on_a4(Fit::Fit, None), Rect::new(5.0, 98.5, 205.0, 198.5));
    near(on_a4(Fit::Fit, Some(Align { across: 0.0, down: 1.0 })), Rect::new(5.0, 192.0, 205.0, 292.0));
    near(on_a4(Fit::Fill, None), Rect::new(105.0 - 287.0, 5.0, 105.0 + 287.0, 292.0));
    // It fits already: it stays as large as it is, and where it is unless told otherwise.
    near(on_a4(Fit::Shrink, Some(Align::CENTER)), Rect::new(95.0, 143.5, 115.0, 153.5));
}

#[test]
fn a_quarter_turn_takes_the_sheet_along() {
    let mark = drawing(vec![line((10.0, 5.0), (20.0, 5.0))]);
    let turned = laid_out(mark.clone(), Layout { rotate_deg: 90.0, ..Layout::default() });
    assert_eq!((turned.page.width_mm, turned.page.height_mm), (50.0, 100.0));
    assert_eq!(turned.layers[0].paths, [line((45.0, 10.0), (45.0, 20.0))]);
    let back = laid_out(turned, Layout { rotate_deg: -90.0, ..Layout::default() });
    assert_eq!(back, mark);
}

#[test]
fn an_empty_drawing_gets_its_sheet() {
    let empty = laid_out(drawing(Vec::new()), Layout { paper_mm: A4, fit: Fit::Fit, ..Layout::default() });
    assert_eq!((empty.page.width_mm, empty.page.height_mm), (297.0, 210.0));
}

#[test]
fn a_dot_can_be_fitted() {
    let dot = Path { start: Point::new(3.0, 4.0), segments: Vec::new() };
    let layout = Layout { fit: Fit::Fit, ..Layout::default() };
    assert_eq!(laid_out(drawing(vec![dot]), layout).layers[0].paths[0].start, Point::new(50.0, 25.0));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn lengths_grow_by_the_scale_and_lines_stay_between_the_margins(path in path(), rotate_deg in -200.0..200.0, margin_mm in 0.0..40.0) {
        let before = drawing(vec![path]);
        let layout = Layout { paper_mm: A4, fit: Fit::Fit, margin_mm, rotate_deg, ..Layout::default() };
        let after = laid_out(before.clone(), layout);
        let bounds = after.bounds().unwrap();
        let space = Rect::new(0.0, 0.0, after.page.width_mm, after.page.height_mm).inset(-margin_mm + 1e-6);
        prop_assert!(space.contains_rect(bounds), "{bounds:?} in {space:?}");
        let turned = laid_out(before.clone(), Layout { rotate_deg, ..Layout::default() });
        prop_assert!((turned.draw_mm() - before.draw_mm()).abs() < 1e-3);
        if before.draw_mm() > 1.0 {
            let ink = turned.bounds().unwrap();
            let scale = bounds.width().max(bounds.height()) / if bounds.width() > bounds.height() { ink.width() } else { ink.height() };
            prop_assert!((after.draw_mm() / turned.draw_mm() / scale - 1.0).abs() < 1e-4);
        }
    }
}
