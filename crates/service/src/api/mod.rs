//! What every face may ask: the table of commands, the types that cross, and one file an area with the
//! methods behind the rows.

mod app;
mod artifacts;
mod batch_csv;
mod batch_rows;
pub mod batch_types;
mod batches;
mod causes;
mod check_files;
pub(crate) mod commands;
mod connections;
mod doctor;
mod input_names;
mod inspect;
mod jobs;
mod kind;
mod monitoring;
mod outbox;
mod outlook;
mod plan;
mod previews;
mod queues;
mod remote_types;
pub(crate) mod run_now;
pub(crate) mod schemas;
mod submit;
mod table;
pub mod types;
mod uploads;
mod workers;

pub(crate) use plan::Plans;
pub use uploads::Upload;
