//! The steps from text to drawing, in order.

use super::survey::{self, Survey};
use super::trace::Tracer;
use super::worker::Reporter;
use super::{ReadError, ReadOptions, fonts, limits, page, xml};
use crate::{Diagnostic, Diagnostics, Drawing, Severity};
use std::sync::{Arc, PoisonError};
use usvg::{ImageHrefResolver, ImageKind};

const LOOKING: &str = "Looking through the drawing";
const RESOLVING: &str = "Resolving shapes";
const TRACING: &str = "Tracing lines";

/// Takes filters and masks away before usvg looks at them: no filter is ever built, and an element whose
/// filter is broken is still drawn.
const NO_EFFECTS: &str = "* { filter: none !important; mask: none !important }";

pub(super) fn drawing(
    text: &str,
    options: &ReadOptions,
    reporter: &Reporter,
) -> Result<(Drawing, Diagnostics), ReadError> {
    let go_on = |stage| if reporter.go_on(stage, None) { Ok(()) } else { Err(ReadError::Stopped) };
    go_on(LOOKING)?;
    limits::check(text)?;
    go_on(LOOKING)?;
    let (mut survey, stated, edited) = look_through(text, reporter)?;
    go_on(RESOLVING)?;
    let stand_ins = fonts::StandIns::default();
    let tree = {
        let document = xml::parse(&edited)?;
        go_on(RESOLVING)?;
        usvg::Tree::from_xmltree(&document, &usvg_options(&survey, &stand_ins))
            .map_err(|error| translate(&error))?
    };
    drop(edited);

    let mut diagnostics = Diagnostics::default();
    diagnostics.extend(about_fonts(&survey, &tree, &stand_ins));
    let mut tracing = |fraction| reporter.go_on(TRACING, Some(fraction));
    let (gather, traced) = Tracer::new(&mut survey, options, &mut tracing).trace(&tree)?;
    diagnostics.append(traced);
    let layers = gather.into_layers(options.default_pen_width_mm);
    tracing(1.0);
    Ok((Drawing { page: stated.page(tree.size()), layers }, diagnostics))
}

fn look_through(text: &str, reporter: &Reporter) -> Result<(Survey, page::Stated, String), ReadError> {
    let document = xml::parse(text)?;
    let mut survey = survey::survey(&document, text, &mut || reporter.go_on(LOOKING, None))?;
    let stated = page::Stated::of(document.root_element());
    let edited = std::mem::take(&mut survey.edits).apply(text);
    Ok((survey, stated, edited))
}

fn usvg_options(survey: &Survey, stand_ins: &fonts::StandIns) -> usvg::Options<'static> {
    let mut options = usvg::Options {
        font_family: fonts::UNNAMED.to_owned(),
        image_href_resolver: no_images(),
        font_resolver: fonts::resolver(survey.characters.clone(), Arc::clone(stand_ins)),
        style_sheet: survey.has_effects.then(|| NO_EFFECTS.to_owned()),
        ..usvg::Options::default()
    };
    if survey.texts > 0 {
        options.fontdb = Arc::new(fonts::installed());
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
