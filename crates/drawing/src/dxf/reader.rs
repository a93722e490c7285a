//! Goes through the records of a file once: header and layers, blocks, entities. What a record means does
//! not depend on the section it is in, as far as possible, because sections are what damage hits.

use super::blocks::{Block, Blocks, Insert};
use super::budget::Budget;
use super::codepage::CodePage;
use super::entities::polyline::Polyline;
use super::entities::{self, Shapes};
use super::header::Header;
use super::layers::Layers;
use super::notes::Note;
use super::places::Places;
use super::record::{FARTHEST, Fault, Record};
use super::remarks::{About, Remarks};
use super::tags::{Head, Records};
use super::{ReadError, bend};
use crate::{Path, Severity};
use kurbo::Point;
use std::cell::Cell;

/// Records between two questions whether to go on.
const STRIDE: u32 = 4096;
/// INSERTs that are kept until their blocks are known.
const MOST_INSERTS: usize = 1_000_000;
/// Vertices of one POLYLINE: they are kept until it ends.
const MOST_VERTICES: usize = 4_000_000;
/// Words about texts and the like in blocks; more are not kept, a report shows far fewer.
const MOST_NOTES: usize = 100_000;

/// What part of the file is being read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Section {
    /// Between sections, or in one that is not known.
    Unknown,
    Blocks,
    Entities,
    /// Tables, classes, objects: nothing to cut.
    Other,
}

/// What a file holds, in its own units, y up.
#[derive(Debug)]
pub(super) struct Reader<'a> {
    pub(super) header: Header<'a>,
    pub(super) layers: Layers<'a>,
    pub(super) blocks: Blocks,
    /// Paths by the number of their layer.
    pub(super) paths: Vec<Vec<Path>>,
    /// Inserts of the drawing itself.
    pub(super) inserts: Vec<Insert>,
    pub(super) remarks: Remarks,
    pub(super) budget: Budget,
    page: CodePage,
    section: Section,
    block: Option<Block>,
    polyline: Option<Polyline>,
    shapes: Shapes,
    insert_count: usize,
    /// Something of a DXF was seen: a section, or an entity.
    is_dxf: bool,
    notes: usize,
    /// Entities in paper space: how many, and the line of the first.
    paper: (u64, u32),
    invisible: (u64, u32),
    /// Line of the section of entities, or of the first.
    pub(super) entities_line: u32,
    pub(super) places: &'a Places,
}

impl<'a> Reader<'a> {
    pub(super) fn new(places: &'a Places, most_shapes: u64) -> Self {
        Self {
            header: Header::default(),
            layers: Layers::new(),
            blocks: Blocks::default(),
            paths: Vec::new(),
            inserts: Vec::new(),
            remarks: Remarks::default(),
            budget: Budget::new(most_shapes),
            page: CodePage::of(None, None),
            section: Section::Unknown,
            block: None,
            polyline: None,
            shapes: Shapes::default(),
            insert_count: 0,
            is_dxf: false,
            notes: 0,
            paper: (0, 0),
            invisible: (0, 0),
            entities_line: 1,
            places,
        }
    }

    /// Reads everything.
    pub(super) fn run(
        &mut self,
        bytes: &'a [u8],
        progress: &mut dyn FnMut(&str, Option<f64>) -> bool,
    ) -> Result<(), ReadError> {
        let mut records = Records::new(bytes);
        let (mut tags, comma) = (Vec::new(), Cell::new(None));
        let (mut count, mut has_end) = (0_u32, false);
        while let Some(head) = records.next(&mut tags, wanted)? {
            if count.is_multiple_of(STRIDE) {
                let done = records.at() as f64 / bytes.len() as f64;
                if !progress("Reading the drawing", Some(done)) {
                    return Err(ReadError::Stopped);
                }
            }
            count = count.wrapping_add(1);
            if head.kind == b"EOF" {
                has_end = true;
                break;
            }
            self.record(&Record { head, tags: &tags, comma: &comma })?;
        }
        self.end_polyline(!has_end)?;
        self.end_block()?;
        if !self.is_dxf {
            return Err(ReadError::invalid("This is not a DXF: it has no section and no entity", None));
        }
        self.remark_on_text(&records, comma.get(), has_end);
        Ok(())
    }

