//! The steps from text to artwork, in order.

use super::survey::{self, Survey};
use super::trace::Tracer;
use super::worker::Reporter;
use super::{ReadError, ReadOptions, TextAs, fonts, limits, page, xml};
use crate::{Artwork, Diagnostic, Diagnostics, Severity};
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, PoisonError};
use usvg::{ImageHrefResolver, ImageKind};

const LOOKING: &str = "Looking through the drawing";
const RESOLVING: &str = "Resolving shapes";
const TRACING: &str = "Tracing lines";

/// Takes filters away before usvg looks at them: none is ever built, and an element whose filter is broken
/// is still drawn.
const NO_FILTERS: &str = "* { filter: none !important }";

pub(super) fn artwork(
    text: String,
    options: &ReadOptions,
    reporter: &Reporter,
) -> Result<(Artwork, Diagnostics), ReadError> {
    let go_on = |stage| if reporter.go_on(stage, None) { Ok(()) } else { Err(ReadError::Stopped) };
    go_on(LOOKING)?;
    limits::check(&text)?;
    go_on(LOOKING)?;
    let mut source = look_through(&text, false, reporter)?;
    // Needed once more only if a pattern gets usvg into trouble; a large drawing has no memory to spare.
    let again = text.contains("pattern").then_some(text);
    go_on(RESOLVING)?;
    let stand_ins = fonts::StandIns::default();
    let tree = match resolve(&source, options, &stand_ins) {
        Ok(tree) => tree?,
        Err(panic) => {
            let Some(text) = &again else { std::panic::resume_unwind(panic) };
            source = look_through(text, true, reporter)?;
            resolve(&source, options, &stand_ins).unwrap_or_else(|panic| std::panic::resume_unwind(panic))?
        }
    };
    let Source { mut survey, page, edited } = source;
    drop((edited, again));
    go_on(RESOLVING)?;

    let mut diagnostics = Diagnostics::default();
    diagnostics.extend(about_fonts(&survey, &tree, &stand_ins));
    let mut tracing = |fraction| reporter.go_on(TRACING, Some(fraction));
    let traced = Tracer::new(&mut survey, options, &mut tracing).trace(&tree)?;
    diagnostics.append(traced.diagnostics);
    tracing(1.0);
    let page = page.page(tree.size());
    Ok((Artwork { page, layers: traced.layers, elements: traced.elements }, diagnostics))
}

/// What is known of the source, and the text that usvg gets of it.
struct Source {
    survey: Survey,
    page: page::Stated,
    edited: String,
}

fn look_through(text: &str, tame_patterns: bool, reporter: &Reporter) -> Result<Source, ReadError> {
    let document = xml::parse(text)?;
    let mut survey = survey::survey(&document, text, tame_patterns, &mut || reporter.go_on(LOOKING, None))?;
    let page = page::Stated::of(document.root_element());
    let edited = std::mem::take(&mut survey.edits).apply(text, &survey.made_id);
    Ok(Source { survey, page, edited })
}

/// Has usvg resolve the drawing. Outer error: usvg panicked, as it does on patterns whose place has no width
/// in 32-bit floats.
fn resolve(
    source: &Source,
    options: &ReadOptions,
    stand_ins: &fonts::StandIns,
) -> std::thread::Result<Result<usvg::Tree, ReadError>> {
    let options = usvg_options(&source.survey, options, stand_ins);
    std::panic::catch_unwind(AssertUnwindSafe(|| {
        let document = xml::parse(&source.edited)?;
        usvg::Tree::from_xmltree(&document, &options).map_err(|error| translate(&error))
    }))
}

fn usvg_options(
    survey: &Survey,
    options: &ReadOptions,
    stand_ins: &fonts::StandIns,
) -> usvg::Options<'static> {
    let from_fonts = options.text == TextAs::Outlines;
    let mut options = usvg::Options {
        font_family: fonts::UNNAMED.to_owned(),
        image_href_resolver: no_images(),
        font_resolver: if from_fonts {
            fonts::resolver(survey.characters.clone(), Arc::clone(stand_ins))
        } else {
            fonts::only_one()
        },
        style_sheet: survey.has_filters.then(|| NO_FILTERS.to_owned()),
        ..usvg::Options::default()
    };
    if survey.texts > 0 {
        options.fontdb = Arc::new(if from_fonts { fonts::installed() } else { fonts::boxes() });
    }
    options
}

/// Stands in for every image: nothing is decoded, no file is opened, and the tree still says where the
/// image would be.
fn no_images() -> ImageHrefResolver<'static> {
    const EMPTY: &str = r#"<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>"#;
    let nothing = || usvg::Tree::from_str(EMPTY, &usvg::Options::default()).ok().map(ImageKind::SVG);
    ImageHrefResolver {
        resolve_data: Box::new(move |_, _, _| nothing()),
        resolve_string: Box::new(move |_, _| nothing()),
    }
}

fn translate(error: &usvg::Error) -> ReadError {
    let message = match error {
        usvg::Error::ElementsLimitReached
        | usvg::Error::ParsingFailed(roxmltree::Error::NodesLimitReached) => {
            return ReadError::too_large("Elements of the drawing, with every use counted", "1,000,000");
        }
        usvg::Error::InvalidSize => "The page of the drawing has no size".to_owned(),
        other => format!("This SVG could not be understood: {other}"),
    };
    ReadError::invalid(message, 1, 1)
}

fn about_fonts(survey: &Survey, tree: &usvg::Tree, stand_ins: &fonts::StandIns) -> Vec<Diagnostic> {
    let say = |kind: &str, message| Diagnostic {
        kind: kind.to_owned(),
        severity: Severity::Warning,
        message,
        layer: None,
        element: None,
        x_mm: None,
        y_mm: None,
    };
    if survey.texts > 0 && tree.fontdb().is_empty() {
        let message = format!("This computer has no fonts, so {} texts are left out", survey.texts);
        return vec![say("missing-font", message)];
    }
    let stand_ins = stand_ins.lock().unwrap_or_else(PoisonError::into_inner);
    let about = |(asked, used): (&String, &String)| {
        say("missing-font", format!("The font {asked} is not on this computer; {used} is used instead"))
    };
    stand_ins.iter().map(about).collect()
}
