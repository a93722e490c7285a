use super::*;
use crate::{Cancelled, Context, Stage};
use kurbo::Point;
use penstock_drawing::{Color, Diagnostic, Drawing, Layer, LayerSetup, Page, Path, Pen, Segment};
use penstock_toolpath::time::Profile;
use std::path::Path as FilePath;

struct Quiet;

impl Context for Quiet {
    fn out_dir(&self) -> &FilePath {
        FilePath::new("nowhere")
    }

    fn progress(&self, _: &str, _: Option<f64>) -> Result<(), Cancelled> {
        Ok(())
    }

    fn diagnose(&self, _: Diagnostic) {}
}

fn layer(name: &str, paths: Vec<Path>) -> Layer {
    Layer { name: name.to_owned(), pen: Pen { color: Color { r: 31, g: 78, b: 158 }, width_mm: 0.4 }, paths }
}

fn drawing(layers: Vec<Layer>) -> Drawing {
    Drawing { page: Page { width_mm: 420.0, height_mm: 297.0 }, layers }
}

fn written(drawing: &Drawing) -> (tempfile::TempDir, std::path::PathBuf, Header) {
    let folder = tempfile::tempdir().unwrap();
    let stage = Stage::new(&Quiet, "test", 0.0..1.0);
    write(drawing, &[], Profile::SAXI, folder.path(), "a.preview", &stage).unwrap();
    let path = folder.path().join("a.preview");
    let header = read_header(&path).unwrap();
    (folder, path, header)
}

/// What a face makes of the bytes of one level: each path's layer, points and times.
type Decoded = Vec<(u32, Vec<(f32, f32, f32)>)>;

fn decode(bytes: &[u8]) -> Decoded {
    let word = |at: usize| <[u8; 4]>::try_from(&bytes[4 * at..4 * at + 4]).unwrap();
    let (paths, points) = (u32::from_le_bytes(word(0)) as usize, u32::from_le_bytes(word(1)) as usize);
    let (starts, layers) = (2, 2 + paths + 1);
    let (xy, times) = (layers + paths, layers + paths + 2 * points);
    assert_eq!(bytes.len(), 4 * (times + points));
    (0..paths)
        .map(|path| {
            let start = |path: usize| u32::from_le_bytes(word(starts + path)) as usize;
            let point = |at: usize| {
                let float = |at: usize| f32::from_le_bytes(word(at));
                (float(xy + 2 * at), float(xy + 2 * at + 1), float(times + at))
            };
            let points = (start(path)..start(path + 1)).map(point).collect();
            (u32::from_le_bytes(word(layers + path)), points)
        })
        .collect()
}

#[test]
fn a_small_drawing_reads_back_as_it_was() {
    let line =
        Path { start: Point::new(1.0, 2.0), segments: vec![Segment::Line { to: Point::new(101.0, 2.0) }] };
    let dot = Path { start: Point::new(103.2, 2.0), segments: Vec::new() };
    let (_folder, path, header) =
        written(&drawing(vec![layer("Blé \"1\"", vec![line]), layer("2", vec![dot])]));

    assert_eq!((header.width_mm, header.height_mm), (420.0, 297.0));
    assert_eq!(header.layers[0].name, "Blé \"1\"");
    assert_eq!(header.layers[0].color, "#1f4e9e");
    assert_eq!(
        header.layers.iter().map(|l| (l.paths, l.draw_mm)).collect::<Vec<_>>(),
        [(1, 100.0), (1, 0.0)]
    );
    assert_eq!(header.levels.len(), 1);
    assert_eq!((header.levels[0].tolerance_mm, header.levels[0].segments), (EXACT_TOLERANCE_MM, 1));

    let level = decode(&read_level(&path, &header, 0).unwrap());
    assert_eq!(level[0].0, 0);
    assert_eq!(level[0].1.iter().map(|p| (p.0, p.1)).collect::<Vec<_>>(), [(1.0, 2.0), (101.0, 2.0)]);
    assert_eq!(level[1].1.iter().map(|p| (p.0, p.1)).collect::<Vec<_>>(), [(103.2, 2.0)]);
    // 0.12 s to drop, 2.25 s for 100 mm, 0.12 s to lift, 0.1483 s for 2.2 mm, 0.12 s to drop.
    let times: Vec<f32> = level.iter().flat_map(|path| path.1.iter().map(|p| p.2)).collect();
    for (time, expected) in times.iter().zip([0.12, 2.37, 2.7583]) {
        assert!((time - expected).abs() < 1e-3, "{times:?}");
    }
    assert!((header.time_s - 2.8783).abs() < 1e-3);
}

