//! PDF: poppler shows the same picture, the page has the true size, and layers have their names.

use super::oracle::{Grey, alike, run};
use super::support::{drawing, layer, line};
use kurbo::Point;
use penstock_drawing::{Color, Page, Path, Pen, Segment, pdf};

#[test]
fn poppler_shows_the_picture_that_we_draw_on_a_page_of_the_true_size() {
    let page = Page { width_mm: 148.0, height_mm: 105.0 };
    let curve =
        Segment::Cubic { c1: Point::new(60.0, 0.0), c2: Point::new(0.0, 100.0), to: Point::new(70.0, 90.0) };
    let arcs = vec![
        Segment::Arc { to: Point::new(130.0, 50.0), bulge: 1.0 },
        Segment::Arc { to: Point::new(100.0, 50.0), bulge: 0.3 },
    ];
    let paths = vec![
        line(&[(10.0, 10.0), (138.0, 95.0), (138.0, 10.0)]),
        Path { start: Point::new(20.0, 20.0), segments: vec![curve] },
        Path { start: Point::new(100.0, 50.0), segments: arcs },
        Path { start: Point::new(74.0, 90.0), segments: Vec::new() },
    ];
    let mut drawing =
        drawing(page, vec![layer("Größe ) endobj", paths.clone()), layer("two", paths[..1].to_vec())]);
    drawing.layers[1].pen = Pen { color: Color { r: 90, g: 90, b: 90 }, width_mm: 0.8 };
    drawing.layers[0].pen.width_mm = 1.0;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.pdf");
    let mut bytes = Vec::new();
    pdf::write(&drawing, Some("T (1) \\"), &mut bytes).unwrap();
    std::fs::write(&file, &bytes).unwrap();

    let info = run("pdfinfo", &[file.as_os_str()]).unwrap();
    assert!(info.contains("Page size:       419.528 x 297.638 pts"), "{info}");
    assert!(info.contains("Title:           T (1) \\"), "{info}");
    let picture = folder.path().join("a");
    run(
        "pdftoppm",
        &[
            "-gray".as_ref(),
            "-r".as_ref(),
            "150".as_ref(),
            "-singlefile".as_ref(),
            file.as_os_str(),
            picture.as_os_str(),
        ],
    )
    .unwrap();
    let theirs = Grey::from_pnm(&std::fs::read(folder.path().join("a.pgm")).unwrap());
    let ours = Grey::of(&drawing, theirs.width);
    assert_eq!((ours.width, ours.height), (theirs.width, theirs.height));
    let share = alike(&ours, &theirs, 1);
    assert!(share > 0.995, "{share}");

    let again = {
        let mut again = Vec::new();
        pdf::write(&drawing, Some("T (1) \\"), &mut again).unwrap();
        again
    };
    assert_eq!(bytes, again);
}
