//! From parameters and files to cards.

use super::card::{Card, Parts};
use super::compose::{Composed, Desk};
use super::inputs::{Inputs, bad};
use super::merge::{Row, RowFault, Table};
use super::report::{ColumnFacts, RowProblem, TableFacts};
use super::sheets::Grid;
use super::{PostcardParams, PostcardReport};
use crate::files::write_whole;
use crate::stage::Stage;
use crate::{Context, FileRole, Input, MadeFile, Output, TaskError, preview, sheet};
use penstock_drawing::svg::{self, WriteOptions};
use penstock_drawing::{Color, Diagnostic, Diagnostics, Drawing, Layer, LayerSetup, Pen, Severity, gcode};
use penstock_toolpath::stats::travel_mm;
use penstock_toolpath::time::Profile;
use std::path::Path;

const ALONE: &str = "postcard.svg";
const AFTER: &str = "after.preview";
const GCODE: &str = "cards.gcode";
/// Cards in one file of G-code.
const MOST_IN_GCODE: usize = 1_000;

/// What was made so far.
#[derive(Default)]
struct Made {
    files: Vec<MadeFile>,
    cards: u64,
    paths: u64,
    draw_mm: f64,
    travel_mm: f64,
    first: Option<Drawing>,
    sizes_mm: (Option<f64>, Option<f64>),
    problems: Vec<RowProblem>,
    diagnostics: Diagnostics,
}

pub(super) fn run(
    params: &PostcardParams,
    files: &[Input],
    context: &dyn Context,
) -> Result<Output<PostcardReport>, TaskError> {
    context.progress("Reading the files", Some(0.0))?;
    let mut inputs = Inputs::read(params, files, context)?;
    let table = inputs.table.take();
    let desk = Desk::new(params, &mut inputs);
    let mut made = Made::default();
    match &table {
        Some(table) => merge(&desk, table, &mut made, context)?,
        None => alone(&desk, &mut made, context)?,
    }
    if let Some(first) = &made.first {
        let picture = with_zones(first, &desk);
        let stage = Stage::new(context, "Making the preview", 0.95..1.0);
        preview::write(&picture, &[], Profile::AXIDRAW, context.out_dir(), AFTER, &stage)?;
        made.files.push(MadeFile::preview(AFTER));
    }
    for diagnostic in made.diagnostics.into_vec() {
        context.diagnose(diagnostic);
    }
    let report = PostcardReport {
        cards: made.cards,
        width_mm: desk.page.width_mm,
        height_mm: desk.page.height_mm,
        paths: made.paths,
        draw_mm: made.draw_mm,
        travel_mm: made.travel_mm,
        message_size_mm: made.sizes_mm.0,
        address_size_mm: made.sizes_mm.1,
        zones: desk.zones(),
        table: table.as_ref().map(facts),
        problems: made.problems,
        params: params.clone(),
    };
    Ok(Output { report, files: made.files })
}

/// One card from the parameters.
fn alone(desk: &Desk<'_>, made: &mut Made, context: &dyn Context) -> Result<(), TaskError> {
    let card = Card::of(desk.params, &Parts::of(desk.params));
    if card.is_empty() {
        made.diagnostics.add(said("empty-card", Severity::Warning, "The card has no text".to_owned(), None));
    }
    let composed = desk.compose(&card);
    for overflow in &composed.overflow {
        // It is drawn all the same, so that a person sees what to cut.
        let message = format!("On the card {overflow}; shorten it, or take a larger card");
        made.diagnostics.add(said("overflow", Severity::Error, message, None));
    }
    let drawing = desk.drawing(&composed);
    made.take(desk, &composed, &drawing, None);
    made.write(ALONE, &drawing, desk.params, context)
}