#[test]
fn a_big_drawing_has_coarser_levels_with_every_path_within_their_tolerance() {
    let wave = |row: u32| {
        let point = |step: u32| {
            let x = f64::from(step) * 0.2;
            Point::new(x, 2.0 * f64::from(row) + (x * 0.7).sin() + 0.05 * (x * 31.0).sin())
        };
        Path { start: point(0), segments: (1..500).map(|step| Segment::Line { to: point(step) }).collect() }
    };
    let speck =
        Path { start: Point::new(3.0, 3.0), segments: vec![Segment::Line { to: Point::new(3.05, 3.0) }] };
    let big = drawing(vec![layer("waves", (0..120).map(wave).collect()), layer("speck", vec![speck])]);
    let (_folder, path, header) = written(&big);

    assert!(header.levels.len() > 1);
    assert!(header.levels.is_sorted_by(|a, b| a.tolerance_mm > b.tolerance_mm && a.segments < b.segments));
    assert_eq!(header.levels[header.levels.len() - 1].tolerance_mm, EXACT_TOLERANCE_MM);
    let exact = decode(&read_level(&path, &header, header.levels.len() - 1).unwrap());
    for (number, facts) in header.levels.iter().enumerate() {
        assert_eq!(facts.offset % 8, 0);
        let bytes = read_level(&path, &header, number).unwrap();
        assert_eq!(bytes.len() as u64, facts.bytes);
        let level = decode(&bytes);
        assert_eq!(level.len(), 121);
        for ((layer, points), (true_layer, true_points)) in level.iter().zip(&exact) {
            assert_eq!(layer, true_layer);
            assert!(
                points.iter().all(|point| true_points.contains(point)),
                "times and places are the exact ones"
            );
            assert!(points.is_sorted_by(|a, b| a.2 <= b.2));
            for p in true_points {
                let near = distance(*p, points);
                assert!(near <= facts.tolerance_mm + 1e-4, "{near} from the line at {}", facts.tolerance_mm);
            }
        }
    }
}

#[test]
fn a_few_circles_stay_round_however_near_one_looks() {
    let half = |to: Point| Segment::Arc { to, bulge: 1.0 };
    let (left, right) = (Point::new(10.0, 10.0), Point::new(13.0, 10.0));
    let hole = |down: f64| {
        let [left, right] = [left, right].map(|end| Point::new(end.x, end.y + down));
        let way_in = Segment::Line { to: left };
        Path { start: Point::new(9.0, left.y), segments: vec![way_in, half(right), half(left)] }
    };
    let centre = Point::new(11.5, 10.0);
    let (_folder, path, header) = written(&drawing(vec![layer("holes", vec![hole(0.0)])]));
    let tolerance_mm = header.levels[0].tolerance_mm;
    assert!(tolerance_mm <= 0.004, "{tolerance_mm}");
    let level = decode(&read_level(&path, &header, 0).unwrap());
    let points = &level[0].1;
    let chords = points[1..].windows(2).map(|pair| {
        Point::new(f64::from(pair[0].0 + pair[1].0) / 2.0, f64::from(pair[0].1 + pair[1].1) / 2.0)
    });
    for middle in chords {
        let off = 1.5 - middle.distance(centre);
        assert!((-1e-4..=tolerance_mm + 1e-4).contains(&off), "{off} mm inside of the circle");
    }
    // The time is that of the coarser line, which reports count along, and never runs backwards.
    assert!(points.is_sorted_by(|a, b| a.2 <= b.2));
    let ends = |points: &[(f32, f32, f32)]| (points[0].2, points[points.len() - 1].2);
    let many = (0..10_001).map(|row| hole(0.02 * f64::from(row))).collect();
    let (_folder, path, header) = written(&drawing(vec![layer("holes", many)]));
    let finest = header.levels.len() - 1;
    assert_eq!(header.levels[finest].tolerance_mm, EXACT_TOLERANCE_MM);
    let coarse = &decode(&read_level(&path, &header, finest).unwrap())[0].1;
    assert!(coarse.len() < points.len());
    assert_eq!(ends(coarse), ends(points));
}

