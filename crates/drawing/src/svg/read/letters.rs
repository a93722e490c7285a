//! Text in single-line letters: usvg says where, how large and in which direction; the letters and their
//! widths are those of [`crate::lettering`].
//!
//! A chunk is what SVG positions as a whole: it starts at a stated place and is anchored there by its
//! start, middle or end. Within it each character may be moved and turned, and it may follow a path.

use super::outline::Drawn;
use super::paint;
use super::trace::{Around, Tracer};
use crate::lettering::{Face, Glyph, glyph};
use crate::{Color, Path, Severity, Shape};
use kurbo::{Affine, ParamCurve, ParamCurveArclen, ParamCurveDeriv, PathSeg, Point, Vec2};
use usvg::{
    BaselineShift, DominantBaseline, LengthAdjust, Text, TextAnchor, TextChunk, TextFlow, TextSpan,
    WritingMode,
};

/// Lengths along the path of a text are right to this share of the font's size.
const ACCURACY: f64 = 1e-3;
/// Where lines over, under and through the text stand, in em above the baseline.
const OVERLINE: f64 = 0.85;
const UNDERLINE: f64 = -0.12;
const LINE_THROUGH: f64 = 0.25;

/// One character, ready to be placed.
struct Letter<'a> {
    character: char,
    glyph: Option<Glyph>,
    span: &'a TextSpan,
    /// How far it is moved and turned (degrees) against where it would stand.
    shift: Vec2,
    turn: f64,
    /// How far the next one stands, in the units of the text.
    advance: f64,
}

impl Letter<'_> {
    fn size(&self) -> f64 {
        f64::from(self.span.font_size().get())
    }
}

