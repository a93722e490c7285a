//! Other programs draw what we wrote, and the pictures are compared.

use super::support::{A4, drawing, layer, line};
use kurbo::Point;
use penstock_drawing::hpgl::{self, Device};
use penstock_drawing::{Drawing, Path, Segment, raster};
use std::ffi::OsStr;
use std::process::Command;

/// What a program writes to its standard output.
pub(crate) fn run(program: &str, arguments: &[&OsStr]) -> Result<String, String> {
    let output = Command::new(program).args(arguments).output();
    let output = output
        .map_err(|error| format!("{program} does not start ({error}): `scripts/need.sh test` installs it"))?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    if output.status.success() {
        Ok(said)
    } else {
        Err(format!("{program}: {said}{}", String::from_utf8_lossy(&output.stderr)))
    }
}

/// A picture of brightness, row by row.
pub(crate) struct Grey {
    pub(crate) width: usize,
    pub(crate) height: usize,
    pub(crate) pixels: Vec<u8>,
}

impl Grey {
    pub(crate) fn of(drawing: &Drawing, width: usize) -> Self {
        let picture = raster::picture(drawing, width);
        let mean = |pixel: &[u8]| (pixel.iter().map(|channel| u32::from(*channel)).sum::<u32>() / 3) as u8;
        Self {
            width: picture.width,
            height: picture.height,
            pixels: picture.rgb.chunks(3).map(mean).collect(),
        }
    }

    /// Binary PBM and PGM.
    pub(crate) fn from_pnm(bytes: &[u8]) -> Self {
        let mut at = 2;
        let mut number = || {
            while bytes[at].is_ascii_whitespace() || bytes[at] == b'#' {
                if bytes[at] == b'#' {
                    at += bytes[at..].iter().position(|byte| *byte == b'\n').unwrap();
                }
                at += 1;
            }
            let length = bytes[at..].iter().position(|byte| !byte.is_ascii_digit()).unwrap();
            at += length;
            std::str::from_utf8(&bytes[at - length..at]).unwrap().parse::<usize>().unwrap()
        };
        let (width, height) = (number(), number());
        match &bytes[..2] {
            b"P5" => {
                assert_eq!(number(), 255);
                let pixels = bytes[at + 1..][..width * height].to_vec();
                Self { width, height, pixels }
            }
            b"P4" => {
                let stride = width.div_ceil(8);
                let bit = |x: usize, y: usize| bytes[at + 1 + y * stride + x / 8] >> (7 - x % 8) & 1;
                let pixels = (0..width * height).map(|i| 255 * (1 - bit(i % width, i / width))).collect();
                Self { width, height, pixels }
            }
            other => panic!("{other:?} is neither PBM nor PGM"),
        }
    }

    fn is_ink(&self, x: usize, y: usize) -> bool {
        self.pixels[y * self.width + x] < 128
    }
}

/// Share of the inked pixels of each picture that have ink near them in the other.
pub(crate) fn alike(one: &Grey, other: &Grey, near: usize) -> f64 {
    let found = |one: &Grey, other: &Grey| {
        let (mut ink, mut matched) = (0_usize, 0_usize);
        for y in 0..one.height {
            for x in (0..one.width).filter(|&x| one.is_ink(x, y)) {
                ink += 1;
                let mut rows = y.saturating_sub(near)..=(y + near).min(other.height - 1);
                let hit = rows.any(|y| {
                    (x.saturating_sub(near)..=(x + near).min(other.width - 1)).any(|x| other.is_ink(x, y))
                });
                matched += usize::from(hit);
            }
        }
        assert!(ink > 500, "the picture shows something");
        matched as f64 / ink as f64
    };
    found(one, other).min(found(other, one))
}

/// The part of a picture that holds ink: left, top, right, bottom.
fn box_of(picture: &Grey) -> [f64; 4] {
    let mut found = [usize::MAX, usize::MAX, 0, 0];
    for y in 0..picture.height {
        for x in (0..picture.width).filter(|&x| picture.is_ink(x, y)) {
            found = [found[0].min(x), found[1].min(y), found[2].max(x), found[3].max(y)];
        }
    }
    found.map(|side| side as f64)
}

