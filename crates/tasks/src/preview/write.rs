use super::coverage::Coverage;
use super::level::Level;
use super::{
    CoverageFacts, EXACT_TOLERANCE_MM, Header, LayerFacts, LevelFacts, MAGIC, Span, Stop, VERSION, finer,
    padded,
};
use crate::TaskError;
use crate::files::{io_error, write_whole};
use crate::stage::Stage;
use flate2::Compression;
use flate2::write::ZlibEncoder;
use penstock_drawing::{Drawing, LayerSetup};
use penstock_toolpath::stats::Meter;
use penstock_toolpath::time::Profile;
use std::io::{self, Write};
use std::path::Path;

/// Coarser levels are made until one has no more straight pieces than this.
const FEW_SEGMENTS: u64 = 20_000;

/// Each coarser level has this many times the tolerance of the one before.
const COARSER: f64 = 4.0;

/// No level is coarser than this share of the sheet: about two pixels when all of it is in view.
const COARSEST_SHARE: f64 = 1.0 / 500.0;

/// A coarser level is worth its bytes when it has at most this share of the pieces.
const WORTH: f64 = 0.75;

/// Writes the picture of a drawing to `folder`/`name` and returns what was measured on the way: length,
/// travel and seconds on this machine. The n-th setup belongs to the n-th layer: its pen change, pause and
/// speed are in the times.
///
/// # Errors
/// [`TaskError::Io`] when the file cannot be written, [`TaskError::Cancelled`] when `stage` was.
pub fn write(
    drawing: &Drawing,
    setups: &[LayerSetup],
    profile: Profile,
    folder: &Path,
    name: &str,
    stage: &Stage<'_>,
) -> Result<Meter, TaskError> {
    let Drawn { exact, coverage, meter, spans, stops } = draw(drawing, setups, profile, stage)?;
    let header = Header {
        width_mm: drawing.page.width_mm,
        height_mm: drawing.page.height_mm,
        time_s: meter.total().time_s,
        layers: drawing.layers.iter().zip(meter.layers()).map(LayerFacts::new).collect(),
        levels: Vec::new(),
        spans,
        stops,
        coverage: None,
    };
    let coarsest_mm = header.width_mm.max(header.height_mm) * COARSEST_SHARE;
    let levels = levels(exact, coarsest_mm, stage)?;
    let grid = Grid {
        cell_mm: coverage.cell_mm,
        columns: coverage.columns,
        rows: coverage.rows,
        tone: false,
        cells: &coverage.counts,
    };
    put_together(header, &levels, &grid, folder, name)?;
    Ok(meter)
}

/// One byte for each square of the page, row by row from the upper left corner.
pub(super) struct Grid<'a> {
    pub(super) cell_mm: f64,
    pub(super) columns: usize,
    pub(super) rows: usize,
    pub(super) tone: bool,
    pub(super) cells: &'a [u8],
}

/// Writes the file: `header` learns where everything stands in it.
pub(super) fn put_together(
    mut header: Header,
    levels: &[Level],
    grid: &Grid<'_>,
    folder: &Path,
    name: &str,
) -> Result<(), TaskError> {
    let mut offset = 0;
    for level in levels {
        header.levels.push(LevelFacts {
            tolerance_mm: level.tolerance_mm,
            segments: level.segments(),
            bytes: level.bytes(),
            offset,
        });
        offset += padded(level.bytes());
    }
    let packed = pack(grid.cells).map_err(failed)?;
    header.coverage = Some(CoverageFacts {
        cell_mm: grid.cell_mm,
        columns: grid.columns as u32,
        rows: grid.rows as u32,
        most: grid.cells.iter().copied().max().unwrap_or(0),
        tone: grid.tone,
        bytes: packed.len() as u64,
        offset,
    });
    write_whole(folder, name, |out| write_file(&header, levels, &packed, out))
}

/// What one walk along the toolpath gives.
struct Drawn {
    /// The finest level, with times.
    exact: Level,
    coverage: Coverage,
    meter: Meter,
    spans: Vec<Span>,
    stops: Vec<Stop>,
}