    fn record(&mut self, record: &Record<'_, 'a>) -> Result<(), ReadError> {
        let kind = record.head.kind;
        if !matches!(kind, b"VERTEX" | b"SEQEND") {
            self.end_polyline(false)?;
        }
        match kind {
            b"SECTION" | b"ENDSEC" => {
                self.is_dxf |= kind == b"SECTION";
                self.end_block()?;
                self.section = section(record);
                if self.section == Section::Entities {
                    self.entities_line = record.head.line;
                }
                self.header.take(record);
                self.page = CodePage::of(self.header.code_page, self.header.version);
                self.remark_on_damage(&record.head);
            }
            b"LAYER" => {
                self.remark_on_damage(&record.head);
                self.layers.declare(record, self.page)?;
            }
            b"BLOCK" => {
                self.is_dxf = true;
                self.remark_on_damage(&record.head);
                self.end_block()?;
                self.block = Some(self.begin_block(record));
            }
            b"ENDBLK" => self.end_block()?,
            _ => self.entity(record)?,
        }
        Ok(())
    }

    fn entity(&mut self, record: &Record<'_, 'a>) -> Result<(), ReadError> {
        let Head { kind, line, .. } = record.head;
        let is_line = entities::is_drawn(kind) || matches!(kind, b"INSERT" | b"POLYLINE" | b"VERTEX");
        if !is_line {
            let is_place = self.block.is_some() || self.section == Section::Entities;
            if is_place && !self.is_skipped(record) {
                self.pass_over(record)?;
            }
            if kind == b"SEQEND" {
                self.end_polyline(false)?;
            }
            return Ok(());
        }
        self.is_dxf = true;
        let broken = broken(record);
        if kind == b"VERTEX" {
            if let Some(polyline) = &mut self.polyline {
                match broken {
                    Some(fault) => polyline.spoil(fault),
                    None if polyline.len() >= MOST_VERTICES => {
                        let what = format!("Points of the polyline at {}", self.places.name(polyline.line));
                        return Err(ReadError::too_large(what, "4 million"));
                    }
                    None => polyline.vertex(record),
                }
            }
            return Ok(());
        }
        if self.section == Section::Blocks && self.block.is_none() {
            let fault = Fault::new("damaged", "the block that it belongs to has no beginning");
            self.remarks.left_out(kind, line, &fault);
            return Ok(());
        }
        if self.is_skipped(record) {
            return Ok(());
        }
        if let (Some(fault), true) = (&broken, kind != b"POLYLINE") {
            self.remarks.left_out(kind, line, fault);
            return Ok(());
        }
        let layer = self.layers.of(record, self.page)?;
        match kind {
            b"POLYLINE" => {
                let mut polyline = Polyline::begin(record, layer);
                if let Some(fault) = broken {
                    polyline.spoil(fault);
                }
                self.polyline = Some(polyline);
                Ok(())
            }
            b"INSERT" => self.insert(record, layer),
            _ => {
                let outcome = entities::read(record, &mut self.shapes);
                self.keep(outcome, kind, line, layer)
            }
        }
    }

    /// In paper space, or invisible.
    fn is_skipped(&mut self, record: &Record<'_, '_>) -> bool {
        let (paper, invisible) = (record.whole(67) == Some(1), record.has_bit(60, 1));
        let counted = match (paper, invisible) {
            (true, _) => &mut self.paper,
            (false, true) => &mut self.invisible,
            (false, false) => return false,
        };
        if counted.0 == 0 {
            counted.1 = record.head.line;
        }
        counted.0 += 1;
        true
    }

