//! How the document is put together.

use penstock_service::types::WireError;
use penstock_service::{Kind, Schemas};
use schemars::JsonSchema;
use serde_json::{Map, Value, json};

/// Statuses that every guarded address may answer, with what they mean.
const GUARDED: [(&str, &str); 4] = [
    ("400", "The request cannot be understood"),
    ("401", "The token is missing or wrong"),
    ("403", "The token does not allow it, or the page is of another site"),
    ("429", "Too many wrong tokens from this address"),
];

/// Collects paths and schemas.
#[derive(Default)]
pub(super) struct Builder {
    pub(super) schemas: Schemas,
    paths: Map<String, Value>,
}

/// One operation while it is described.
pub(super) struct Operation<'a> {
    builder: &'a mut Builder,
    path: String,
    method: &'static str,
    body: Map<String, Value>,
    responses: Map<String, Value>,
    parameters: Vec<Value>,
}

impl Builder {
    /// Describes an operation that needs a token of this kind.
    pub(super) fn operation(
        &mut self,
        method: &'static str,
        path: &str,
        id: &str,
        kind: Kind,
        summary: &str,
    ) -> Operation<'_> {
        let mut operation = self.open_operation(method, path, id, summary);
        let word = match kind {
            Kind::Read => "read",
            Kind::Act => "operate",
            Kind::Admin => "admin",
        };
        operation.body.insert("x-token-kind".to_owned(), word.into());
        for (status, meaning) in GUARDED {
            operation = operation.refusal(status, meaning);
        }
        operation.refusal("503", "The store cannot be reached")
    }

    /// Describes an operation that anybody may call.
    pub(super) fn open_operation(
        &mut self,
        method: &'static str,
        path: &str,
        id: &str,
        summary: &str,
    ) -> Operation<'_> {
        let mut body = Map::new();
        body.insert("operationId".to_owned(), id.into());
        body.insert("summary".to_owned(), summary.into());
        // The parts of the path take text.
        let parts = path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
        let parameters = parts
            .map(|name| {
                json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string", "minLength": 1 } })
            })
            .collect();
        Operation { builder: self, path: path.to_owned(), method, body, responses: Map::new(), parameters }
    }

    /// The whole document.
    pub(super) fn finish(mut self) -> Value {
        self.schemas.answered::<WireError>();
        let named = self.schemas.named();
        json!({
            "openapi": "3.1.0",
            "info": {
                "title": "Penstock",
                "version": env!("CARGO_PKG_VERSION"),
                "description": "Drawings to pen plotters and waterjets: jobs, queues and workers. Everything but `/monitoring/health` needs a token, as `Authorization: Bearer`, as `X-INTERNAL-TOKEN`, or exchanged for a cookie by `POST /api/session`.",
                "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" },
            },
            "security": [{ "bearer": [] }, { "internal": [] }],
            "paths": self.paths,
            "components": {
                "schemas": named,
                "securitySchemes": {
                    "bearer": { "type": "http", "scheme": "bearer" },
                    "internal": { "type": "apiKey", "in": "header", "name": "X-INTERNAL-TOKEN" },
                },
            },
        })
    }
}

impl Operation<'_> {
    /// It answers this with success.
    pub(super) fn answers<T: JsonSchema>(self, status: &str, meaning: &str) -> Self {
        let schema = self.builder.schemas.answered::<T>();
        self.answers_schema(status, meaning, "application/json", schema)
    }

    /// It answers content of this media type and schema.
    pub(super) fn answers_schema(
        mut self,
        status: &str,
        meaning: &str,
        media_type: &str,
        schema: Value,
    ) -> Self {
        self.responses.insert(
            status.to_owned(),
            json!({ "description": meaning, "content": { media_type: { "schema": schema } } }),
        );
        self
    }

    /// It may be refused like this.
    pub(super) fn refusal(self, status: &str, meaning: &str) -> Self {
        self.answers::<WireError>(status, meaning)
    }

    /// It takes this as JSON.
    pub(super) fn takes<T: JsonSchema>(self) -> Self {
        let schema = self.builder.schemas.taken::<T>();
        self.takes_schema("application/json", schema, true)
    }

    /// It takes content of this media type and schema.
    pub(super) fn takes_schema(mut self, media_type: &str, schema: Value, required: bool) -> Self {
        self.body.insert(
            "requestBody".to_owned(),
            json!({ "required": required, "content": { media_type: { "schema": schema } } }),
        );
        self.refusal("408", "The request took too long to arrive")
            .refusal("413", "The request is too large")
            .refusal("415", "The request is not of the kind that this address takes")
    }

    /// A request that works; after `takes`.
    pub(super) fn example(mut self, media_type: &str, example: Value) -> Self {
        self.body["requestBody"]["content"][media_type]["example"] = example;
        self
    }

    /// What its answer gives to other operations: (operation, its part of the path, where it stands).
    pub(super) fn leads_to(mut self, status: &str, links: &[(&str, &str, &str)]) -> Self {
        let links: Map<String, Value> = links
            .iter()
            .map(|(operation, part, place)| {
                let link = json!({ "operationId": operation, "parameters": { *part: place } });
                ((*operation).to_owned(), link)
            })
            .collect();
        self.responses[status]["links"] = Value::Object(links);
        self
    }

    /// It takes the fields of this type behind `?`.
    pub(super) fn asks<T: JsonSchema>(mut self) -> Self {
        let schema = self.builder.schemas.taken::<T>();
        let required: Vec<&str> =
            schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        for (name, field) in schema["properties"].as_object().into_iter().flatten() {
            let mut field = field.clone();
            let description = field.as_object_mut().and_then(|field| field.remove("description"));
            without_null(&mut field);
            self.parameters.push(json!({
                "name": name,
                "in": "query",
                "required": required.contains(&name.as_str()),
                "description": description.unwrap_or_default(),
                "schema": field,
            }));
        }
        self
    }

    /// Puts it into the document.
    pub(super) fn done(mut self) {
        if !self.parameters.is_empty() {
            self.body.insert("parameters".to_owned(), Value::Array(self.parameters));
        }
        if !self.body.contains_key("x-token-kind") {
            self.body.insert("security".to_owned(), json!([]));
        }
        self.body.insert("responses".to_owned(), Value::Object(self.responses));
        let path = self.builder.paths.entry(self.path).or_insert_with(|| json!({}));
        path[self.method] = Value::Object(self.body);
    }
}

/// What stands behind `?` is there or not, and never null.
fn without_null(schema: &mut Value) {
    if let Some(Value::Array(types)) = schema.get_mut("type") {
        types.retain(|one| one != "null");
        if let [only] = types.as_slice() {
            schema["type"] = only.clone();
        }
    }
}
