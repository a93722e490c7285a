//! What every face may ask: the table of commands and the types that cross.

mod table;
pub mod types;
