//! JPEG in the ways in which cameras, scanners and printers write it, and the other formats that people drop. The samples in `photographs/` are 24 × 16
//! pixels, written by ImageMagick 6.9: on the left black over red, 50 % grey in the middle, white on the right.

use penstock_drawing::picture::{Grey, Limits, ReadError, read};

const BASELINE: &[u8] = include_bytes!("photographs/baseline.jpg");
/// Six scans, with a quarter of the colour.
const PROGRESSIVE: &[u8] = include_bytes!("photographs/progressive.jpg");
/// Four inks, stored upside down as Adobe has it.
const CMYK: &[u8] = include_bytes!("photographs/cmyk.jpg");
const GREY: &[u8] = include_bytes!("photographs/grey.jpg");

/// Lightness at a pixel, 0 to 1.
fn at(grey: &Grey, x: usize, y: usize) -> f64 {
    f64::from(grey.values()[y * grey.width() + x]) / f64::from(Grey::WHITE)
}

fn picture(jpeg: &[u8]) -> Grey {
    read(jpeg, Limits::default()).unwrap().grey
}

#[test]
fn every_way_to_write_a_jpeg_shows_the_same_picture() {
    // What ImageMagick makes of red in grey is 54 of 255.
    for (name, jpeg, red) in [
        ("baseline", BASELINE, 0.299),
        ("progressive", PROGRESSIVE, 0.299),
        ("CMYK", CMYK, 0.299),
        ("grey", GREY, 0.21),
    ] {
        let grey = picture(jpeg);
        assert_eq!((grey.width(), grey.height()), (24, 16), "{name}");
        for (x, y, expected) in [(3, 3, 0.0), (3, 12, red), (12, 8, 0.502), (20, 8, 1.0)] {
            let found = at(&grey, x, y);
            assert!((found - expected).abs() < 0.03, "{name} at {x}, {y}: {found}, not {expected}");
        }
    }
}

/// The same file with an EXIF block that says how the camera was held.
fn held(jpeg: &[u8], orientation: u8) -> Vec<u8> {
    let mut exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    exif.extend([orientation, 0, 0, 0, 0, 0, 0]);
    let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
    [&jpeg[..2], &[0xff, 0xe1], &length, &exif, &jpeg[2..]].concat()
}

#[test]
fn a_picture_that_was_held_sideways_stands_upright() {
    for jpeg in [BASELINE, PROGRESSIVE, CMYK, GREY] {
        let upright = picture(&held(jpeg, 1));
        assert_eq!((upright.width(), upright.height()), (24, 16));
        // 6: the right side of the stored picture is below. The left is above then, its lower part at the left.
        let turned = picture(&held(jpeg, 6));
        assert_eq!((turned.width(), turned.height()), (16, 24));
        assert!(at(&turned, 12, 3) < 0.05, "black is at the upper right");
        assert!((0.15..0.35).contains(&at(&turned, 3, 3)), "red is at the upper left");
        assert!(at(&turned, 8, 20) > 0.95, "white is below");
        let upside_down = picture(&held(jpeg, 3));
        assert!(at(&upside_down, 3, 8) > 0.95 && at(&upside_down, 20, 12) < 0.05);
    }
}

#[test]
fn a_jpeg_that_is_too_large_is_refused_by_its_header() {
    for jpeg in [BASELINE, PROGRESSIVE, CMYK] {
        // Height and width stand five bytes behind the frame's marker.
        let frame =
            jpeg.windows(2).position(|pair| pair[0] == 0xff && matches!(pair[1], 0xc0 | 0xc2)).unwrap();
        let mut large = jpeg.to_vec();
        large[frame + 5..frame + 9].copy_from_slice(&[0xea, 0x60, 0xea, 0x60]);
        let error = read(&large, Limits::default()).unwrap_err();
        assert!(matches!(error, ReadError::TooLarge { width: 60_000, height: 60_000, .. }), "{error}");
    }
}

#[test]
fn a_jpeg_that_breaks_off_is_damaged_or_shorter_and_never_a_crash() {
    for jpeg in [BASELINE, PROGRESSIVE, CMYK, GREY] {
        for end in 3..jpeg.len() {
            // What the decoder can still show has the size that the header says.
            if let Ok(read) = read(&jpeg[..end], Limits::default()) {
                assert_eq!((read.grey.width(), read.grey.height()), (24, 16), "{end}");
            }
        }
    }
}

/// The same picture as others store it, written by ImageMagick 6.9; of two pictures in a file the second is
/// the first's negative. 300 dpi where the format has a place for it.
const OTHERS: [(&str, &[u8], bool); 10] = [
    ("lossless.webp", include_bytes!("photographs/lossless.webp"), false),
    ("lossy.webp", include_bytes!("photographs/lossy.webp"), false),
    ("flat.gif", include_bytes!("photographs/flat.gif"), false),
    ("moving.gif", include_bytes!("photographs/moving.gif"), true),
    ("colours.bmp", include_bytes!("photographs/colours.bmp"), false),
    ("packed.bmp", include_bytes!("photographs/packed.bmp"), false),
    ("colours.tif", include_bytes!("photographs/colours.tif"), false),
    ("deep.tif", include_bytes!("photographs/deep.tif"), false),
    ("inks.tif", include_bytes!("photographs/inks.tif"), false),
    ("pages.tif", include_bytes!("photographs/pages.tif"), true),
];
/// Black and white as fax machines pack it: what is darker than 40 % is black.
const FAX: &[u8] = include_bytes!("photographs/fax.tif");
const PALETTE: &[u8] = include_bytes!("photographs/palette.tif");

