//! How long results and failures stay when a job does not say so.
//!
//! The embedded store keeps both until a person deletes them. A shared store would fill up, so there they
//! end after a day and a week. `RQ_RESULT_TTL` and `RQ_FAILURE_TTL` (seconds; -1 keeps for ever) decide
//! for either.

use crate::{ErrorCode, WireError};

/// Seconds: a day.
const SHARED_RESULT_S: u64 = 86_400;
/// Seconds: a week.
const SHARED_FAILURE_S: u64 = 604_800;

/// Lifetimes in seconds; none keeps for ever.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Lifetimes {
    pub(crate) result_s: Option<u64>,
    pub(crate) failure_s: Option<u64>,
}

impl Lifetimes {
    /// What the environment says, else what this kind of store has.
    ///
    /// # Errors
    /// [`ErrorCode::BadRequest`] naming a variable that is no number.
    pub(crate) fn from_environment(shared: bool) -> Result<Self, WireError> {
        Self::read(shared, |name| std::env::var(name).ok())
    }

    fn read(shared: bool, env: impl Fn(&str) -> Option<String>) -> Result<Self, WireError> {
        let usual = |seconds| shared.then_some(seconds);
        Ok(Self {
            result_s: lifetime("RQ_RESULT_TTL", &env)?.unwrap_or(usual(SHARED_RESULT_S)),
            failure_s: lifetime("RQ_FAILURE_TTL", &env)?.unwrap_or(usual(SHARED_FAILURE_S)),
        })
    }
}

/// A variable's lifetime: none when it is not set, none inside when it means for ever.
fn lifetime(name: &str, env: impl Fn(&str) -> Option<String>) -> Result<Option<Option<u64>>, WireError> {
    let Some(text) = env(name).filter(|text| !text.trim().is_empty()) else { return Ok(None) };
    if text.trim() == "-1" {
        return Ok(Some(None));
    }
    let seconds = text.trim().parse().map_err(|_| {
        WireError::new(ErrorCode::BadRequest, format!("{name}={text}: expected a number of seconds, or -1"))
    })?;
    Ok(Some(Some(seconds)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(shared: bool, result: Option<&'static str>) -> Result<Lifetimes, WireError> {
        Lifetimes::read(shared, |name| result.filter(|_| name == "RQ_RESULT_TTL").map(str::to_owned))
    }

    #[test]
    fn a_shared_store_forgets_and_an_embedded_one_does_not() {
        assert_eq!(with(false, None).unwrap(), Lifetimes::default());
        let shared = Lifetimes { result_s: Some(86_400), failure_s: Some(604_800) };
        assert_eq!(with(true, None).unwrap(), shared);
        assert_eq!(with(true, Some("")).unwrap(), shared);
    }

    #[test]
    fn the_environment_decides_for_either() {
        assert_eq!(with(false, Some("60")).unwrap().result_s, Some(60));
        assert_eq!(with(true, Some("-1")).unwrap().result_s, None);
        assert!(with(true, Some("soon")).unwrap_err().title.contains("RQ_RESULT_TTL"));
    }
}
