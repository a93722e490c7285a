//! A Redis URL without its secrets, to be shown and edited, and the same made whole again.
//!
//! Secrets are the password of the server, that of the sentinels, and what stands between `:` and `@` in
//! the address of an artifact store. Everything else stays as it was written.

use super::url::{self, decode};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What may stand unescaped in the value of a query, so that an address stays readable in it.
const VALUE: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'/')
    .remove(b':')
    .remove(b'@')
    .remove(b',');

const PASSWORD: &str = "password";
const SENTINEL_PASSWORD: &str = "sentinel_password";
const ARTIFACTS: &str = "artifacts";

/// A URL in the parts that secrets can be in.
struct Parts<'a> {
    scheme: &'a str,
    user: &'a str,
    /// Host or path, up to the question mark.
    place: &'a str,
    /// Decoded values by name, in the order they were written, without the secrets.
    query: Vec<(&'a str, String)>,
    secrets: Secrets,
}

#[derive(Default)]
struct Secrets {
    password: Option<String>,
    sentinel_password: Option<String>,
    /// With the address of the artifact store that it opens, both whole.
    artifacts: Option<(String, String)>,
}

/// The URL without what others must not see.
///
/// # Errors
/// What [`url::parse`] says of it.
pub(super) fn without_secrets(url: &str) -> Result<String, String> {
    url::parse(url)?;
    Ok(Parts::read(url)?.write(None))
}

/// The URL with the secrets of another one, where it has none of its own. A password goes only to the
/// same servers by the same way, and the key of an artifact store only to that store: who changes the host
/// of a connection must know its password.
///
/// # Errors
/// What [`url::parse`] says of either.
pub(super) fn with_secrets_of(url: &str, kept: &str) -> Result<String, String> {
    url::parse(url)?;
    url::parse(kept)?;
    let (parts, kept) = (Parts::read(url)?, Parts::read(kept)?);
    let is_same_place = parts.way() == kept.way();
    let kept = kept.secrets;
    let artifacts = parts.query.iter().find(|(name, _)| *name == ARTIFACTS).map(|(_, shown)| shown.clone());
    let own = &parts.secrets;
    let secrets = Secrets {
        password: own.password.clone().or(kept.password.filter(|_| is_same_place)),
        sentinel_password: own.sentinel_password.clone().or(kept.sentinel_password.filter(|_| is_same_place)),
        artifacts: own
            .artifacts
            .clone()
            .or(kept.artifacts.filter(|(shown, _)| Some(shown) == artifacts.as_ref())),
    };
    Ok(parts.write(Some(&secrets)))
}

impl<'a> Parts<'a> {
    fn read(url: &'a str) -> Result<Self, String> {
        let (scheme, rest) =
            url.split_once("://").ok_or("a Redis store is named like redis://host:6379/0")?;
        let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
        let (login, place) = rest.rsplit_once('@').unwrap_or(("", rest));
        let (user, password) = login.split_once(':').unwrap_or((login, ""));
        let mut secrets = Secrets::default();
        let mut shown = Vec::new();
        for part in query.split('&').filter(|part| !part.is_empty()) {
            let (name, value) = part.split_once('=').unwrap_or((part, ""));
            let value = decode(value, name)?;
            match name {
                PASSWORD => secrets.password = Some(value),
                SENTINEL_PASSWORD => secrets.sentinel_password = Some(value),
                ARTIFACTS => {
                    let open = without_key(&value);
                    if open != value {
                        secrets.artifacts = Some((open.clone(), value));
                    }
                    shown.push((name, open));
                }
                _ => shown.push((name, value)),
            }
        }
        if secrets.password.is_none() && !password.is_empty() {
            secrets.password = Some(decode(password, "the password")?);
        }
        Ok(Self { scheme, user, place, query: shown, secrets })
    }

    /// How the servers are reached, and which they are; not the database.
    fn way(&self) -> (&str, &str) {
        let servers = self.place.split_once('/').map_or(self.place, |(servers, _)| servers);
        // A socket is all path.
        (self.scheme, if servers.is_empty() { self.place } else { servers })
    }