/// A card for each row of the table.
fn merge(desk: &Desk<'_>, table: &Table, made: &mut Made, context: &dyn Context) -> Result<(), TaskError> {
    let params = desk.params;
    let wanted: Vec<&Row> = table
        .rows
        .iter()
        .filter(|row| params.row.map_or(row.number >= params.first_row, |only| row.number == only))
        .collect();
    if wanted.is_empty() {
        let asked = params.row.unwrap_or(params.first_row);
        return Err(bad(format!("There is no row {asked}: the table has {}", table.rows.len()), None));
    }
    let grid =
        (params.per_sheet > 1 && params.row.is_none()).then(|| Grid::new(desk.page, params)).transpose()?;
    let stage = Stage::new(context, "Writing the cards", 0.0..0.95);
    let (mut waiting, mut sheets, mut sequence) = (Vec::new(), 0u32, Vec::new());
    for (done, row) in wanted.iter().enumerate() {
        stage.at(done as f64 / wanted.len() as f64)?;
        let composed = match table.card(row, params).and_then(|card| of_row(desk, &card)) {
            Ok(composed) => composed,
            Err(fault) => {
                made.refuse(row, &fault);
                continue;
            }
        };
        let drawing = desk.drawing(&composed);
        made.take(desk, &composed, &drawing, Some(row));
        if params.gcode && sequence.len() < MOST_IN_GCODE {
            sequence.push((row.number, drawing.clone()));
        }
        match &grid {
            None => made.write(&format!("cards/{:04}.svg", row.number), &drawing, params, context)?,
            Some(grid) => {
                waiting.push(drawing);
                if waiting.len() == params.per_sheet as usize {
                    sheets += 1;
                    made.write_sheet(grid, &mut waiting, sheets, params, context)?;
                }
            }
        }
    }
    if let (Some(grid), false) = (&grid, waiting.is_empty()) {
        made.write_sheet(grid, &mut waiting, sheets + 1, params, context)?;
    }
    if made.cards == 0 {
        let first =
            made.problems.first().map(|problem| format!(": line {}: {}", problem.line, problem.message));
        return Err(bad(format!("No row makes a card{}", first.unwrap_or_default()), None));
    }
    if params.gcode {
        write_gcode(desk, &sequence, made, context)?;
    }
    Ok(())
}

/// A card of a table has to fit: nobody looks at each of a thousand.
fn of_row(desk: &Desk<'_>, card: &Card) -> Result<Composed, RowFault> {
    let composed = desk.compose(card);
    if composed.overflow.is_empty() {
        Ok(composed)
    } else {
        Err(RowFault::Overflow(composed.overflow.join("; ")))
    }
}

impl Made {
    fn take(&mut self, desk: &Desk<'_>, composed: &Composed, drawing: &Drawing, row: Option<&Row>) {
        self.cards += 1;
        let found = composed.diagnostics.iter().cloned().chain(sheet::overhangs(drawing));
        for mut diagnostic in found {
            if let Some(row) = row {
                diagnostic.message = format!("Line {}: {}", row.line, diagnostic.message);
                diagnostic.element = Some(format!("line {}", row.line));
            }
            self.diagnostics.add(diagnostic);
        }
        if self.first.is_none() {
            self.sizes_mm = (composed.message_size_mm, composed.address_size_mm);
            self.first = Some(drawing.clone());
        }
        debug_assert_eq!(drawing.page, desk.page);
    }

    fn refuse(&mut self, row: &Row, fault: &RowFault) {
        let message = fault.to_string();
        let text = format!("Line {} makes no card: {message}", row.line);
        let element = Some(format!("line {}", row.line));
        self.diagnostics.add(said("bad-row", Severity::Error, text, element));
        self.problems.push(RowProblem { row: row.number, line: row.line, message });
    }

    fn write(
        &mut self,
        name: &str,
        drawing: &Drawing,
        params: &PostcardParams,
        context: &dyn Context,
    ) -> Result<(), TaskError> {
        self.paths += drawing.path_count() as u64;
        self.draw_mm += drawing.draw_mm();
        self.travel_mm += travel_mm(drawing);
        let recipe = serde_json::to_string(params).map_err(|source| TaskError::Io {
            what: "Writing the parameters".to_owned(),
            source: source.into(),
        })?;
        let options = WriteOptions {
            title: Some("Postcard".to_owned()),
            description: Some(format!("penstock postcard {recipe}")),
        };
        make_folder(context.out_dir(), name)?;
        write_whole(context.out_dir(), name, |out| svg::write(drawing, &options, out))?;
        self.files.push(result(name, "image/svg+xml"));
        Ok(())
    }

