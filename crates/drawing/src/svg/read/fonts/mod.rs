//! Faces for text. usvg sets the text; this chooses the faces and remembers what could not be had.

mod boxes;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};
use usvg::fontdb::{Database, Family, ID, Query, Style};
use usvg::{Font, FontResolver};

/// Tried, in this order, when a family is not there.
const STAND_INS: [&str; 7] =
    ["DejaVu Sans", "Liberation Sans", "Noto Sans", "Arial", "Helvetica", "Segoe UI", "Cantarell"];

/// The family of text that names none: to usvg a name like any other.
pub(super) const UNNAMED: &str = "(none)";

/// What was asked for and not found, by family; and what stood in.
pub(super) type StandIns = Arc<Mutex<BTreeMap<String, String>>>;

/// All faces of this computer.
pub(super) fn installed() -> Database {
    let mut database = Database::new();
    database.load_system_fonts();
    database
}

/// A face that has every character, for text that is not drawn from fonts.
pub(super) fn boxes() -> Database {
    let mut database = Database::new();
    database.load_font_data(boxes::font());
    database
}

/// Takes the first face there is, whatever is asked for.
pub(super) fn only_one() -> FontResolver<'static> {
    let first = |database: &Database| database.faces().next().map(|face| face.id);
    FontResolver {
        select_font: Box::new(move |_, database| first(database)),
        select_fallback: Box::new(|_, _, _| None),
    }
}

/// Chooses faces like usvg, but never leaves text out because its family is missing.
/// `characters` are those of the document beyond ASCII.
pub(super) fn resolver(characters: BTreeSet<char>, stand_ins: StandIns) -> FontResolver<'static> {
    let by_name = FontResolver::default_font_selector();
    let by_character = FontResolver::default_fallback_selector();
    FontResolver {
        select_font: Box::new(move |font, database| {
            if let Some(asked) = missing_family(font, database) {
                let found = by_name(font, database).or_else(|| stand_in(font, database))?;
                let used = family_of(database, found);
                stand_ins.lock().unwrap_or_else(PoisonError::into_inner).insert(asked, used);
                return Some(found);
            }
            by_name(font, database).or_else(|| stand_in(font, database))
        }),
        select_fallback: Box::new(move |character, used, database| {
            // usvg ends its search at the first character that no face has, so one that others lack
            // would leave them without a face as well: offer a face for those instead.
            by_character(character, used, database)
                .or_else(|| characters.iter().find_map(|&other| by_character(other, used, database)))
        }),
    }
}

/// The first family that the text asks for by name, if it is not there.
fn missing_family(font: &Font, database: &Database) -> Option<String> {
    let usvg::FontFamily::Named(name) = font.families().first()? else { return None };
    if name == UNNAMED {
        return None;
    }
    let there = database.faces().any(|face| face.families.iter().any(|it| it.0.eq_ignore_ascii_case(name)));
    (!there).then(|| name.clone())
}

fn stand_in(font: &Font, database: &Database) -> Option<ID> {
    let families: Vec<_> = [Family::SansSerif, Family::Serif]
        .into_iter()
        .chain(STAND_INS.into_iter().map(Family::Name))
        .collect();
    let style = match font.style() {
        usvg::FontStyle::Normal => Style::Normal,
        usvg::FontStyle::Italic => Style::Italic,
        usvg::FontStyle::Oblique => Style::Oblique,
    };
    let weight = usvg::fontdb::Weight(font.weight());
    let query = Query { families: &families, weight, style, ..Query::default() };
    let any = || {
        // The order in the database is that of the folders: take the first by name instead.
        let plain = database.faces().filter(|face| face.style == Style::Normal);
        plain
            .min_by_key(|face| (face.weight.0.abs_diff(400), face.post_script_name.clone()))
            .map(|face| face.id)
    };
    database.query(&query).or_else(any)
}

fn family_of(database: &Database, id: ID) -> String {
    let face = database.face(id);
    face.and_then(|face| face.families.first()).map(|family| family.0.clone()).unwrap_or_default()
}
