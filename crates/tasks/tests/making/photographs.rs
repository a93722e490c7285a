//! JPEG in the ways in which cameras, scanners and printers write it. The samples in `photographs/` are 24 × 16
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