fn distance(p: (f32, f32, f32), line: &[(f32, f32, f32)]) -> f64 {
    let point = |p: (f32, f32, f32)| Point::new(p.0.into(), p.1.into());
    let p = point(p);
    let piece = |a: Point, b: Point| {
        let share = ((p - a).dot(b - a) / (b - a).hypot2().max(1e-12)).clamp(0.0, 1.0);
        p.distance(a.lerp(b, share))
    };
    let first = p.distance(point(line[0]));
    line.windows(2).map(|pair| piece(point(pair[0]), point(pair[1]))).fold(first, f64::min)
}

#[test]
fn passes_are_counted_where_the_pen_goes_and_read_back() {
    let to = |x, y| Segment::Line { to: Point::new(x, y) };
    let there_and_back =
        Path { start: Point::new(50.0, 50.0), segments: vec![to(150.0, 50.0), to(50.0, 50.0)] };
    let across = Path { start: Point::new(100.0, 20.0), segments: vec![to(100.0, 80.0)] };
    let (_folder, path, header) =
        written(&drawing(vec![layer("a", vec![there_and_back]), layer("b", vec![across])]));
    let facts = header.coverage.unwrap();
    let counts = read_coverage(&path, &header).unwrap().unwrap();
    assert_eq!(counts.len(), facts.columns as usize * facts.rows as usize);
    let at = |x: f64, y: f64| {
        counts[(y / facts.cell_mm) as usize * facts.columns as usize + (x / facts.cell_mm) as usize]
    };
    assert_eq!((at(75.0, 50.0), at(100.0, 50.0), at(100.0, 30.0), at(10.0, 10.0)), (2, 3, 1, 0));
    assert_eq!(facts.most, 3);
    assert_eq!(facts.offset % 8, 0);
    // Older files hold none.
    let old = Header { coverage: None, ..header.clone() };
    assert_eq!(read_coverage(&path, &old).unwrap(), None);
    let wrong = |change: &dyn Fn(&mut CoverageFacts)| {
        let mut facts = facts;
        change(&mut facts);
        read_coverage(&path, &Header { coverage: Some(facts), ..header.clone() }).unwrap_err().to_string()
    };
    assert!(wrong(&|facts| facts.rows += 1).contains("another size"));
    assert!(wrong(&|facts| facts.rows -= 1).contains("another size"));
    assert!(wrong(&|facts| facts.rows = u32::MAX).contains("too large"));
    assert!(wrong(&|facts| facts.bytes = u64::MAX).contains("shorter"));
}

#[test]
fn playback_knows_when_layers_begin_and_where_the_machine_stops() {
    let line =
        Path { start: Point::new(1.0, 2.0), segments: vec![Segment::Line { to: Point::new(101.0, 2.0) }] };
    let drawing = drawing(vec![
        layer("one", vec![line.clone()]),
        layer("empty", Vec::new()),
        layer("two", vec![line.clone()]),
        layer("three", vec![line]),
    ]);
    let setup = |pen, pause_before, prompt: Option<&str>| LayerSetup {
        pen,
        pause_before,
        prompt: prompt.map(str::to_owned),
        speed_mm_per_s: None,
    };
    let setups =
        [setup(1, false, None), setup(2, true, None), setup(1, false, None), setup(3, true, Some("Red"))];
    let folder = tempfile::tempdir().unwrap();
    let stage = Stage::new(&Quiet, "test", 0.0..1.0);
    let meter = write(&drawing, &setups, Profile::SAXI, folder.path(), "a.preview", &stage).unwrap();
    let header = read_header(&folder.path().join("a.preview")).unwrap();
    assert_eq!(header.spans.len(), 4);
    assert!(header.spans.windows(2).all(|pair| pair[0].end_s == pair[1].start_s));
    assert_eq!(header.spans[1].start_s, header.spans[1].end_s);
    assert!((header.spans[3].end_s - header.time_s).abs() < 1e-9 && header.time_s == meter.total().time_s);
    // The last layer waits for a person; the empty one is passed over.
    let waits: Vec<_> = header.stops.iter().filter(|stop| stop.waits).collect();
    assert_eq!(waits.len(), 1);
    assert_eq!((waits[0].layer, waits[0].pen, waits[0].prompt.as_deref()), (3, 3, Some("Red")));
    assert_eq!(waits[0].at_s, header.spans[2].end_s);
}

