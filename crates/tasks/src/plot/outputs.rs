//! The files that a plot makes.

use super::params::{Format, PlotParams};
use crate::files::write_whole;
use crate::preview::EXACT_TOLERANCE_MM;
use crate::{Context, FileRole, MadeFile, TaskError};
use penstock_drawing::svg::{self, WriteOptions};
use penstock_drawing::{
    Diagnostic, Drawing, LayerSetup, Severity, csv, dmpl, gcode, hpgl, json, pdf, raster,
};
use penstock_toolpath::time::Clock;
use std::io::{self, Write};

/// What is written, and what it is about.
pub(super) struct Plot<'a> {
    pub(super) drawing: &'a Drawing,
    pub(super) setups: &'a [LayerSetup],
    pub(super) params: &'a PlotParams,
    /// Name of the source.
    pub(super) title: &'a str,
}

impl Format {
    /// What the file is called.
    pub(super) fn file_name(self) -> &'static str {
        match self {
            Self::Svg => "plot.svg",
            Self::Hpgl => "plot.hpgl",
            Self::Dmpl => "plot.dmpl",
            Self::Gcode => "plot.gcode",
            Self::Pdf => "plot.pdf",
            Self::Png => "plot.png",
            Self::Json => "plot.json",
            Self::Csv => "plot.csv",
        }
    }

    fn media_type(self) -> &'static str {
        match self {
            Self::Svg => "image/svg+xml",
            Self::Hpgl => "application/vnd.hp-hpgl",
            Self::Dmpl => "application/x-dmpl",
            Self::Gcode => "text/x.gcode",
            Self::Pdf => "application/pdf",
            Self::Png => "image/png",
            Self::Json => "application/json",
            Self::Csv => "text/csv",
        }
    }
}

/// Why a file was not written.
enum Refusal {
    Io(io::Error),
    /// The machine cannot do it.
    Machine(String),
}

impl From<io::Error> for Refusal {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// Writes one file into the folder of `context`, which also hears what the machine cannot do as asked.
///
/// # Errors
/// [`TaskError::BadInput`] when the drawing does not fit the machine, [`TaskError::Io`] when the disk does
/// not take it.
pub(super) fn write(plot: &Plot<'_>, format: Format, context: &dyn Context) -> Result<MadeFile, TaskError> {
    let name = format.file_name();
    let (mut notes, mut refused) = (Vec::new(), None);
    let written = write_whole(context.out_dir(), name, |out| match write_to(plot, format, out) {
        Ok(found) => {
            notes = found;
            Ok(())
        }
        Err(Refusal::Io(error)) => Err(error),
        Err(Refusal::Machine(message)) => {
            refused = Some(message);
            Err(io::ErrorKind::InvalidData.into())
        }
    });
    if let Some(message) = refused {
        let advice = Some("Choose another machine, sheet or size, or leave this file out".to_owned());
        return Err(TaskError::BadInput { message: format!("{name} cannot be written: {message}"), advice });
    }
    written?;
    notes.into_iter().for_each(|note| context.diagnose(note));
    Ok(MadeFile { name: name.to_owned(), role: FileRole::Result, media_type: format.media_type().to_owned() })
}

fn write_to(plot: &Plot<'_>, format: Format, out: &mut dyn Write) -> Result<Vec<Diagnostic>, Refusal> {
    let &Plot { drawing, setups, params, title } = plot;
    match format {
        Format::Svg => {
            let options = WriteOptions { title: Some(title.to_owned()), ..WriteOptions::default() };
            svg::write(drawing, &options, out)?;
        }
        Format::Hpgl => {
            let device = params.hpgl_device.device(params.machine);
            let device = device.ok_or_else(|| Refusal::Machine("there is no such machine".to_owned()))?;
            let speed_mm_per_s = params.pen_down_speed_mm_per_s;
            let on_larger =
                device.sheet_under(drawing.page).filter(|_| device.sheet_for(drawing.page).is_none());
            let paper = on_larger.map(|sheet| sheet.name.to_owned());
            let options = hpgl::Options { speed_mm_per_s, paper, ..hpgl::Options::new(device) };
            let notes = hpgl::write(drawing, setups, &options, out).map_err(|error| match error {
                hpgl::WriteError::Io(error) => Refusal::Io(error),
                error => Refusal::Machine(error.to_string()),
            })?;
            return Ok(on_larger.map(|sheet| on_sheet(device, sheet)).into_iter().chain(notes).collect());
        }
        Format::Dmpl => {
            return dmpl::write(drawing, setups, &dmpl::Options::default(), out).map_err(
                |error| match error {
                    dmpl::WriteError::Io(error) => Refusal::Io(error),
                    error => Refusal::Machine(error.to_string()),
                },
            );
        }
        Format::Gcode => {
            let profile = params.gcode_profile.profile(params.machine);
            let profile = profile.ok_or_else(|| Refusal::Machine("there is no such dialect".to_owned()))?;
            let options = gcode::Options::new(with_speeds(profile, params));
            return gcode::write(drawing, setups, &options, out).map_err(|error| match error {
                gcode::WriteError::Io(error) => Refusal::Io(error),
                error => Refusal::Machine(error.to_string()),
            });
        }
        Format::Pdf => pdf::write(drawing, Some(title), out)?,
        Format::Png => {
            let picture = raster::png(drawing, params.png_width_px as usize);
            out.write_all(&picture.map_err(|error| io::Error::other(error.to_string()))?)?;
        }
        Format::Json => json::write(drawing, setups, out)?,
        Format::Csv => csv::write(drawing, setups, Some(&times(plot)), out)?,
    }
    Ok(Vec::new())
}

/// The page has no size that the machine knows.
fn on_sheet(device: &hpgl::Device, sheet: &hpgl::Sheet) -> Diagnostic {
    let (machine, paper) = (device.title, sheet.name.to_uppercase());
    Diagnostic {
        kind: "placed-on-sheet".to_owned(),
        severity: Severity::Note,
        message: format!(
            "The {machine} has no paper of the page's size: the page lies in the upper left corner of {paper}"
        ),
        layer: None,
        element: None,
        x_mm: None,
        y_mm: None,
    }
}

fn with_speeds(mut profile: gcode::Profile, params: &PlotParams) -> gcode::Profile {
    const SECONDS_PER_MINUTE: f64 = 60.0;
    if let Some(speed) = params.pen_down_speed_mm_per_s {
        profile.draw_feed_mm_per_min = speed * SECONDS_PER_MINUTE;
    }
    if let Some(speed) = params.pen_up_speed_mm_per_s {
        profile.travel_feed_mm_per_min = Some(speed * SECONDS_PER_MINUTE);
    }
    profile
}

/// When each path is drawn.
fn times(plot: &Plot<'_>) -> Vec<csv::Times> {
    let mut clock = Clock::new(plot.params.profile());
    let (mut points, mut times_s, mut times) = (Vec::new(), Vec::new(), Vec::new());
    for (layer, setup) in plot.drawing.layers.iter().zip(plot.setups) {
        if !layer.paths.is_empty() {
            clock.prepare(setup.pen, setup.pause_before);
            clock.draw_at(setup.speed_mm_per_s);
        }
        for path in &layer.paths {
            points.clear();
            path.flatten(EXACT_TOLERANCE_MM, &mut points);
            clock.stroke(&points, &mut times_s);
            let (start_s, end_s) = (times_s.first().copied(), times_s.last().copied());
            times.extend(start_s.zip(end_s).map(|(start_s, end_s)| csv::Times { start_s, end_s }));
        }
    }
    times
}
