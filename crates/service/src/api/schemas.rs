//! JSON Schemas of what crosses, from the same types and the same table as everything else: what the
//! OpenAPI document of the gateway is made from.

use super::commands::{COMMANDS, Kind};
use super::types::*;
use penstock_jobs::{Batch, JobFilter, WorkerInfo};
use penstock_tasks::TaskInfo;
use schemars::JsonSchema;
use schemars::generate::{SchemaGenerator, SchemaSettings};
use serde_json::{Map, Value};

/// One command, with the schemas of what it takes and answers.
#[derive(Clone, PartialEq, Debug)]
pub struct CommandSchema {
    /// Its name.
    pub name: &'static str,
    /// Whether it only looks.
    pub kind: Kind,
    /// What it takes.
    pub request: Value,
    /// What it answers.
    pub response: Value,
}

/// Collects schemas; named types are collected beside them and referred to as `#/components/schemas/…`.
#[derive(Debug)]
pub struct Schemas {
    taken: SchemaGenerator,
    answered: SchemaGenerator,
}

impl Default for Schemas {
    fn default() -> Self {
        let taken = SchemaSettings::draft2020_12()
            .with(|settings| {
                // The same type may look different from outside and from inside, so only one side has names.
                settings.inline_subschemas = true;
                settings.meta_schema = None;
            })
            .for_deserialize();
        let answered = SchemaSettings::draft2020_12()
            .with(|settings| {
                settings.definitions_path = "/components/schemas".into();
                settings.meta_schema = None;
            })
            .for_serialize();
        Self { taken: taken.into_generator(), answered: answered.into_generator() }
    }
}

impl Schemas {
    /// The schema of something that comes in.
    pub fn taken<T: JsonSchema>(&mut self) -> Value {
        self.taken.subschema_for::<T>().to_value()
    }

    /// The schema of something that goes out.
    pub fn answered<T: JsonSchema>(&mut self) -> Value {
        self.answered.subschema_for::<T>().to_value()
    }

    /// The named types that answers refer to.
    pub fn named(&mut self) -> Map<String, Value> {
        self.answered.take_definitions(true)
    }

    /// Every command of the table, in its order.
    pub fn commands(&mut self) -> Vec<CommandSchema> {
        let mut schemas = Vec::with_capacity(COMMANDS.len());
        macro_rules! collect {
            ($($name:ident($request:ty) -> $response:ty, $kind:ident;)*) => {
                $(schemas.push((self.taken::<$request>(), self.answered::<$response>()));)*
            };
        }
        crate::for_each_command!(collect);
        let rows = COMMANDS.iter().zip(schemas);
        rows.map(|(command, (request, response))| CommandSchema {
            name: command.name,
            kind: command.kind,
            request,
            response,
        })
        .collect()
    }
}
