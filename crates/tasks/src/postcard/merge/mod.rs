//! Mail merge: a table whose rows are cards.

mod headings;
mod table;
mod text;

pub(super) use headings::Meaning;
pub(super) use table::{Row, RowFault, Table};
