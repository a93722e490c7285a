//! Tasks and parameters as Python functions and their arguments.
//!
//! Our task `plot` is the function `penstock.tasks.plot`: keyword arguments are its parameters, and `inputs`
//! names its files. Any other function is a task by its dotted name, with positional arguments under the
//! key `*args`.

use crate::rq::pickle::Value;
use crate::rq::{Call, RqJob, Serializer};
use penstock_jobs::{ArtifactRef, ArtifactRole, NewJob, StoreError};
use serde_json::{Map, Value as Json, json};
use sha2::{Digest, Sha256};

/// Where our tasks live for Python.
const OURS: &str = "penstock.tasks.";
/// The parameter that holds positional arguments.
const ARGS: &str = "*args";
/// The keyword argument that names files.
const INPUTS: &str = "inputs";
/// The task of a job whose call cannot be read.
pub(super) const UNREADABLE: &str = "unreadable";
/// Longest content of one file within a call.
pub(super) const CONTENT_BYTES: usize = 8 << 20;

/// What a worker needs to know of a call.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Task {
    pub(super) name: String,
    pub(super) params: Json,
    pub(super) inputs: Vec<ArtifactRef>,
}

/// The call that runs this job.
pub(super) fn to_call(job: &NewJob) -> Result<Call, StoreError> {
    let invalid = |text: String| Err(StoreError::Invalid(text));
    let Json::Object(params) = &job.params else {
        return invalid("the parameters of a job are an object of names and values".into());
    };
    let ours = !job.task.contains('.');
    let mut args = Vec::new();
    let mut kwargs = Vec::with_capacity(params.len() + 1);
    for (name, value) in params {
        match value {
            Json::Array(values) if !ours && name == ARGS => {
                args = values.iter().map(Value::from_json).collect();
            }
            _ if ours && name == INPUTS => {
                return invalid("the files of a job are its inputs and no parameter".into());
            }
            _ => kwargs.push((name.clone(), Value::from_json(value))),
        }
    }
    if ours && !job.inputs.is_empty() {
        kwargs.push((INPUTS.to_owned(), Value::List(job.inputs.iter().map(to_value).collect())));
    }
    let function = if ours { format!("{OURS}{}", job.task) } else { job.task.clone() };
    Ok(Call { function, args, kwargs, serializer: Serializer::Pickle })
}

/// A file as Python sees it.
fn to_value(file: &ArtifactRef) -> Value {
    Value::from_json(
        &json!({"name": file.name, "sha256": file.sha256, "bytes": file.bytes, "media_type": file.media_type}),
    )
}

/// The files that a job made, as the report's key `artifacts` holds them.
pub(super) fn made(artifacts: &[ArtifactRef]) -> Json {
    let one = |file: &ArtifactRef| {
        json!({"name": file.name, "role": file.role, "sha256": file.sha256, "bytes": file.bytes,
               "media_type": file.media_type})
    };
    Json::Array(artifacts.iter().map(one).collect())
}

/// What a job does; for one that cannot be read, why.
pub(super) fn task_of(job: &RqJob) -> Result<Task, String> {
    let call = job.call.as_ref().map_err(ToString::to_string)?;
    let ours = call.function.strip_prefix(OURS).filter(|name| !name.is_empty() && !name.contains('.'));
    let mut params = Map::new();
    let mut inputs = Vec::new();
    if !call.args.is_empty() {
        if ours.is_some() {
            return Err(format!(
                "{} takes its parameters by name, and was called with positions",
                call.function
            ));
        }
        let args = call.args.iter().map(Value::to_json).collect::<Result<_, _>>();
        params.insert(ARGS.to_owned(), Json::Array(args.map_err(|why| why.to_string())?));
    }
    for (name, value) in &call.kwargs {
        if ours.is_some() && name == INPUTS {
            inputs = files_of(value)?.into_iter().map(|(file, _)| file).collect();
        } else {
            let value = value.to_json().map_err(|why| format!("its argument {name}: {why}"))?;
            params.insert(name.clone(), value);
        }
    }
    let name = ours.map_or_else(|| call.function.clone(), str::to_owned);
    Ok(Task { name, params: Json::Object(params), inputs })
}

/// The contents that came within the call, each with the file that it is the content of.
pub(super) fn contents(job: &RqJob) -> Vec<(ArtifactRef, Vec<u8>)> {
    let Ok(call) = &job.call else { return Vec::new() };
    let files = call.kwarg(INPUTS).and_then(|value| files_of(value).ok()).unwrap_or_default();
    files.into_iter().filter_map(|(file, content)| Some((file, content?.to_vec()))).collect()
}

/// A file, with its content where that came along.
type File<'a> = (ArtifactRef, Option<&'a [u8]>);

fn files_of(value: &Value) -> Result<Vec<File<'_>>, String> {
    match value {
        Value::None => Ok(Vec::new()),
        Value::List(files) | Value::Tuple(files) => files.iter().map(file_of).collect(),
        other => Err(format!("its inputs are of kind {}, not a list of files", other.kind())),
    }
}

