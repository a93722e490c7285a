//! Which bucket `?artifacts=s3:…` means, and with which key.
//!
//! - `s3:BUCKET[/PREFIX]`: server, region and key come from the environment, as every tool for S3 reads them
//!   (`AWS_ENDPOINT_URL`, `AWS_REGION`, `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, …).
//! - `s3:https://KEY:SECRET@HOST[:PORT]/BUCKET[/PREFIX][?region=REGION]`: all of it is in the URL, so that a
//!   worker elsewhere needs nothing else. Key and secret are percent-encoded, and the whole once more where it
//!   stands within a store's URL.

use percent_encoding::percent_decode_str;
use std::fmt;
use url::{Host, Url};

/// What servers that are not Amazon's take for a region.
const ANY_REGION: &str = "us-east-1";

/// A bucket and the way to it. Its texts never hold the secret.
#[derive(Clone, PartialEq, Eq)]
pub struct S3Place {
    pub(super) bucket: String,
    /// Before each name, without slashes around it; often empty.
    pub(super) prefix: String,
    /// None: the environment says it.
    pub(super) server: Option<S3Server>,
}

/// A server that the URL names.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct S3Server {
    pub(super) endpoint: String,
    pub(super) region: String,
    pub(super) key: String,
    pub(super) secret: String,
}

impl S3Place {
    /// Reads what follows `s3:`.
    ///
    /// # Errors
    /// A sentence that does not repeat what was read.
    pub(super) fn read(text: &str) -> Result<Self, &'static str> {
        if text.starts_with("http://") || text.starts_with("https://") {
            return Self::of_url(text);
        }
        let (bucket, prefix) = split(text.trim_start_matches('/'))?;
        Ok(Self { bucket, prefix, server: None })
    }

    fn of_url(text: &str) -> Result<Self, &'static str> {
        let url = Url::parse(text).map_err(|_| "artifacts=s3: holds an address that cannot be read")?;
        let host = url.host_str().ok_or("artifacts=s3: names no server")?;
        let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
        let secret = url.password().ok_or("artifacts=s3: needs KEY:SECRET@ before the server")?;
        let (bucket, prefix) = split(url.path().trim_start_matches('/'))?;
        let region =
            url.query_pairs().find(|(name, _)| name == "region").map(|(_, region)| region.into_owned());
        let server = S3Server {
            endpoint: format!("{}://{host}{port}", url.scheme()),
            region: region.unwrap_or_else(|| ANY_REGION.to_owned()),
            key: decoded(url.username())?,
            secret: decoded(secret)?,
        };
        Ok(Self { bucket, prefix, server: Some(server) })
    }

    /// Whether it is reached without TLS.
    pub(super) fn is_plain(&self) -> bool {
        self.server.as_ref().is_some_and(|server| server.endpoint.starts_with("http://"))
    }

    /// Whether what is said can be read by others on the way: no TLS, and not within this computer.
    pub(crate) fn is_readable_on_the_way(&self) -> bool {
        let Some(server) = self.server.as_ref().filter(|_| self.is_plain()) else { return false };
        match Url::parse(&server.endpoint).ok().as_ref().and_then(Url::host) {
            Some(Host::Domain(name)) => name != "localhost",
            Some(Host::Ipv4(address)) => !address.is_loopback(),
            Some(Host::Ipv6(address)) => !address.is_loopback(),
            None => true,
        }
    }
}

fn decoded(text: &str) -> Result<String, &'static str> {
    let text = percent_decode_str(text).decode_utf8();
    text.map(String::from).map_err(|_| "artifacts=s3: holds a key that is no text")
}

/// Bucket and prefix.
fn split(path: &str) -> Result<(String, String), &'static str> {
    let (bucket, prefix) = path.split_once('/').unwrap_or((path, ""));
    let prefix = prefix.trim_matches('/');
    let name = |text: &str| text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._/".contains(&byte));
    if bucket.len() < 3 || bucket.len() > 63 || !name(bucket) {
        return Err("artifacts=s3: needs a bucket of 3 to 63 letters, digits, dots and dashes");
    }
    if !name(prefix) || prefix.split('/').any(|part| part == "." || part == "..") {
        return Err("artifacts=s3: takes letters, digits, dots, dashes and slashes after the bucket");
    }
    Ok((bucket.to_owned(), prefix.to_owned()))
}

impl fmt::Debug for S3Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let endpoint = self.server.as_ref().map_or("the environment's server", |server| &server.endpoint);
        write!(f, "S3Place({endpoint}, {}, {:?})", self.bucket, self.prefix)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_are_read() {
        let short = S3Place::read("shop/files").unwrap();
        assert_eq!((short.bucket.as_str(), short.prefix.as_str()), ("shop", "files"));
        assert!(short.server.is_none());
        let long = S3Place::read("https://me:a%2Fb%40c@minio.shop:9000/shop/?region=eu-1").unwrap();
        assert_eq!((long.bucket.as_str(), long.prefix.as_str()), ("shop", ""));
        let server = long.server.clone().unwrap();
        assert_eq!(server.endpoint, "https://minio.shop:9000");
        assert_eq!(
            (server.key.as_str(), server.secret.as_str(), server.region.as_str()),
            ("me", "a/b@c", "eu-1")
        );
        assert!(!format!("{long:?}").contains("a/b@c"));
        assert!(!long.is_plain());
    }

    #[test]
    fn what_is_no_place_is_said_without_repeating_it() {
        for wrong in [
            "",
            "ab",
            "https://hidden@host/shop",
            "https://me:hidden@host/",
            "https://me:hidden@host/a b/",
            "shop/../hidden",
            "http://:hidden",
            "hid den",
        ] {
            let said = S3Place::read(wrong).unwrap_err();
            assert!(!said.contains("hid"), "{said}");
        }
    }
}
