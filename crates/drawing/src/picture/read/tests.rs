use super::*;

fn png(width: u32, height: u32, color: ::png::ColorType, depth: ::png::BitDepth, data: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = ::png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(color);
    encoder.set_depth(depth);
    encoder.write_header().unwrap().write_image_data(data).unwrap();
    bytes
}

#[test]
fn a_picture_of_sixty_thousand_pixels_a_side_is_refused_by_its_header_alone() {
    // Only signature and IHDR: whoever decoded it would find nothing.
    let whole = png(1, 1, ::png::ColorType::Grayscale, ::png::BitDepth::Eight, &[0]);
    let mut header = whole[..33].to_vec();
    header[16..20].copy_from_slice(&60_000u32.to_be_bytes());
    header[20..24].copy_from_slice(&60_000u32.to_be_bytes());
    let mut crc = flate2::Crc::new();
    crc.update(&header[12..29]);
    header[29..33].copy_from_slice(&crc.sum().to_be_bytes());
    let error = read(&header, Limits::default()).unwrap_err();
    assert!(matches!(error, ReadError::TooLarge { width: 60_000, height: 60_000, .. }), "{error}");
    assert!(error.to_string().contains("60000 × 60000"), "{error}");
}

#[test]
fn colours_become_luma_and_what_is_transparent_white() {
    let rgba = [255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 0, 0, 0, 0, 0, 128];
    let read =
        read(&png(4, 1, ::png::ColorType::Rgba, ::png::BitDepth::Eight, &rgba), Limits::default()).unwrap();
    let light: Vec<f64> = read.grey.values().iter().map(|&v| f64::from(v) / 65_535.0).collect();
    for (found, expected) in light.iter().zip([0.299, 0.587, 1.0, 127.0 / 255.0]) {
        assert!((found - expected).abs() < 1e-4, "{light:?}");
    }
}

#[test]
fn sixteen_bits_stay_sixteen_bits_and_one_bit_is_black_and_white() {
    let wide = png(2, 1, ::png::ColorType::Grayscale, ::png::BitDepth::Sixteen, &[0x12, 0x34, 0xff, 0xff]);
    assert_eq!(read(&wide, Limits::default()).unwrap().grey.values(), [0x1234, 0xffff]);
    let bits = png(4, 1, ::png::ColorType::Grayscale, ::png::BitDepth::One, &[0b0101_0000]);
    assert_eq!(read(&bits, Limits::default()).unwrap().grey.values(), [0, 0xffff, 0, 0xffff]);
}

#[test]
fn every_orientation_stands_upright_again() {
    // 3 × 2 pixels that tell themselves apart, as each orientation stores them.
    let truth = [1, 2, 3, 4, 5, 6];
    let stored: [(u16, usize, usize, [u16; 6]); 8] = [
        (1, 3, 2, [1, 2, 3, 4, 5, 6]),
        (2, 3, 2, [3, 2, 1, 6, 5, 4]),
        (3, 3, 2, [6, 5, 4, 3, 2, 1]),
        (4, 3, 2, [4, 5, 6, 1, 2, 3]),
        (5, 2, 3, [1, 4, 2, 5, 3, 6]),
        (6, 2, 3, [3, 6, 2, 5, 1, 4]),
        (7, 2, 3, [6, 3, 5, 2, 4, 1]),
        (8, 2, 3, [4, 1, 5, 2, 6, 3]),
    ];
    for (orientation, width, height, values) in stored {
        let grey = upright(width, height, values.to_vec(), orientation).unwrap();
        assert_eq!((grey.width(), grey.height(), grey.values()), (3, 2, &truth[..]), "{orientation}");
    }
}

#[test]
fn exif_is_read_in_both_byte_orders_and_never_past_its_end() {
    for little in [true, false] {
        let two = |n: u16| if little { n.to_le_bytes() } else { n.to_be_bytes() };
        let four = |n: u32| if little { n.to_le_bytes() } else { n.to_be_bytes() };
        let mut bytes = if little { b"II*\0".to_vec() } else { b"MM\0*".to_vec() };
        bytes.extend(four(8));
        bytes.extend(two(3));
        let mut entry = |tag: u16, kind: u16, value: [u8; 4]| {
            bytes.extend(two(tag));
            bytes.extend(two(kind));
            bytes.extend(four(1));
            bytes.extend(value);
        };
        let short = [two(6)[0], two(6)[1], 0, 0];
        entry(0x0112, 3, short);
        entry(0x011a, 5, four(46));
        entry(0x011b, 5, four(46));
        bytes.extend(four(3000));
        bytes.extend(four(10));
        let found = exif::read(&bytes);
        assert_eq!((found.orientation, found.dpi), (6, Some(300.0)));
        for end in 0..bytes.len() {
            exif::read(&bytes[..end]);
        }
    }
}

#[test]
fn what_is_no_picture_is_named() {
    let error = |bytes: &[u8]| read(bytes, Limits::default()).unwrap_err().to_string();
    assert_eq!(error(b""), "this is an empty file, not a PNG, JPEG, WebP, GIF, BMP or TIFF picture");
    assert!(error(b"<svg/>").starts_with("this is an XML file, such as an SVG, not a PNG"));
    let whole = png(9, 9, ::png::ColorType::Grayscale, ::png::BitDepth::Eight, &[7; 81]);
    for end in 8..whole.len() - 12 {
        assert!(matches!(read(&whole[..end], Limits::default()), Err(ReadError::Damaged(_))), "{end}");
    }
}