    fn write_sheet(
        &mut self,
        grid: &Grid,
        waiting: &mut Vec<Drawing>,
        number: u32,
        params: &PostcardParams,
        context: &dyn Context,
    ) -> Result<(), TaskError> {
        let drawing = grid.sheet_of(&std::mem::take(waiting));
        self.write(&format!("sheets/{number:04}.svg"), &drawing, params, context)
    }
}

/// All cards one after the other at the same place of the machine, with a pause before each but the first.
fn write_gcode(
    desk: &Desk<'_>,
    cards: &[(u32, Drawing)],
    made: &mut Made,
    context: &dyn Context,
) -> Result<(), TaskError> {
    let (mut layers, mut setups) = (Vec::new(), Vec::new());
    for (at, (number, card)) in cards.iter().enumerate() {
        for (place, layer) in card.layers.iter().enumerate() {
            let prompt = match (at, place) {
                (0, 0) => None,
                (_, 0) => Some(format!("Next card: row {number}")),
                _ => Some(format!("Pen for {}", layer.name)),
            };
            setups.push(LayerSetup {
                pen: place as u32 + 1,
                pause_before: prompt.is_some(),
                prompt,
                speed_mm_per_s: None,
            });
            layers.push(Layer { name: format!("Row {number} {}", layer.name), ..layer.clone() });
        }
    }
    if made.cards > cards.len() as u64 {
        let message =
            format!("{GCODE} holds the first {MOST_IN_GCODE} cards; make the others with first_row");
        made.diagnostics.add(said("cut-short", Severity::Warning, message, None));
    }
    let drawing = Drawing { page: desk.page, layers };
    let mut told = Ok(Vec::new());
    write_whole(context.out_dir(), GCODE, |out| {
        told = gcode::write(&drawing, &setups, &gcode::Options::default(), out);
        Ok(())
    })?;
    match told {
        Ok(notes) => notes.into_iter().for_each(|note| made.diagnostics.add(note)),
        Err(error) => return Err(bad(format!("{GCODE} cannot be written: {error}"), None)),
    }
    made.files.push(result(GCODE, "text/x-gcode"));
    Ok(())
}

fn result(name: &str, media_type: &str) -> MadeFile {
    MadeFile { name: name.to_owned(), role: FileRole::Result, media_type: media_type.to_owned() }
}

/// Names here are ours: a folder of cards or of sheets.
fn make_folder(out: &Path, name: &str) -> Result<(), TaskError> {
    let Some((folder, _)) = name.split_once('/') else { return Ok(()) };
    std::fs::create_dir_all(out.join(folder))
        .map_err(|source| crate::files::io_error(format!("Making the folder {folder}"), source))
}

/// The card with the zones of the post, for the picture alone.
fn with_zones(card: &Drawing, desk: &Desk<'_>) -> Drawing {
    let mut picture = card.clone();
    if desk.params.show_zones {
        let outlines = desk.zones().into_iter().map(|zone| {
            let area = zone.area();
            super::art::line(&[
                (area.x0, area.y0),
                (area.x1, area.y0),
                (area.x1, area.y1),
                (area.x0, area.y1),
                (area.x0, area.y0),
            ])
        });
        let pen = Pen { color: Color { r: 0xd9, g: 0xa0, b: 0x30 }, width_mm: 0.2 };
        let zones = Layer { name: "Postal zones (not drawn)".to_owned(), pen, paths: outlines.collect() };
        picture.layers.extend((!zones.paths.is_empty()).then_some(zones));
    }
    picture
}

fn facts(table: &Table) -> TableFacts {
    let column = |(heading, meaning): &(String, Option<super::merge::Meaning>)| ColumnFacts {
        heading: heading.clone(),
        meaning: meaning.map(|meaning| meaning.word().to_owned()),
    };
    TableFacts {
        delimiter: table.delimiter.to_string(),
        encoding: table.encoding.clone(),
        columns: table.columns.iter().map(column).collect(),
        rows: table.rows.len() as u64,
        blank_rows: table.blank_rows,
    }
}

fn said(kind: &str, severity: Severity, message: String, element: Option<String>) -> Diagnostic {
    Diagnostic { kind: kind.to_owned(), severity, message, layer: None, element, x_mm: None, y_mm: None }
}