/// The other picture with its box of ink laid over ours: programs crop and scale as they like.
fn laid_over(ours: &Grey, theirs: &Grey) -> Grey {
    let (to, from) = (box_of(ours), box_of(theirs));
    let scale = [(from[2] - from[0]) / (to[2] - to[0]), (from[3] - from[1]) / (to[3] - to[1])];
    let pixel = |index: usize| {
        let (x, y) = ((index % ours.width) as f64, (index / ours.width) as f64);
        let place = [from[0] + (x - to[0]) * scale[0], from[1] + (y - to[1]) * scale[1]].map(f64::round);
        let inside =
            (0.0..theirs.width as f64).contains(&place[0]) && (0.0..theirs.height as f64).contains(&place[1]);
        if inside { theirs.pixels[place[1] as usize * theirs.width + place[0] as usize] } else { 255 }
    };
    Grey { width: ours.width, height: ours.height, pixels: (0..ours.pixels.len()).map(pixel).collect() }
}

/// Lines, a curve, arcs, a spiral and dots inside a frame.
fn picture_book() -> Drawing {
    let spiral: Vec<_> = (0..600)
        .map(|step| {
            let angle = f64::from(step) / 15.0;
            (210.0 + angle * angle.cos(), 130.0 + angle * angle.sin())
        })
        .collect();
    let curve = Segment::Cubic {
        c1: Point::new(160.0, 0.0),
        c2: Point::new(10.0, 220.0),
        to: Point::new(150.0, 150.0),
    };
    let arcs = vec![
        Segment::Arc { to: Point::new(120.0, 80.0), bulge: 1.0 },
        Segment::Arc { to: Point::new(60.0, 80.0), bulge: 0.4 },
    ];
    let mut paths = vec![
        line(&[(30.0, 40.0), (260.0, 40.0), (260.0, 185.0), (30.0, 185.0), (30.0, 40.0)]),
        line(&[(35.0, 50.0), (250.0, 170.0)]),
        line(&spiral),
        Path { start: Point::new(40.0, 60.0), segments: vec![curve] },
        Path { start: Point::new(60.0, 80.0), segments: arcs },
    ];
    paths.extend(
        (0..20).map(|row| {
            line(&[(160.0, 50.0 + f64::from(row)), (250.0 - f64::from(row), 50.0 + f64::from(row))])
        }),
    );
    let mut book = drawing(A4, vec![layer("book", paths)]);
    book.layers[0].pen.width_mm = 0.3;
    book
}

#[test]
fn hp2xx_draws_the_picture_that_we_draw() {
    let book = picture_book();
    let ours = Grey::of(&book, 2970);
    let folder = tempfile::tempdir().unwrap();
    for (device, relative) in
        [("hp7475a", false), ("hp7550a", true), ("roland-dxy", true), ("hp7440a", false)]
    {
        let options = hpgl::Options { relative, ..hpgl::Options::new(Device::named(device).unwrap()) };
        let mut bytes = Vec::new();
        hpgl::write(&book, &[], &options, &mut bytes).unwrap();
        let (source, picture) = (folder.path().join("a.hpgl"), folder.path().join("a.pbm"));
        std::fs::write(&source, &bytes).unwrap();
        // True size at 10 pixels a mm with a pen of 0.3 mm, cropped to what is drawn.
        let arguments = ["-q", "-N", "-t", "-m", "pbm", "-d", "254", "-p", "33333333", "-f"];
        let mut arguments: Vec<&OsStr> = arguments.iter().map(OsStr::new).collect();
        arguments.extend([picture.as_os_str(), source.as_os_str()]);
        run("hp2xx", &arguments).unwrap();
        let theirs = Grey::from_pnm(&std::fs::read(&picture).unwrap());
        let share = alike(&ours, &laid_over(&ours, &theirs), 2);
        assert!(share > 0.99, "{device}: {share}");
    }
}

#[test]
fn the_comparison_notices_what_is_missing_and_what_is_too_much() {
    let book = picture_book();
    let mut less = book.clone();
    less.layers[0].paths.remove(1);
    let (all, less) = (Grey::of(&book, 2970), Grey::of(&less, 2970));
    assert!(alike(&all, &less, 2) < 0.98);
    assert!(alike(&less, &all, 2) < 0.98);
    assert_eq!(alike(&all, &laid_over(&all, &all), 0), 1.0);
}