    fn write(&self, secrets: Option<&Secrets>) -> String {
        let mut url = format!("{}://", self.scheme);
        let password = secrets.and_then(|secrets| secrets.password.as_deref());
        url.push_str(self.user);
        if let Some(password) = password {
            url.push(':');
            url.extend(utf8_percent_encode(password, NON_ALPHANUMERIC));
        }
        if password.is_some() || !self.user.is_empty() {
            url.push('@');
        }
        url.push_str(self.place);
        let mut before = '?';
        let mut add = |name: &str, value: &str| {
            url.push(before);
            url.push_str(name);
            url.push('=');
            url.extend(utf8_percent_encode(value, VALUE));
            before = '&';
        };
        for (name, value) in &self.query {
            let whole = secrets.and_then(|secrets| secrets.artifacts.as_ref()).filter(|_| *name == ARTIFACTS);
            add(name, whole.map_or(value, |(_, whole)| whole));
        }
        if let Some(password) = secrets.and_then(|secrets| secrets.sentinel_password.as_deref()) {
            add(SENTINEL_PASSWORD, password);
        }
        url
    }
}

/// `s3:https://KEY:SECRET@HOST/BUCKET` as `s3:https://KEY@HOST/BUCKET`.
fn without_key(address: &str) -> String {
    let from = address.find("://").map_or(0, |at| at + 3);
    let (scheme, rest) = address.split_at(from);
    match rest.rsplit_once('@').map(|(login, place)| (login.split_once(':'), place)) {
        Some((Some((key, _)), place)) => format!("{scheme}{key}@{place}"),
        _ => address.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_shown_address_is_the_whole_one_without_its_secrets() {
        for (whole, shown) in [
            ("redis://shop", "redis://shop"),
            ("rediss://anna:s%40c@shop:7000/2?ca=/etc/ca.pem", "rediss://anna@shop:7000/2?ca=/etc/ca.pem"),
            ("redis://:sec@shop?prefix={a}", "redis://shop?prefix=%7Ba%7D"),
            ("redis://shop?db=2&password=sec&user=anna", "redis://shop?db=2&user=anna"),
            ("redis+unix://:sec@/run/r.sock?db=1", "redis+unix:///run/r.sock?db=1"),
            ("redis+sentinel://u:sec@a,b/g/4?sentinel_password=sec", "redis+sentinel://u@a,b/g/4"),
            (
                "redis://shop?artifacts=s3:https://KEY:se%2Fc@host/bucket/in",
                "redis://shop?artifacts=s3:https://KEY@host/bucket/in",
            ),
        ] {
            assert_eq!(without_secrets(whole).as_deref(), Ok(shown), "{whole}");
            let again = with_secrets_of(shown, whole).unwrap();
            assert_eq!(url::parse(&again), url::parse(whole), "{whole} came back as {again}");
        }
    }

    #[test]
    fn a_new_secret_goes_before_a_kept_one_and_another_artifact_store_gets_no_key() {
        let kept = "redis://anna:old@shop?artifacts=s3:https://K:key@host/bucket";
        let with = |url| with_secrets_of(url, kept).unwrap();
        assert_eq!(with("redis://anna:new@mill"), "redis://anna:new@mill");
        assert_eq!(with("redis://shop/3"), "redis://:old@shop/3");
        for elsewhere in ["redis://mill/3", "rediss://shop", "redis://shop:7000"] {
            assert_eq!(with(elsewhere), elsewhere);
        }
        let other = with("redis://shop?artifacts=s3:https://K@elsewhere/bucket");
        assert!(!other.contains("key"), "{other}");
    }

    proptest! {
        #[test]
        fn any_password_is_hidden_and_comes_back(password in "[^\0]{8,20}", user in "[a-z]{0,5}") {
            let escaped: String = utf8_percent_encode(&password, NON_ALPHANUMERIC).collect();
            let whole = format!("redis://{user}:{escaped}@shop?prefix=p");
            let shown = without_secrets(&whole).unwrap();
            prop_assert!(!shown.contains(&escaped), "{}", shown);
            prop_assert_eq!(with_secrets_of(&shown, &whole).unwrap(), whole);
        }
    }
}