fn file_of(value: &Value) -> Result<File<'_>, String> {
    let text = |key: &str| value.get(key).and_then(Value::as_text).map(str::to_owned);
    let name = text("name").ok_or("an input has no name")?;
    let media_type = text("media_type").unwrap_or_else(|| media_type_of(&name).to_owned());
    let role = ArtifactRole::Input;
    match value.get("content") {
        Some(Value::Bytes(content)) if content.len() > CONTENT_BYTES => Err(format!(
            "the content of {name} has {} bytes; at most {CONTENT_BYTES} go into a call",
            content.len()
        )),
        Some(Value::Bytes(content)) => {
            let sha256 = hex(&Sha256::digest(content));
            let bytes = content.len() as u64;
            Ok((ArtifactRef { name, role, sha256, bytes, media_type }, Some(content)))
        }
        Some(other) => Err(format!("the content of {name} is of kind {}, not bytes", other.kind())),
        None => {
            let sha256 = text("sha256").filter(|hash| is_sha256(hash));
            let sha256 =
                sha256.ok_or_else(|| format!("the input {name} has neither content nor a SHA-256"))?;
            let bytes = match value.get("bytes") {
                Some(Value::Int(bytes)) => u64::try_from(*bytes).ok(),
                _ => None,
            };
            let bytes = bytes.ok_or_else(|| format!("the input {name} does not say how long it is"))?;
            Ok((ArtifactRef { name, role, sha256, bytes, media_type }, None))
        }
    }
}

fn is_sha256(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        text.push(char::from_digit(u32::from(byte >> 4), 16).unwrap_or('0'));
        text.push(char::from_digit(u32::from(byte & 15), 16).unwrap_or('0'));
        text
    })
}

fn media_type_of(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).as_deref() {
        Some("svg") => "image/svg+xml",
        Some("dxf") => "image/vnd.dxf",
        Some("csv") => "text/csv",
        Some("png") => "image/png",
        Some("jpg" | "jpeg") => "image/jpeg",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conformance::new_job;
    use crate::rq::RawHash;

    fn read(call: &Call) -> Result<Task, String> {
        let hash = RawHash(vec![(b"data".to_vec(), call.write().unwrap())]);
        task_of(&RqJob::read("j", &hash))
    }

    fn plot(inputs: Value) -> Call {
        let kwargs = vec![("speed".into(), Value::Int(3)), (INPUTS.into(), inputs)];
        Call { function: "penstock.tasks.plot".into(), args: vec![], kwargs, serializer: Serializer::Pickle }
    }

    fn file(pairs: Vec<(&str, Value)>) -> Value {
        Value::Dict(pairs.into_iter().map(|(name, value)| (Value::Text(name.into()), value)).collect())
    }

    #[test]
    fn a_task_is_read_as_it_was_written() {
        let input = ArtifactRef {
            name: "a.svg".into(),
            role: ArtifactRole::Input,
            sha256: "ab".repeat(32),
            bytes: 7,
            media_type: "image/svg+xml".into(),
        };
        let params = json!({"größe": [1, 2.5, null], "deep": {"": -1}});
        let job = NewJob { params: params.clone(), inputs: vec![input.clone()], ..new_job("plot") };
        let call = to_call(&job).unwrap();
        assert_eq!(call.function, "penstock.tasks.plot");
        assert_eq!(read(&call).unwrap(), Task { name: "plot".into(), params, inputs: vec![input] });
    }

    #[test]
    fn any_other_function_keeps_its_name_and_its_positions() {
        let params = json!({"*args": [1, "two"], "b": 3, "inputs": "its own"});
        let job = NewJob { params: params.clone(), ..new_job("tasks.add") };
        let call = to_call(&job).unwrap();
        assert_eq!((call.function.as_str(), call.args.len(), call.kwargs.len()), ("tasks.add", 2, 2));
        let task = read(&call).unwrap();
        assert_eq!((task.name.as_str(), task.params["b"].clone()), ("tasks.add", json!(3)));
        assert_eq!(task.params["*args"], params["*args"]);
    }

    #[test]
    fn content_in_a_call_becomes_a_file() {
        let content = Value::Bytes(b"<svg/>".to_vec());
        let call =
            plot(Value::List(vec![file(vec![("name", Value::Text("A.SVG".into())), ("content", content)])]));
        let input = read(&call).unwrap().inputs.remove(0);
        assert_eq!((input.bytes, input.media_type.as_str()), (6, "image/svg+xml"));
        assert!(is_sha256(&input.sha256));
        let hash = RawHash(vec![(b"data".to_vec(), call.write().unwrap())]);
        let found = contents(&RqJob::read("j", &hash));
        assert_eq!(found, [(input, b"<svg/>".to_vec())]);
    }

    #[test]
    fn what_no_task_can_take_is_said() {
        for (inputs, why) in [
            (Value::Int(3), "not a list of files"),
            (Value::List(vec![Value::Text("a.svg".into())]), "no name"),
            (Value::List(vec![file(vec![("name", Value::Text("a".into()))])]), "neither content"),
            (
                Value::List(vec![file(vec![("name", Value::Text("a".into())), ("content", Value::Int(1))])]),
                "not bytes",
            ),
        ] {
            let said = read(&plot(inputs)).unwrap_err();
            assert!(said.contains(why), "{said}");
        }
        let positions = Call { args: vec![Value::Int(1)], ..plot(Value::None) };
        assert!(read(&positions).unwrap_err().contains("by name"));
        let opaque = Call { kwargs: vec![("x".into(), Value::Bytes(vec![255]))], ..plot(Value::None) };
        assert!(read(&opaque).unwrap_err().contains("its argument x"));
        assert!(to_call(&NewJob { params: json!(null), ..new_job("plot") }).is_err());
        assert!(to_call(&NewJob { params: json!({"inputs": []}), ..new_job("plot") }).is_err());
    }
}
