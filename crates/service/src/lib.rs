//! What the app can do, for every face: the window, the browser and the command line.

pub mod api;

pub use api::types;
