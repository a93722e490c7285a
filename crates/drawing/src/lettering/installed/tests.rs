use super::*;
use crate::lettering::{Found, Typeface};
use crate::{Path, Segment};
use kurbo::Point;

fn strokes(font: &Font, character: char) -> &[Path] {
    &font.glyphs[&character].strokes
}

#[test]
fn an_svg_font_is_read_with_curves_widths_and_kerning() {
    let svg = r#"<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><defs>
        <font horiz-adv-x="500"><font-face font-family="Thin Line" units-per-em="1000" cap-height="660"/>
        <missing-glyph/><glyph unicode="H" glyph-name="H" d="M100 0V600M400 0V600M100 300H400"/>
        <glyph unicode="o" horiz-adv-x="400" d="M50 150Q50 300 200 300Q350 300 350 150Q350 0 200 0Q50 0 50 150Z"/>
        <glyph unicode="&#xe9;" d="M0 0L10 10 junk L"/><glyph unicode="ffi" d="M0 0L9 9"/>
        <hkern u1="H" u2="o,x" k="60"/><hkern g1="H" u2="H" k="-30"/></font></defs></svg>"#;
    let font = Font::read("file.svg", svg.as_bytes()).unwrap();
    assert_eq!(font.name, "Thin Line");
    // 600 units are 0.7 em.
    assert_eq!(strokes(&font, 'H').len(), 3);
    assert!((font.glyphs[&'H'].ink().unwrap().y0 + 0.7).abs() < 1e-9);
    assert!((font.glyphs[&'o'].advance_em - 400.0 * 0.7 / 600.0).abs() < 1e-9);
    assert!(strokes(&font, 'o')[0].is_closed());
    assert!(matches!(strokes(&font, 'o')[0].segments[0], Segment::Cubic { .. }));
    assert_eq!(strokes(&font, 'é')[0].segments.len(), 1, "what comes before the fault is kept");
    assert!(
        (font.kerning[&('H', 'o')] + 0.07).abs() < 1e-9 && (font.kerning[&('H', 'H')] - 0.035).abs() < 1e-9
    );
}

#[test]
fn a_jhf_font_is_read_as_the_crate_reads_the_same_letters() {
    // Roman Simplex of Hershey's data: the space, and ! with two strokes.
    let jhf = "12345  1JZ\n  714  9MWRFRT RRYQZR[SZRY\n";
    let font = Font::read("rowmans.jhf", jhf.as_bytes()).unwrap();
    let own = crate::lettering::glyph(crate::lettering::Face::Sans, '!').unwrap();
    let read = &font.glyphs[&'!'];
    assert_eq!(read.strokes.len(), own.strokes.len());
    for (a, b) in read.strokes.iter().zip(&own.strokes) {
        assert!(a.start.distance(b.start) < 1e-9 && a.end().distance(b.end()) < 1e-9, "{a:?} {b:?}");
    }
    assert!((read.advance_em - own.advance_em).abs() < 1e-9);
    assert!(strokes(&font, ' ').is_empty());
}

#[test]
fn a_jhf_letter_may_go_on_in_the_next_line() {
    let jhf = "12345  1JZ\n  714  9MWRFRT RRY\nQZR[SZRY\n  717  6JZNFNM RVFVM\n";
    let font = Font::read("rowmans.jhf", jhf.as_bytes()).unwrap();
    assert_eq!((strokes(&font, '!').len(), strokes(&font, '"').len()), (2, 2));
}

#[test]
fn an_lff_font_is_read_with_arcs_and_copies() {
    let lff = "# Format: LibreCAD Font 1\n# Name: Sample\n# LetterSpacing: 2\n# WordSpacing: 5\n\n[0041] A\n\
               0,0;3,9;6,0\n1,3;5,3\n\n[004f] O\n0,4.5;6,4.5,A1;0,4.5,A1\n\n[00c4] Ä\nC0041\n2,11;2,11.1\n\
               4,11;4,11.1\n[00c5] loop\nC00c5\nC0041\n";
    let font = Font::read("file.lff", lff.as_bytes()).unwrap();
    assert_eq!(font.name, "Sample");
    assert_eq!((strokes(&font, 'A').len(), strokes(&font, 'Ä').len()), (2, 4));
    assert!((font.glyphs[&'A'].ink().unwrap().y0 + 0.7).abs() < 1e-9);
    assert!((font.glyphs[&'A'].advance_em - 8.0 * 0.7 / 9.0).abs() < 1e-9);
    // Two half circles: its lower half passes below the middle, as the bulge says.
    let ring = strokes(&font, 'O')[0].bounds().unwrap();
    assert!((ring.height() - ring.width()).abs() < 1e-9, "{ring:?}");
    assert_eq!(strokes(&font, 'Å').len(), 2, "a letter that copies itself");
}

#[test]
fn a_font_that_lacks_a_letter_composes_it_or_borrows_it_and_says_so() {
    let lff = "[0041] A\n0,0;3,9;6,0\n1,3;5,3\n";
    let typeface = Typeface::from(Font::read("mini.lff", lff.as_bytes()).unwrap());
    assert_eq!(typeface.name(), "mini.lff");
    let (accented, found) = typeface.glyph('Á');
    assert_eq!((accented.strokes.len(), found), (3, Found::Whole));
    assert_eq!(typeface.glyph('B').1, Found::OtherFace);
    let (gap, found) = typeface.glyph('字');
    assert_eq!((gap.strokes.len(), found), (1, Found::Missing));
}

#[test]
fn what_is_no_font_is_refused_and_nonsense_does_no_harm() {
    assert_eq!(Font::read("a", b"hello"), Err(FontError::Unknown));
    assert_eq!(Font::read("a", b"<svg xmlns='http://www.w3.org/2000/svg'/>"), Err(FontError::Unknown));
    assert!(matches!(Font::read("a", b"OTTO\0\0"), Err(FontError::Broken(_))));
    assert_eq!(Font::read("a", b"[0041] A\n"), Err(FontError::Empty));
    assert!(Font::read("a", b"[0041] A\n1e300,1e300;nan,inf;-1e308,0\n[0042] B\n0,0;1,9\n").is_ok());
    // A copy that doubles with every step.
    let mut bomb = String::from("[0100]\n0,0;1,1\n");
    for n in 0x101..0x140 {
        bomb.push_str(&format!("[{n:04x}]\n{}", format!("C{:04x}\n", n - 1).repeat(16)));
    }
    assert!(Font::read("bomb", bomb.as_bytes()).is_ok());
}

fn up_down(points: &[(f32, f32)]) -> Path {
    let mut points = points.iter().map(|&(x, y)| Point::new(f64::from(x), f64::from(y)));
    let start = points.next().unwrap();
    Path { start, segments: points.map(|to| Segment::Line { to }).collect() }
}

#[test]
fn a_line_there_and_back_is_drawn_once_and_a_bent_one_stays() {
    let there_and_back = [(0.0, 0.0), (5.0, 5.0), (9.0, 0.0), (5.0, 5.0)];
    assert_eq!(opentype::halved(up_down(&there_and_back)), up_down(&there_and_back[..3]));
    let bent = up_down(&[(0.0, 0.0), (5.0, 5.0), (9.0, 0.0)]);
    assert_eq!(opentype::halved(bent.clone()), bent);
}