fn draw(
    drawing: &Drawing,
    setups: &[LayerSetup],
    profile: Profile,
    stage: &Stage<'_>,
) -> Result<Drawn, TaskError> {
    let tolerance_mm = finer::tolerance_mm(drawing);
    let mut drawn = Drawn {
        exact: Level::new(tolerance_mm),
        coverage: Coverage::new(drawing),
        meter: Meter::new(profile, drawing.layers.len()),
        spans: Vec::with_capacity(drawing.layers.len()),
        stops: Vec::new(),
    };
    let (mut points, mut times_s, mut fine) = (Vec::new(), Vec::new(), Vec::new());
    let (mut done, total) = (0usize, drawing.path_count().max(1));
    let mut start_s = 0.0;
    for (number, layer) in drawing.layers.iter().enumerate() {
        // An empty layer is passed over, and so is what would be said before it.
        if let Some(setup) = setups.get(number).filter(|_| !layer.paths.is_empty()) {
            drawn.meter.prepare(number, setup);
            let lasts_s = drawn.meter.layers()[number].time_s;
            if lasts_s > 0.0 || setup.pause_before {
                drawn.stops.push(Stop {
                    at_s: start_s,
                    lasts_s,
                    layer: number as u32,
                    pen: setup.pen,
                    waits: setup.pause_before,
                    prompt: setup.prompt.clone(),
                });
            }
        }
        for path in &layer.paths {
            points.clear();
            path.flatten(EXACT_TOLERANCE_MM, &mut points);
            drawn.meter.add(number, path, &points, &mut times_s);
            drawn.coverage.stroke(&points, layer.pen.width_mm);
            fine.clear();
            if tolerance_mm < EXACT_TOLERANCE_MM {
                finer::refine(path, tolerance_mm, &times_s, &mut fine);
            } else {
                fine.extend(points.iter().copied().zip(times_s.iter().copied()));
            }
            let timed = fine.iter().map(|&(point, time)| (point, time as f32));
            drawn.exact.push(number as u32, timed).map_err(failed)?;
            if done.is_multiple_of(1024) {
                stage.at(done as f64 / total as f64)?;
            }
            done += 1;
        }
        let end_s = start_s + drawn.meter.layers()[number].time_s;
        drawn.spans.push(Span { start_s, end_s });
        start_s = end_s;
    }
    Ok(drawn)
}

/// Mostly zeros and ones: a quick pass shrinks them well enough.
fn pack(counts: &[u8]) -> io::Result<Vec<u8>> {
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(counts)?;
    packed.finish()
}

/// The exact level and coarser ones, the coarsest first.
fn levels(exact: Level, coarsest_mm: f64, stage: &Stage<'_>) -> Result<Vec<Level>, TaskError> {
    let mut levels = vec![exact];
    let mut tolerance_mm = EXACT_TOLERANCE_MM * COARSER;
    while tolerance_mm <= coarsest_mm && levels[0].segments() > FEW_SEGMENTS {
        stage.at(1.0)?;
        let coarse = levels[levels.len() - 1].coarser(tolerance_mm).map_err(failed)?;
        if coarse.segments() as f64 <= levels[0].segments() as f64 * WORTH {
            levels.insert(0, coarse);
        }
        tolerance_mm *= COARSER;
    }
    Ok(levels)
}

fn failed(source: io::Error) -> TaskError {
    io_error("Making the preview".to_owned(), source)
}

fn write_file(header: &Header, levels: &[Level], grid: &[u8], out: &mut impl Write) -> io::Result<()> {
    let mut json = serde_json::to_vec(header)?;
    json.resize(json.len().next_multiple_of(8), b' ');
    out.write_all(MAGIC)?;
    out.write_all(&VERSION.to_le_bytes())?;
    let length = u32::try_from(json.len()).map_err(|_| io::Error::other("the header is too long"))?;
    out.write_all(&length.to_le_bytes())?;
    out.write_all(&json)?;
    levels.iter().try_for_each(|level| level.write(out))?;
    out.write_all(grid)?;
    let padding = padded(grid.len() as u64) - grid.len() as u64;
    out.write_all(&[0; 8][..padding as usize])
}
