//! What is in a drawing and is not cut: texts, dimensions, pictures. Each is named with its place and, for a
//! text, with its words.

use super::codepage::CodePage;
use super::entities;
use super::extrusion::Extrusion;
use super::layers::LayerInfo;
use super::record::Record;
use super::remarks::{About, Remarks};
use super::wording;
use crate::Severity;
use kurbo::Point;

/// Bytes of a text that are looked at.
const MOST_BYTES: usize = 1_000;
/// Letters of it that are shown.
const SHOWN: usize = 60;
/// Of an ATTRIB: it is not shown.
const INVISIBLE: i64 = 1;

/// A word about one entity.
#[derive(Clone, Debug)]
pub(super) struct Note {
    word: &'static str,
    severity: Severity,
    message: String,
    layer: u32,
    line: u32,
    /// Its place, in the coordinates of what it is in.
    pub(super) at: Option<Point>,
}

impl Note {
    /// What is to be said about an entity; None for what needs no word. Where `remarks` only count what is
    /// like it, it has no sentence.
    pub(super) fn of(
        record: &Record<'_, '_>,
        layer: u32,
        page: CodePage,
        is_in_block: bool,
        remarks: &Remarks,
    ) -> Option<Self> {
        let kind = record.head.kind;
        // In a block it only says what may be asked for; the answer is an ATTRIB beside the INSERT.
        let is_question = kind == b"ATTDEF" && is_in_block;
        let is_hidden = matches!(kind, b"ATTRIB" | b"ATTDEF") && record.has_bit(70, INVISIBLE);
        if is_question || is_hidden {
            return None;
        }
        let (word, severity, sentence) = entities::about(kind)?;
        let (line, at) = (record.head.line, place(record));
        if remarks.only_count(word) {
            return Some(Self { word, severity, message: String::new(), layer, line, at });
        }
        let kind = String::from_utf8_lossy(&kind[..kind.len().min(40)]);
        let text = if word == "text" { text(record, page) } else { String::new() };
        let message = match text.is_empty() {
            true => format!("{sentence} ({kind})"),
            false => format!("{sentence} ({kind} {text:?})"),
        };
        Some(Self { word, severity, message, layer, line, at })
    }

    /// Says it, with its place as it is in the drawing.
    pub(super) fn say(&self, place: Option<Point>, layers: &[LayerInfo], remarks: &mut Remarks) {
        let about = || About {
            layer: layers.get(self.layer as usize).map(|layer| layer.name.clone()),
            line: Some(self.line),
            place,
        };
        remarks.say(self.word, self.severity, || self.message.clone(), about);
    }
}

/// What a text says, without the signs that set it. A long MTEXT has all but its last part in codes 3.
fn text(record: &Record<'_, '_>, page: CodePage) -> String {
    let is_paragraph = record.head.kind == b"MTEXT";
    let mut bytes = Vec::new();
    for tag in record.tags.iter().filter(|tag| tag.code == 1 || (tag.code == 3 && is_paragraph)) {
        let room = MOST_BYTES.saturating_sub(bytes.len());
        bytes.extend_from_slice(&tag.value[..tag.value.len().min(room)]);
    }
    let text = page.text(&bytes);
    let plain = if is_paragraph { wording::of_paragraphs(&text) } else { wording::of_line(&text) };
    plain.chars().take(SHOWN).collect()
}

/// Where it is, seen from above. Texts of one line lie in the plane that their extrusion says.
fn place(record: &Record<'_, '_>) -> Option<Point> {
    let at = record.point(10).ok()??;
    let lies_in_plane =
        matches!(record.head.kind, b"TEXT" | b"ATTRIB" | b"ATTDEF" | b"SHAPE" | b"SOLID" | b"TRACE");
    let extrusion = Extrusion::of(record).ok().filter(|it| lies_in_plane && !it.is_up());
    let height = || record.number(30).ok().flatten().unwrap_or(0.0);
    Some(extrusion.map_or(at, |extrusion| extrusion.to_sheet(height()) * at))
}
