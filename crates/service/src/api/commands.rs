//! From the table to calls by name: what HTTP speaks.

use super::types::*;
use crate::service::Caller;
use crate::{ErrorCode, Service};
use penstock_jobs::JobFilter;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// What a command takes, from looking on.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Kind {
    /// It changes nothing that lasts.
    Read,
    /// A read-only caller may not call it.
    Act,
    /// It changes how Penstock is set up: over HTTP it needs a token of kind `admin`.
    Admin,
}

/// One row of the table.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Command {
    /// Its name.
    pub name: &'static str,
    /// Whether it only looks.
    pub kind: Kind,
}

macro_rules! kind {
    (read) => {
        Kind::Read
    };
    (act) => {
        Kind::Act
    };
    (admin) => {
        Kind::Admin
    };
}

macro_rules! dispatcher {
    ($($name:ident($request:ty) -> $response:ty, $kind:ident;)*) => {
        /// Every command in the order of the table.
        pub const COMMANDS: &[Command] = &[$(Command { name: stringify!($name), kind: kind!($kind) }),*];

        impl Service {
            /// Calls a command by its name, JSON in and JSON out. No body, or `null`, is `{}`.
            ///
            /// # Errors
            /// [`ErrorCode::NotFound`] when there is no such command, [`ErrorCode::BadRequest`] when the
            /// body does not fit, [`ErrorCode::ReadOnly`] when the caller may not; else the command's own.
            pub async fn dispatch(&self, caller: &Caller, command: &str, body: Value) -> Result<Value, WireError> {
                match command {
                    $(stringify!($name) => {
                        if kind!($kind) != Kind::Read {
                            Self::may_act(caller)?;
                        }
                        let request: $request = read(body)?;
                        // Boxed: the largest of these futures would else be the size of all.
                        write(&Box::pin(self.$name(caller, request)).await?)
                    })*
                    _ => Err(WireError::new(ErrorCode::NotFound, format!("There is no command {command}"))),
                }
            }
        }
    };
}

crate::for_each_command!(dispatcher);

fn read<T: DeserializeOwned>(body: Value) -> Result<T, WireError> {
    let body = if body.is_null() { Value::Object(serde_json::Map::new()) } else { body };
    serde_json::from_value(body).map_err(|error| {
        WireError::new(ErrorCode::BadRequest, "The request is not what this command takes")
            .detail(error.to_string())
    })
}

fn write<T: Serialize>(answer: &T) -> Result<Value, WireError> {
    serde_json::to_value(answer)
        .map_err(|error| WireError::internal("The answer cannot be written as JSON", &error))
}
