//! The size of the page in every unit.

use super::support::{assert_near, read};

#[track_caller]
fn check(attributes: &str, width_mm: f64, height_mm: f64, line_mm: f64) {
    let source = format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" {attributes}><path d="M10 10H60" stroke="black"/><rect width="96" height="48" stroke="red" fill="none"/></svg>"#
    );
    let (drawing, _) = read(&source);
    assert_near(drawing.page.width_mm, width_mm, 1e-9);
    assert_near(drawing.page.height_mm, height_mm, 1e-9);
    assert_near(drawing.layers[0].draw_mm(), line_mm, 1e-3);
}

#[test]
fn absolute_units_are_exact() {
    check(r#"width="210mm" height="297mm" viewBox="0 0 210 297""#, 210.0, 297.0, 50.0);
    check(r#"width="21cm" height="29.7cm" viewBox="0 0 210 297""#, 210.0, 297.0, 50.0);
    check(r#"width="8.5in" height="11in" viewBox="0 0 850 1100""#, 215.9, 279.4, 12.7);
    check(r#"width="72pt" height="6pc" viewBox="0 0 100 100""#, 25.4, 25.4, 12.7);
    check(r#"width="96px" height="192""#, 25.4, 50.8, 50.0 * 25.4 / 96.0);
}

#[test]
fn without_a_size_the_view_box_counts_in_pixels_of_96_to_the_inch() {
    check(r#"viewBox="0 0 96 192""#, 25.4, 50.8, 50.0 * 25.4 / 96.0);
    check(r#"width="100%" height="100%" viewBox="0 0 96 192""#, 25.4, 50.8, 50.0 * 25.4 / 96.0);
    check(r#"width="50.8mm" viewBox="0 0 96 192""#, 50.8, 101.6, 100.0 * 25.4 / 96.0);
}

#[test]
fn without_anything_the_content_is_the_page() {
    check("", 25.4, 12.7, 50.0 * 25.4 / 96.0);
}

#[test]
fn the_view_box_moves_the_origin_and_keeps_the_aspect() {
    let source = r#"<svg xmlns="http://www.w3.org/2000/svg" width="200mm" height="100mm" viewBox="10 10 50 50"><path d="M10 10H60" stroke="black"/></svg>"#;
    let bounds = read(source).0.bounds().unwrap();
    assert_near(bounds.x0, 50.0, 1e-3);
    assert_near(bounds.x1, 150.0, 1e-3);
    assert_near(bounds.y0, 0.0, 1e-3);
}