impl Tracer<'_> {
    /// Draws a text in a face.
    pub(super) fn letters(&mut self, text: &Text, face: Face, around: Around, place: Option<Point>) {
        let message = format!("Text is drawn in the single-line face “{}”", face.name());
        self.say("text", Severity::Note, message, around, place);
        if text.writing_mode() == WritingMode::TopToBottom {
            let message = "Text that runs from top to bottom is drawn from left to right".to_owned();
            self.say("vertical-text", Severity::Warning, message, around, place);
        }
        let mut pen = Point::ORIGIN;
        let mut seen = 0;
        for chunk in text.chunks() {
            let letters = self.letters_of(text, chunk, face, &mut seen, around, place);
            pen = Point::new(chunk.x().map_or(pen.x, f64::from), chunk.y().map_or(pen.y, f64::from));
            let width: f64 = letters.iter().map(|letter| letter.advance + letter.shift.x).sum();
            let anchored = match chunk.anchor() {
                TextAnchor::Start => 0.0,
                TextAnchor::Middle => width / 2.0,
                TextAnchor::End => width,
            };
            match chunk.text_flow() {
                TextFlow::Linear => {
                    pen.x -= anchored;
                    self.line(&letters, &mut pen, around);
                }
                TextFlow::Path(path) => {
                    let start = f64::from(path.start_offset()) - anchored;
                    let missed = self.along(&letters, path.path(), start, around, &mut pen);
                    if missed > 0 {
                        let message = format!("{missed} characters are left out: the path is too short");
                        self.say("text", Severity::Warning, message, around, place);
                    }
                }
            }
        }
    }

    /// The characters of a chunk with their glyphs. `seen` counts those of the whole text.
    fn letters_of<'t>(
        &mut self,
        text: &Text,
        chunk: &'t TextChunk,
        face: Face,
        seen: &mut usize,
        around: Around,
        place: Option<Point>,
    ) -> Vec<Letter<'t>> {
        let mut letters: Vec<Letter<'t>> = Vec::new();
        for (at, character) in chunk.text().char_indices() {
            let number = *seen;
            *seen += 1;
            let Some(span) = chunk.spans().iter().find(|span| (span.start()..span.end()).contains(&at))
            else {
                continue;
            };
            let of = |list: &[f32]| list.get(number).copied().map_or(0.0, f64::from);
            let shift = Vec2::new(of(text.dx()), of(text.dy()));
            if let Some(last) = letters.last_mut().and_then(|last| last.glyph.as_mut())
                && last.add_mark(character)
            {
                continue;
            }
            let glyph = glyph(face, character);
            self.say_missing(character, glyph.as_ref(), face, around, place);
            let spacing = f64::from(span.letter_spacing())
                + if character == ' ' { f64::from(span.word_spacing()) } else { 0.0 };
            // What is missing leaves a gap, so that the person sees where.
            let advance = glyph.as_ref().map_or(0.5, |glyph| glyph.advance_em);
            let advance = advance * f64::from(span.font_size().get()) + spacing;
            letters.push(Letter { character, glyph, span, shift, turn: of(text.rotate()), advance });
        }
        stretch(&mut letters);
        letters
    }

    fn say_missing(
        &mut self,
        character: char,
        glyph: Option<&Glyph>,
        face: Face,
        around: Around,
        place: Option<Point>,
    ) {
        let code = character as u32;
        match glyph {
            Some(glyph) if !glyph.is_stand_in || character.is_whitespace() => {}
            Some(_) => {
                let message = format!("{character} (U+{code:04X}) is written in its plain form");
                self.say("plain-character", Severity::Note, message, around, place);
            }
            None => {
                let face = face.name();
                let message =
                    format!("The single-line face “{face}” has no {character} (U+{code:04X}); a gap is left");
                self.say("missing-character", Severity::Warning, message, around, place);
            }
        }
    }

    fn line(&mut self, letters: &[Letter<'_>], pen: &mut Point, around: Around) {
        for letter in letters {
            *pen += letter.shift;
            let to_mm = around.to_mm * Affine::translate(pen.to_vec2());
            self.letter(letter, to_mm, around);
            pen.x += letter.advance;
        }
    }

    /// Sets letters along a path from a place on it. Answers how many had no room.
    fn along(
        &mut self,
        letters: &[Letter<'_>],
        path: &usvg::tiny_skia_path::Path,
        start: f64,
        around: Around,
        pen: &mut Point,
    ) -> usize {
        let segments: Vec<PathSeg> =
            super::curve::subpaths(path).into_iter().flat_map(|subpath| subpath.segments).collect();
        let (mut at, mut rise, mut missed) = (start, 0.0, 0);
        for letter in letters {
            at += letter.shift.x;
            rise += letter.shift.y;
            let half = letter.advance / 2.0;
            match place_on(&segments, at + half, letter.size() * ACCURACY) {
                Some((point, angle)) => {
                    let upright = Affine::translate(point.to_vec2()) * Affine::rotate(angle);
                    let to_mm = around.to_mm * upright * Affine::translate((-half, rise));
                    self.letter(letter, to_mm, around);
                    *pen = upright * Point::new(half, rise);
                }
                None => missed += usize::from(!letter.character.is_whitespace()),
            }
            at += letter.advance;
        }
        missed
    }

    /// Draws one letter whose origin `to_mm` places on the page.
    fn letter(&mut self, letter: &Letter<'_>, to_mm: Affine, around: Around) {
        let span = letter.span;
        let paint = span.fill().map(usvg::Fill::paint).or_else(|| span.stroke().map(usvg::Stroke::paint));
        if !span.is_visible() || (paint.is_none() && !self.options.draw_invisible) {
            return;
        }
        let drawn = Drawn { color: paint.map_or(Color::BLACK, paint::mean), ..Drawn::default() };
        let size = letter.size();
        let raised = to_mm
            * Affine::translate((0.0, -raise(span) * size))
            * Affine::rotate(letter.turn.to_radians())
            * Affine::scale(size);
        let mut strokes: Vec<Path> =
            letter.glyph.iter().flat_map(|glyph| &glyph.strokes).map(|it| it.transformed(raised)).collect();
        let decoration = span.decoration();
        let lines = [
            (decoration.overline(), OVERLINE),
            (decoration.underline(), UNDERLINE),
            (decoration.line_through(), LINE_THROUGH),
        ];
        for (_, height) in lines.iter().filter(|(style, _)| style.is_some()) {
            let level = Path {
                start: Point::new(0.0, -height * size),
                segments: vec![crate::Segment::Line { to: Point::new(letter.advance, -height * size) }],
            };
            strokes.push(level.transformed(to_mm));
        }
        let stack = self.next_stack();
        for stroke in strokes.into_iter().filter(|stroke| stroke.bounds().is_some()) {
            let mut pieces = vec![stroke];
            for region in &self.clips {
                pieces = pieces.into_iter().flat_map(|piece| super::clip::clip(piece, region)).collect();
            }
            for piece in pieces {
                self.mark(Shape::Stroke(piece), &drawn, stack, false, around);
            }
        }
    }
}

/// Makes letters as wide together as `textLength` says: by the space between them, or by more of the same
/// where only that is asked for.
fn stretch(letters: &mut [Letter<'_>]) {
    let Some(length) = letters.first().and_then(|letter| letter.span.text_length()).map(f64::from) else {
        return;
    };
    let width: f64 = letters.iter().map(|letter| letter.advance).sum();
    if width <= 0.0 || letters.len() < 2 {
        return;
    }
    let by_glyphs =
        letters.iter().any(|letter| letter.span.length_adjust() == LengthAdjust::SpacingAndGlyphs);
    let gaps = (letters.len() - 1) as f64;
    for letter in letters {
        if by_glyphs {
            letter.advance *= length / width;
            for stroke in letter.glyph.iter_mut().flat_map(|glyph| &mut glyph.strokes) {
                *stroke = stroke.transformed(Affine::scale_non_uniform(length / width, 1.0));
            }
        } else {
            letter.advance += (length - width) / gaps;
        }
    }
}

/// How far a span stands above the baseline, in em.
fn raise(span: &TextSpan) -> f64 {
    let size = f64::from(span.font_size().get());
    let shifts = span.baseline_shift().iter().map(|shift| match shift {
        BaselineShift::Baseline => 0.0,
        BaselineShift::Subscript => -0.2,
        BaselineShift::Superscript => 0.4,
        BaselineShift::Number(number) => f64::from(*number) / size,
    });
    let baseline = match span.dominant_baseline() {
        DominantBaseline::Middle => -0.23,
        DominantBaseline::Central => -0.3,
        DominantBaseline::Mathematical => -0.35,
        DominantBaseline::Hanging => -0.7,
        DominantBaseline::TextBeforeEdge => -0.85,
        DominantBaseline::TextAfterEdge | DominantBaseline::Ideographic => 0.2,
        _ => 0.0,
    };
    shifts.sum::<f64>() + baseline
}

/// The place at a length along a path, and the direction there in radians.
fn place_on(segments: &[PathSeg], at: f64, accuracy: f64) -> Option<(Point, f64)> {
    let mut left = at;
    if left < 0.0 {
        return None;
    }
    for segment in segments {
        let length = segment.arclen(accuracy);
        if left <= length {
            let t = segment.inv_arclen(left, accuracy);
            let direction = match segment {
                PathSeg::Line(line) => line.p1 - line.p0,
                PathSeg::Quad(quad) => quad.deriv().eval(t).to_vec2(),
                PathSeg::Cubic(cubic) => cubic.deriv().eval(t).to_vec2(),
            };
            return Some((segment.eval(t), direction.atan2()));
        }
        left -= length;
    }
    None
}