    fn insert(&mut self, record: &Record<'_, 'a>, layer: u32) -> Result<(), ReadError> {
        let Some(name) = record.text(2) else {
            self.remarks.left_out(b"INSERT", record.head.line, &Fault::missing("name of a block"));
            return Ok(());
        };
        let key = Blocks::key(&self.page.text(name.trim_ascii()));
        match Insert::read(record, layer, key) {
            Ok(insert) => {
                self.insert_count += 1;
                if self.insert_count > MOST_INSERTS {
                    return Err(ReadError::too_large("Blocks that the drawing inserts", "1 million"));
                }
                match &mut self.block {
                    Some(block) => block.inserts.push(insert),
                    None => self.inserts.push(insert),
                }
            }
            Err(fault) => self.remarks.left_out(b"INSERT", record.head.line, &fault),
        }
        Ok(())
    }

    /// Keeps what the last entity became.
    fn keep(
        &mut self,
        outcome: Result<(), Fault>,
        kind: &[u8],
        line: u32,
        layer: u32,
    ) -> Result<(), ReadError> {
        if let Err(fault) = outcome {
            self.shapes.paths.clear();
            self.shapes.notes.clear();
            self.remarks.left_out(kind, line, &fault);
            return Ok(());
        }
        let place = self.shapes.paths.first().filter(|_| self.block.is_none()).map(|path| path.start);
        for (kind, severity, message) in self.shapes.notes.drain(..) {
            let name = || self.layers.list.get(layer as usize).map(|layer| layer.name.clone());
            self.remarks.say(kind, severity, || message, || About { layer: name(), line: Some(line), place });
        }
        for path in self.shapes.paths.drain(..) {
            self.budget.pay(&path, || {
                format!("Lines and segments of the drawing up to {}", self.places.name(line))
            })?;
            if !bend::is_within(&path, FARTHEST) {
                let fault = Fault::new("bad-number", "it is too far away");
                self.remarks.left_out(kind, line, &fault);
                continue;
            }
            match &mut self.block {
                Some(block) => block.shapes.push((layer, path)),
                None => {
                    if self.paths.len() <= layer as usize {
                        self.paths.resize_with(layer as usize + 1, Vec::new);
                    }
                    self.paths[layer as usize].push(path);
                }
            }
        }
        Ok(())
    }

    fn end_polyline(&mut self, is_cut_off: bool) -> Result<(), ReadError> {
        let Some(mut polyline) = self.polyline.take() else { return Ok(()) };
        if is_cut_off {
            polyline.spoil(Fault::new("damaged", "the file ends within it"));
        }
        let (line, layer) = (polyline.line, polyline.layer);
        let outcome = polyline.finish(&mut self.shapes);
        self.keep(outcome, b"POLYLINE", line, layer)
    }

    fn begin_block(&mut self, record: &Record<'_, 'a>) -> Block {
        let name = record.text(2).map(|name| self.page.text(name.trim_ascii())).unwrap_or_default();
        let base = record.point(10).unwrap_or_else(|fault| {
            self.remarks.left_out(b"base point of a BLOCK", record.head.line, &fault);
            None
        });
        Block::new(name, record.head.line, base.unwrap_or(Point::ORIGIN))
    }

    fn end_block(&mut self) -> Result<(), ReadError> {
        let Some(block) = self.block.take() else { return Ok(()) };
        let (name, line) = (block.name.clone(), block.line);
        if !self.blocks.add(block)? {
            let message = || format!("There are several blocks called {name:?}: the first one counts");
            self.remarks.say("double-block", Severity::Warning, message, || About::line(line));
        }
        Ok(())
    }

    /// Says what becomes of an entity that holds nothing to cut; in a block, each time it is placed.
    fn pass_over(&mut self, record: &Record<'_, 'a>) -> Result<(), ReadError> {
        let layer = self.layers.of(record, self.page)?;
        let is_in_block = self.block.is_some();
        let note = Note::of(record, layer, self.page, is_in_block, &self.remarks);
        let Some(note) = note else { return Ok(()) };
        match &mut self.block {
            Some(_) if self.notes >= MOST_NOTES => {}
            Some(block) => {
                self.notes += 1;
                block.notes.push(note);
            }
            None => note.say(note.at, &self.layers.list, &mut self.remarks),
        }
        Ok(())
    }

