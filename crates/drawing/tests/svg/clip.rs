//! Clip paths cut lines.

use super::support::{assert_near, read_page};
use kurbo::Point;
use penstock_drawing::Segment;
use proptest::prelude::*;
use std::fmt::Write;
use std::time::{Duration, Instant};

#[track_caller]
fn clipped(clip: &str, content: &str, paths: usize, length_mm: f64) {
    let (drawing, diagnostics) =
        read_page(&format!(r#"{clip}<g clip-path="url(#c)" fill="none" stroke="black">{content}</g>"#));
    assert_eq!(drawing.path_count(), paths, "{drawing:#?} {diagnostics:?}");
    assert_near(drawing.draw_mm(), length_mm, 0.05);
}

#[test]
fn the_fill_rule_decides_about_holes() {
    let ring = |rule: &str| {
        format!(
            r#"<clipPath id="c"><path clip-rule="{rule}" d="M10 10H90V90H10ZM30 30H70V70H30Z"/></clipPath>"#
        )
    };
    clipped(&ring("evenodd"), r#"<path d="M0 50H100"/>"#, 2, 40.0);
    clipped(&ring("nonzero"), r#"<path d="M0 50H100"/>"#, 1, 80.0);
}

#[test]
fn shapes_add_up_and_clips_of_clips_cut() {
    let two = r#"<clipPath id="c"><rect x="10" width="30" height="100"/><rect x="30" width="30" height="100"/></clipPath>"#;
    clipped(two, r#"<path d="M0 50H100"/>"#, 1, 50.0);
    let inner = r#"<clipPath id="i"><rect width="20" height="100"/></clipPath>"#;
    clipped(
        &format!(
            r#"{inner}<clipPath id="c" clip-path="url(#i)"><rect x="10" width="80" height="100"/></clipPath>"#
        ),
        r#"<path d="M0 50H100"/>"#,
        1,
        10.0,
    );
    clipped(
        &format!(
            r#"{inner}<clipPath id="c"><rect x="10" width="20" height="100" clip-path="url(#i)"/><rect x="50" width="9" height="100"/></clipPath>"#
        ),
        r#"<path d="M0 50H100"/>"#,
        2,
        19.0,
    );
}

#[test]
fn units_of_the_bounding_box_and_groups_within_groups_apply() {
    clipped(
        r#"<clipPath id="c" clipPathUnits="objectBoundingBox"><rect width=".5" height="1"/></clipPath>"#,
        r#"<path d="M20 50H80M20 60H80"/>"#,
        2,
        60.0,
    );
    clipped(
        r#"<clipPath id="c"><rect width="50" height="100"/></clipPath><clipPath id="d"><rect width="100" height="50"/></clipPath>"#,
        r#"<g clip-path="url(#d)" transform="translate(10 10)"><path d="M0 0H100M0 45H100M0 55H100"/></g>"#,
        2,
        80.0,
    );
}

#[test]
fn curves_stay_curves_and_a_closed_path_is_cut_into_strokes_not_at_its_start() {
    let clip = r#"<clipPath id="c"><rect x="30" width="70" height="100"/></clipPath>"#;
    let (drawing, _) = read_page(&format!(
        r#"{clip}<circle cx="50" cy="50" r="40" fill="none" stroke="black" clip-path="url(#c)"/>"#
    ));
    assert_eq!(drawing.path_count(), 1);
    let path = &drawing.layers[0].paths[0];
    assert!(path.segments.iter().all(|segment| matches!(segment, Segment::Arc { .. })));
    assert_near(path.length_mm(), 40.0 * 2.0 * (std::f64::consts::PI - 60_f64.to_radians()), 0.05);
    assert_near(path.start.x, 30.0, 0.01);
    assert_near(path.end().x, 30.0, 0.01);
}

#[test]
fn a_line_on_the_border_stays_and_one_beside_it_goes() {
    let clip = r#"<clipPath id="c"><rect x="10" y="10" width="80" height="80"/></clipPath>"#;
    clipped(clip, r#"<rect x="10" y="10" width="80" height="80"/>"#, 1, 320.0);
    clipped(clip, r#"<path d="M0 10H100"/>"#, 1, 80.0);
    clipped(clip, r#"<path d="M0 9H100"/>"#, 0, 0.0);
}

#[test]
fn dots_are_in_or_out_and_an_empty_clip_leaves_nothing() {
    let clip = r#"<clipPath id="c"><circle cx="50" cy="50" r="10"/></clipPath>"#;
    clipped(clip, r#"<g stroke-linecap="round"><path d="M50 50z"/><path d="M70 50z"/></g>"#, 1, 0.0);
    clipped(r#"<clipPath id="c"/>"#, r#"<path d="M0 50H100"/>"#, 0, 0.0);
    clipped(
        r#"<clipPath id="c"><rect width="99" height="99" visibility="hidden"/></clipPath>"#,
        r#"<path d="M0 50H90"/>"#,
        0,
        0.0,
    );
}

#[test]
fn many_lines_through_a_clip_of_many_edges_take_no_quadratic_time() {
    let mut clip = r#"<clipPath id="c"><path d=""#.to_owned();
    for step in 0..40_000 {
        let angle = f64::from(step) / 40_000.0 * std::f64::consts::TAU;
        let radius = 40.0 + (angle * 300.0).sin() * 5.0;
        let command = if step == 0 { 'M' } else { 'L' };
        write!(clip, "{command}{:.4} {:.4}", 50.0 + radius * angle.cos(), 50.0 + radius * angle.sin())
            .unwrap();
    }
    clip.push_str(r#""/></clipPath><g clip-path="url(#c)" stroke="black">"#);
    for line in 0..20_000 {
        let y = f64::from(line) / 200.0;
        write!(clip, r#"<path d="M0 {y}H100"/>"#).unwrap();
    }
    let begun = Instant::now();
    let (drawing, _) = read_page(&format!("{clip}</g>"));
    let took = begun.elapsed();
    println!("20,000 lines by 40,000 edges: {took:?}");
    assert!(drawing.path_count() > 17_000);
    // 800 million pairs one by one would take minutes.
    assert!(took < Duration::from_secs(20), "{took:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn what_is_left_is_what_is_inside(
        corners in prop::collection::vec((5.0..95.0, 5.0..95.0), 3..9),
        lines in prop::collection::vec(((0.0..100.0, 0.0..100.0), (0.0..100.0, 0.0..100.0)), 1..6),
    ) {
        let points: Vec<_> = corners.iter().map(|(x, y)| Point::new(*x, *y)).collect();
        let list: String = corners.iter().map(|(x, y)| format!("{x},{y} ")).collect();
        let mut content = String::new();
        for ((x1, y1), (x2, y2)) in &lines {
            write!(content, r#"<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}"/>"#).unwrap();
        }
        let (drawing, _) = read_page(&format!(
            r#"<clipPath id="c"><polygon clip-rule="evenodd" points="{list}"/></clipPath><g clip-path="url(#c)" stroke="black">{content}</g>"#
        ));
        // Counted independently: short steps along each line, each in or out by a ray.
        let inside = |point: Point| {
            let crossings = (0..points.len()).filter(|&index| {
                let (a, b) = (points[index], points[(index + 1) % points.len()]);
                (a.y > point.y) != (b.y > point.y) && point.x < a.x + (b.x - a.x) * (point.y - a.y) / (b.y - a.y)
            });
            crossings.count() % 2 == 1
        };
        let expected: f64 = lines.iter().map(|(from, to)| {
            let (from, to) = (Point::from(*from), Point::from(*to));
            let steps = 4000;
            let hits = (0..steps).filter(|&step| inside(from.lerp(to, (f64::from(step) + 0.5) / f64::from(steps))));
            hits.count() as f64 / f64::from(steps) * (to - from).hypot()
        }).sum();
        prop_assert!((drawing.draw_mm() - expected).abs() < 0.3, "{} {expected}", drawing.draw_mm());
    }
}
