use super::*;
use crate::{Layer, Page, Path, Pen, Segment};

fn line(points: &[(f64, f64)]) -> Path {
    let segments = points[1..].iter().map(|&to| Segment::Line { to: to.into() }).collect();
    Path { start: points[0].into(), segments }
}

fn drawing(width_mm: f64, paths: Vec<Path>) -> Drawing {
    let pen = Pen { color: Color::BLACK, width_mm };
    Drawing {
        page: Page { width_mm: 100.0, height_mm: 50.0 },
        layers: vec![Layer { name: "a".to_owned(), pen, paths }],
    }
}

/// How much ink there is in all, in pixels.
fn ink(picture: &Picture) -> f64 {
    picture.rgb.chunks(3).map(|pixel| f64::from(255 - pixel[0]) / 255.0).sum()
}

#[test]
fn ink_covers_what_the_pen_covers() {
    // 10 px a mm: a 4 px wide line of 500 px with round ends, level and aslant.
    let area = 500.0 * 4.0 + std::f64::consts::PI * 4.0;
    for end in [(60.0, 20.0), (40.0, 50.0), (10.0, 70.0)] {
        let turn = |(x, y): (f64, f64)| {
            let length = ((x - 10.0_f64).powi(2) + (y - 20.0_f64).powi(2)).sqrt();
            (30.0 + (x - 10.0) / length * 50.0, 1.0 + (y - 20.0) / length * 47.0)
        };
        let (start, end) = ((30.0, 1.0), turn(end));
        let length = ((start.0 - end.0).powi(2) + (start.1 - end.1).powi(2)).sqrt();
        let picture = picture(&drawing(0.4, vec![line(&[start, end])]), 1000);
        let expected = area - (500.0 - length * 10.0) * 4.0;
        assert!((ink(&picture) / expected - 1.0).abs() < 0.02, "{} is not {expected}", ink(&picture));
    }
}

#[test]
fn a_line_in_many_pieces_is_the_same_picture_as_in_one() {
    let pieces: Vec<_> =
        (0..=400).map(|step| (5.0 + f64::from(step) * 0.2, 3.0 + f64::from(step) * 0.1)).collect();
    for width_mm in [0.05, 0.3, 2.0] {
        let one = picture(&drawing(width_mm, vec![line(&[pieces[0], pieces[400]])]), 500);
        let many = picture(&drawing(width_mm, vec![line(&pieces)]), 500);
        let worst = one.rgb.iter().zip(&many.rgb).map(|(a, b)| a.abs_diff(*b)).max();
        assert!(worst <= Some(2), "{worst:?} of 255 at {width_mm} mm");
    }
}

#[test]
fn thin_pens_are_as_much_paler_and_add_up() {
    let one = picture(&drawing(0.025, vec![line(&[(10.0, 25.0), (90.0, 25.0)])]), 1000);
    assert!((ink(&one) / (800.0 * 0.25) - 1.0).abs() < 0.03, "{}", ink(&one));
    let hatch = (0..80)
        .map(|row| line(&[(10.0, 10.0 + f64::from(row) * 0.025), (90.0, 10.0 + f64::from(row) * 0.025)]));
    let hatched = picture(&drawing(0.025, hatch.collect()), 1000);
    let middle = &hatched.rgb[3 * (110 * 1000 + 500)..][..3];
    assert!(middle[0] < 110, "{middle:?}");
}

#[test]
fn the_upper_layer_lies_above() {
    let mut both = drawing(2.0, vec![line(&[(10.0, 25.0), (90.0, 25.0)])]);
    let mut upper = both.layers[0].clone();
    upper.pen.color = Color { r: 255, g: 0, b: 0 };
    both.layers.push(upper);
    let picture = picture(&both, 100);
    assert_eq!(&picture.rgb[3 * (25 * 100 + 50)..][..3], [255, 0, 0]);
    assert_eq!(&picture.rgb[..3], [255; 3]);
}

#[test]
fn dots_are_round_and_drawings_beyond_the_page_are_cut() {
    let dot = |x, y| Path { start: Point::new(x, y), segments: Vec::new() };
    let area = picture(&drawing(2.0, vec![dot(50.0, 25.0)]), 1000);
    assert!((ink(&area) / (std::f64::consts::PI * 100.0) - 1.0).abs() < 0.02, "{}", ink(&area));
    let beyond = [(-1e9, -1e9), (1e9, 1e9), (f64::MAX, 0.0), (-5.0, 25.0), (105.0, 25.0)];
    let cut = picture(&drawing(1.0, vec![line(&beyond), dot(-50.0, 25.0), dot(1e300, 1e300)]), 100);
    assert_eq!(cut.rgb.len(), 100 * 50 * 3);
}

#[test]
fn the_file_is_a_png_of_the_picture() {
    let drawing = drawing(0.5, vec![line(&[(0.0, 0.0), (100.0, 50.0)])]);
    let bytes = png(&drawing, 300).unwrap();
    let mut reader = ::png::Decoder::new(std::io::Cursor::new(&bytes)).read_info().unwrap();
    let mut rgb = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut rgb).unwrap();
    assert_eq!((info.width, info.height), (300, 150));
    assert_eq!(rgb, picture(&drawing, 300).rgb);
}

#[test]
fn no_size_of_page_or_picture_takes_the_memory() {
    for (width_mm, height_mm, width_px) in
        [(1e9, 1.0, 1 << 40), (1.0, 1e9, 1000), (0.0, 0.0, 0), (297.0, 210.0, 1 << 30)]
    {
        let (width, height, scale) = size(width_mm, height_mm, width_px);
        assert!(width >= 1 && height >= 1 && width * height <= MOST_PIXELS, "{width} × {height}");
        assert!(scale > 0.0 && scale.is_finite());
    }
}
