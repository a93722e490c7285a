//! Which store a command talks to: `--store`, then `PENSTOCK_STORE`, then `REDIS_URL` or `REDIS_HOST`
//! with `REDIS_PORT` and `REDIS_DB`, then the embedded default. An empty variable counts as unset.

use crate::failure::Failure;

/// A store, and who named it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct StoreChoice {
    /// Its URL; none means the embedded default.
    pub(crate) url: Option<String>,
    /// What the URL came from, for messages.
    pub(crate) from: &'static str,
}

impl StoreChoice {
    /// Chooses by the option and the environment.
    ///
    /// # Errors
    /// [`Failure::Usage`] when a variable cannot be understood.
    pub(crate) fn make(option: Option<&str>) -> Result<Self, Failure> {
        choose(option, |name| std::env::var(name).ok())
    }

    /// The store is on a server, which may be away.
    pub(crate) fn is_remote(&self) -> bool {
        self.url.as_deref().is_some_and(|url| !url.starts_with("sqlite:"))
    }
}

fn choose(option: Option<&str>, env: impl Fn(&str) -> Option<String>) -> Result<StoreChoice, Failure> {
    let set = |name: &str| env(name).filter(|value| !value.is_empty());
    if let Some(url) = option {
        return Ok(StoreChoice { url: Some(url.to_owned()), from: "--store" });
    }
    for from in ["PENSTOCK_STORE", "REDIS_URL"] {
        if let Some(url) = set(from) {
            return Ok(StoreChoice { url: Some(url), from });
        }
    }
    let Some(host) = set("REDIS_HOST") else {
        return Ok(StoreChoice { url: None, from: "the default" });
    };
    let number = |name: &str, default: u16| match set(name) {
        None => Ok(default),
        Some(text) => text.parse().map_err(|_| Failure::usage(format!("{name}={text}: expected a number"))),
    };
    let url = format!("redis://{host}:{}/{}", number("REDIS_PORT", 6379)?, number("REDIS_DB", 0)?);
    Ok(StoreChoice { url: Some(url), from: "REDIS_HOST" })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(option: Option<&str>, env: &[(&str, &str)]) -> Result<StoreChoice, Failure> {
        choose(option, |name| {
            env.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn the_option_wins_over_the_environment_and_that_over_the_default() {
        let all = [("PENSTOCK_STORE", "sqlite:b"), ("REDIS_URL", "redis://c"), ("REDIS_HOST", "d")];
        assert_eq!(chosen(Some("sqlite:a"), &all).unwrap().url.as_deref(), Some("sqlite:a"));
        assert_eq!(chosen(None, &all).unwrap().url.as_deref(), Some("sqlite:b"));
        assert_eq!(chosen(None, &all[1..]).unwrap().url.as_deref(), Some("redis://c"));
        assert_eq!(chosen(None, &all[2..]).unwrap().url.as_deref(), Some("redis://d:6379/0"));
        assert_eq!(chosen(None, &[("PENSTOCK_STORE", "")]).unwrap().url, None);
    }

    #[test]
    fn the_parts_of_a_redis_address_are_put_together() {
        let parts = [("REDIS_HOST", "shop"), ("REDIS_PORT", "7000"), ("REDIS_DB", "3")];
        assert_eq!(chosen(None, &parts).unwrap().url.as_deref(), Some("redis://shop:7000/3"));
        assert!(chosen(None, &[("REDIS_HOST", "shop"), ("REDIS_PORT", "many")]).is_err());
    }
}
