//! What is queued: one of our tasks, or a function of a Python worker by its dotted name.

use super::app::known_task;
use super::submit::check_input_count;
use super::types::{ErrorCode, SubmitRequest};
use crate::{Service, WireError};
use serde_json::{Value, json};

/// RQ's own time-out for a function, in seconds.
const FUNCTION_TIMEOUT_S: u64 = 180;
/// RQ's own queue.
const FUNCTION_QUEUE: &str = "default";
/// Longest dotted name in bytes.
const LONGEST_NAME: usize = 200;

/// What a request leaves to the kind of work.
pub(super) struct Kind {
    pub(super) version: u32,
    pub(super) title: String,
    pub(super) queue: String,
    pub(super) timeout_s: u64,
    pub(super) rerun_after_crash: bool,
    /// Checked, with defaults filled in.
    pub(super) params: Value,
}

impl Kind {
    /// The kind of work that a request names; `shared` says whether others may have jobs in the store.
    ///
    /// # Errors
    /// [`ErrorCode::BadRequest`] for a task that nobody knows, and for a function where no Python worker
    /// could take it; [`ErrorCode::BadParameter`] for parameters that do not fit.
    pub(super) fn of(request: &SubmitRequest, shared: bool) -> Result<Self, WireError> {
        if is_function(&request.task) {
            return Self::function(request, shared);
        }
        let info = known_task(&request.task)?;
        let params = Service::check_params(&request.task, &request.params)?;
        check_input_count(&info, request.inputs.len())?;
        Ok(Self {
            version: info.version,
            title: info.title.to_owned(),
            queue: info.queue.to_owned(),
            timeout_s: info.timeout_s,
            rerun_after_crash: info.rerun_after_crash,
            params,
        })
    }

    fn function(request: &SubmitRequest, shared: bool) -> Result<Self, WireError> {
        let bad = |title: String| Err(WireError::new(ErrorCode::BadRequest, title).field("task"));
        if !shared {
            return bad(format!(
                "{} is a function of a Python worker, and those take jobs from a Redis store only",
                request.task
            ));
        }
        if !request.inputs.is_empty() {
            return bad(format!("{} takes keyword arguments and no files", request.task));
        }
        let params = match &request.params {
            Value::Null => json!({}),
            Value::Object(_) => request.params.clone(),
            _ => return bad(format!("The arguments of {} are an object of names and values", request.task)),
        };
        Ok(Self {
            version: 1,
            title: request.task.clone(),
            queue: FUNCTION_QUEUE.to_owned(),
            timeout_s: FUNCTION_TIMEOUT_S,
            // What it had done when its worker died, nobody here knows.
            rerun_after_crash: false,
            params,
        })
    }
}

/// A dotted path of Python names; our tasks have no dots.
fn is_function(name: &str) -> bool {
    let is_name = |part: &str| {
        part.chars().all(|c| c.is_alphanumeric() || c == '_')
            && part.chars().next().is_some_and(|first| !first.is_numeric())
    };
    name.len() <= LONGEST_NAME && name.contains('.') && name.split('.').all(is_name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dotted_names_are_functions() {
        for name in ["tasks.add", "workers.svg_tasks.generate_complex_svg", "größe.a1"] {
            assert!(is_function(name), "{name}");
        }
        for name in ["plot", "", ".", "a.", ".a", "a..b", "a.1b", "a b.c", "os.system('id')"] {
            assert!(!is_function(name), "{name}");
        }
    }
}
