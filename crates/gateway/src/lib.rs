//! The service over HTTP with live events, and the UI for a browser.
//!
//! Only this machine can reach it unless it is told to listen elsewhere, and every call of the API needs
//! a token. A page of another origin gets nothing: the host name must be one of ours (so a
//! name that somebody points at this machine does not work), and the origin must be that same host.
//!
//! Limits: plain HTTP. Whoever listens beyond this machine puts it behind something that speaks TLS.

mod answer;
mod body;
mod commands;
mod connections;
mod drain;
mod events;
mod files;
mod guard;
mod hosts;
mod openapi;
mod pages;
mod rest;
mod server;
mod sessions;
mod tokens;
mod tries;

pub use openapi::document;
pub use server::{Gateway, Options, ServeError, serve};
pub use tokens::{NamedToken, TokenError, TokenFile, TokenFileError, TokenKind};