#[test]
fn webp_gif_bmp_and_tiff_show_the_same_picture() {
    for (name, file, has_more) in OTHERS {
        let source = read(file, Limits::default()).unwrap_or_else(|error| panic!("{name}: {error}"));
        let grey = &source.grey;
        assert_eq!((grey.width(), grey.height(), source.has_more), (24, 16, has_more), "{name}");
        for (x, y, expected) in [(3, 3, 0.0), (3, 12, 0.299), (12, 8, 0.502), (20, 8, 1.0)] {
            let found = at(grey, x, y);
            assert!((found - expected).abs() < 0.03, "{name} at {x}, {y}: {found}, not {expected}");
        }
        if name.ends_with("bmp") || name.ends_with("tif") {
            let dpi = source.dpi.unwrap();
            assert!((dpi - 300.0).abs() < 0.1, "{name}: {dpi}");
        }
    }
    let fax = picture(FAX);
    let tones = [(3, 3, 0.0), (3, 12, 0.0), (12, 8, 1.0), (20, 8, 1.0)];
    assert!(tones.iter().all(|&(x, y, expected)| at(&fax, x, y) == expected));
}

/// Each with another size written where its header has it.
fn with_size(name: &str, file: &[u8], side: u16) -> Option<Vec<u8>> {
    let mut large = file.to_vec();
    let wide = u32::from(side).to_le_bytes();
    match name {
        "flat.gif" => large[6..10].copy_from_slice(&[wide[0], wide[1], wide[0], wide[1]]),
        "colours.bmp" => (large[18..22].copy_from_slice(&wide), large[22..26].copy_from_slice(&wide)).0,
        "colours.tif" => {
            // ImageWidth, ImageLength and RowsPerStrip, each one short.
            for tag in [0, 1, 22].map(|tag| [tag, 1, 3, 0, 1, 0, 0, 0]) {
                let entry = large.windows(8).position(|bytes| bytes == tag).unwrap();
                large[entry + 8..entry + 10].copy_from_slice(&wide[..2]);
            }
        }
        _ => return None,
    }
    Some(large)
}

#[test]
fn sixty_thousand_pixels_a_side_are_refused_by_the_header_in_every_format() {
    let mut tried = 0;
    for (name, file, _) in OTHERS {
        let Some(large) = with_size(name, file, 60_000) else { continue };
        let error = read(&large, Limits::default()).unwrap_err();
        assert!(
            matches!(error, ReadError::TooLarge { width: 60_000, height: 60_000, .. }),
            "{name}: {error}"
        );
        tried += 1;
    }
    assert_eq!(tried, 3);
    // A WebP has 14 bits for a side: nearly its largest, without loss.
    let mut webp = b"RIFF\x1a\0\0\0WEBPVP8L\x0d\0\0\0\x2f".to_vec();
    webp.extend([0xfe, 0xbf, 0xff, 0x0f, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    let error = read(&webp, Limits::default()).unwrap_err();
    assert!(matches!(error, ReadError::TooLarge { width: 16_383, height: 16_383, .. }), "{error}");
}

#[test]
fn a_file_that_breaks_off_is_damaged_or_shorter_in_every_format_and_never_a_crash() {
    for (name, file, _) in OTHERS.into_iter().chain([("fax.tif", FAX, false)]) {
        for end in 0..file.len() {
            if let Ok(read) = read(&file[..end], Limits::default()) {
                assert_eq!((read.grey.width(), read.grey.height()), (24, 16), "{name} up to {end}");
            }
        }
    }
}

#[test]
fn what_cannot_be_read_is_named_with_what_to_do() {
    let error = |bytes: &[u8]| read(bytes, Limits::default()).unwrap_err();
    let palette = error(PALETTE);
    assert!(matches!(&palette, ReadError::Unsupported(why) if why.starts_with("this TIFF cannot be read")));
    for (begin, name, advice) in [
        (&b"\0\0\0\x1cftypheic\0\0\0\0"[..], "a HEIC picture", "JPEG"),
        (b"\0\0\0\x1cftypavif\0\0\0\0", "an AVIF picture", "PNG or JPEG"),
        (b"\0\0\0\x1cftypisom\0\0\0\0", "a video", "PNG"),
        (b"%PDF-1.7", "a PDF", "300 dpi"),
        (b"<svg/>", "an XML file, such as an SVG", "plot"),
        (b"8BPS\0\x01", "a Photoshop file", "PNG or JPEG"),
    ] {
        let error = error(begin);
        let ReadError::Unknown(file) = &error else { panic!("{error}") };
        assert_eq!(file.name, name);
        assert!(file.advice.contains(advice), "{}", file.advice);
        assert!(error.to_string().contains(name));
    }
}