#[test]
fn a_thumbnail_is_a_png_of_the_width_that_was_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let line =
        Path { start: Point::new(1.0, 2.0), segments: vec![Segment::Line { to: Point::new(101.0, 2.0) }] };
    write_thumbnail(&drawing(vec![layer("a", vec![line])]), 420, folder.path(), "a.png").unwrap();
    let bytes = std::fs::read(folder.path().join("a.png")).unwrap();
    assert!(bytes.starts_with(b"\x89PNG\r\n\x1a\n"));
    // Width and height stand behind the name of the first chunk.
    let size = [&bytes[16..20], &bytes[20..24]].map(|word| u32::from_be_bytes(word.try_into().unwrap()));
    assert_eq!(size, [420, 297]);
}

#[test]
fn an_empty_drawing_has_one_empty_level() {
    let (_folder, path, header) = written(&drawing(vec![layer("empty", Vec::new())]));
    assert_eq!(header.time_s, 0.0);
    assert_eq!(decode(&read_level(&path, &header, 0).unwrap()), []);
    assert_eq!(read_level(&path, &header, 1).unwrap_err().kind(), std::io::ErrorKind::NotFound);
}

#[test]
fn a_damaged_file_is_refused() {
    let (folder, path, header) = written(&drawing(Vec::new()));
    let whole = std::fs::read(&path).unwrap();
    let refused = |bytes: &[u8]| {
        let damaged = folder.path().join("damaged");
        std::fs::write(&damaged, bytes).unwrap();
        read_header(&damaged)
            .and_then(|_| read_level(&damaged, &header, 0))
            .and_then(|_| read_coverage(&damaged, &header))
            .unwrap_err()
            .to_string()
    };
    assert_eq!(refused(&whole[..whole.len() - 8]), "the preview file is shorter than its header says");
    assert!(refused(&[&b"PENSTOCK\x02\0\0\0"[..], &whole[12..]].concat()).contains("version 2"));
    assert!(refused(&[&b"PENSTONE"[..], &whole[8..]].concat()).contains("no preview"));
    assert!(refused(&[&whole[..12], &[0xff; 4], &whole[16..]].concat()).contains("too long"));
    refused(&whole[..7]);
}

#[test]
fn a_picture_of_pixels_has_tones_and_no_lines() {
    use penstock_drawing::picture::Grey;
    let folder = tempfile::tempdir().unwrap();
    let half = Grey::from_fn(40, 20, |x, _| if x < 20.0 { 0.0 } else { 1.0 });
    let page = Page { width_mm: 80.0, height_mm: 40.0 };
    write_tone(&half, page, folder.path(), "a.preview").unwrap();
    let path = folder.path().join("a.preview");
    let header = read_header(&path).unwrap();
    let grid = header.coverage.unwrap();
    assert!(grid.tone && header.layers.is_empty() && header.time_s == 0.0);
    assert_eq!((grid.columns, grid.rows, grid.cell_mm), (40, 20, 2.0));
    let cells = read_coverage(&path, &header).unwrap().unwrap();
    assert_eq!((cells[0], cells[39]), (255, 0), "black is 255 and white is 0");
    assert!(decode(&read_level(&path, &header, 0).unwrap()).is_empty());
}