    fn remark_on_damage(&mut self, head: &Head<'_>) {
        if let Some(line) = head.damaged {
            let message = || "Lines are missing or spoiled here; reading went on after them".to_owned();
            self.remarks.say("damaged", Severity::Warning, message, || About::line(line));
        }
    }

    /// What is to be said about the file as a text, once each.
    fn remark_on_text(&mut self, records: &Records<'_>, comma: Option<u32>, has_end: bool) {
        let remarks = &mut self.remarks;
        let mut once = |kind, severity, message: &str, line: Option<u32>| {
            remarks.say(kind, severity, || message.to_owned(), || About { line, ..About::default() });
        };
        let warning = Severity::Warning;
        if !has_end {
            let message = "The file has no end: it may have been cut off, and then lines are missing";
            once("no-end", warning, message, Some(records.line()));
        }
        if let Some(line) = comma {
            let message = "Numbers are written with a decimal comma: it is read as a point";
            once("decimal-comma", Severity::Note, message, Some(line));
        }
        if let (1.., line) = records.blanks {
            once("blank-lines", Severity::Note, "Blank lines are passed over", Some(line));
        }
        if let (1.., line) = records.zeros {
            once(
                "damaged",
                warning,
                "A lost or spoiled 0 before the name of an entity is made up for",
                Some(line),
            );
        }
        if let Some(line) = self.header.misplaced {
            let message = "Variables of the header stand after its end: they are read";
            once("misplaced-variable", Severity::Note, message, Some(line));
        }
        if self.page.is_assumed {
            let message = "The code page of the file is not known: western European letters are assumed";
            once("code-page", warning, message, self.header.code_page_line);
        }
        if let (count @ 1.., line) = self.paper {
            let message = format!("{count} entities on layout sheets (paper space) are left out");
            once("paper-space", Severity::Note, &message, Some(line));
        }
        if let (count @ 1.., line) = self.invisible {
            let message = format!("{count} invisible entities are left out");
            once("invisible", warning, &message, Some(line));
        }
    }
}

/// Why what an entity says cannot be trusted.
fn broken(record: &Record<'_, '_>) -> Option<Fault> {
    let Head { line, damaged, is_last, .. } = record.head;
    let message = match (is_last, damaged) {
        (true, _) => "the file ends within it",
        (false, Some(_)) => "lines of it are missing or spoiled",
        (false, None) => "a value that it has once is there twice: lines are missing",
    };
    let at = damaged.or(is_last.then_some(line)).or_else(|| record.doubled());
    at.map(|line| Fault { kind: "damaged", message: message.to_owned(), line: Some(line) })
}

fn section(record: &Record<'_, '_>) -> Section {
    match record.text(2).map(<[u8]>::trim_ascii) {
        _ if record.head.kind == b"ENDSEC" => Section::Unknown,
        Some(b"BLOCKS") => Section::Blocks,
        Some(b"ENTITIES") => Section::Entities,
        Some(b"HEADER" | b"TABLES" | b"CLASSES" | b"OBJECTS" | b"THUMBNAILIMAGE" | b"ACDSDATA") => {
            Section::Other
        }
        _ => Section::Unknown,
    }
}

/// The tags of these records are looked at, or may have to be.
fn wanted(kind: &[u8]) -> bool {
    !matches!(
        kind,
        b"DICTIONARY"
            | b"XRECORD"
            | b"CLASS"
            | b"DIMSTYLE"
            | b"STYLE"
            | b"LTYPE"
            | b"VPORT"
            | b"VIEW"
            | b"ACDSRECORD"
            | b"ACDSSCHEMA"
            | b"MATERIAL"
            | b"VISUALSTYLE"
            | b"3DSOLID"
            | b"BODY"
            | b"REGION"
    )
}
