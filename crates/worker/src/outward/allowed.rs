//! The operator's list of addresses.

use std::fmt;
use url::{Host, Url};

/// Addresses that requests may go to. Empty allows nothing.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct AllowList {
    entries: Vec<Entry>,
    private_addresses: bool,
}

/// An entry that is neither a host nor an address.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error(
    "{0:?} is neither a host (example.com, example.com:8080) nor an address (https://example.com/drawings/)"
)]
pub struct BadEntry(String);

/// One entry. Without a scheme, both, on their usual ports.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Entry {
    scheme: Option<String>,
    host: Host,
    port: Option<u16>,
    /// Segments that the path begins with.
    path: Vec<String>,
}

impl AllowList {
    /// Reads entries: `example.com`, `example.com:8080`, or the beginning of an address like
    /// `https://example.com/drawings/`. With `private_addresses` the names may lead into a private network
    /// or to this computer.
    ///
    /// # Errors
    /// [`BadEntry`] with the first that cannot be read.
    pub fn new<T: AsRef<str>>(entries: &[T], private_addresses: bool) -> Result<Self, BadEntry> {
        let entries = entries.iter().map(|entry| Entry::read(entry.as_ref()));
        Ok(Self { entries: entries.collect::<Result<_, _>>()?, private_addresses })
    }

    /// Whether requests may go to this address.
    #[must_use]
    pub fn allows(&self, url: &Url) -> bool {
        let bare = url.username().is_empty() && url.password().is_none();
        bare && self.entries.iter().any(|entry| entry.fits(url))
    }

    /// Whether a name may lead into a private network.
    pub(super) fn allows_private_addresses(&self) -> bool {
        self.private_addresses
    }
}

impl Entry {
    fn read(text: &str) -> Result<Self, BadEntry> {
        let bad = || BadEntry(text.to_owned());
        let has_scheme = text.contains("://");
        let whole = if has_scheme { text.to_owned() } else { format!("https://{text}") };
        let url = Url::parse(&whole).map_err(|_| bad())?;
        let plain = matches!(url.scheme(), "http" | "https")
            && url.username().is_empty()
            && url.password().is_none()
            && url.query().is_none()
            && url.fragment().is_none();
        let host = url.host().filter(|_| plain).ok_or_else(bad)?.to_owned();
        if !has_scheme && text.contains('/') {
            return Err(bad());
        }
        let port = if has_scheme {
            url.port_or_known_default()
        } else {
            // `https://` above hides a given 443.
            text.rsplit_once(':').and_then(|(_, port)| port.parse().ok())
        };
        let scheme = has_scheme.then(|| url.scheme().to_owned());
        Ok(Self { scheme, host, port, path: segments(&url) })
    }

    fn fits(&self, url: &Url) -> bool {
        let port = url.port_or_known_default();
        let usual = match url.scheme() {
            "http" => Some(80),
            "https" => Some(443),
            _ => return false,
        };
        self.scheme.as_deref().is_none_or(|scheme| scheme == url.scheme())
            && url.host() == Some(as_ref(&self.host))
            && port == self.port.or(usual)
            && segments(url).starts_with(&self.path)
    }
}

fn as_ref(host: &Host) -> Host<&str> {
    match host {
        Host::Domain(name) => Host::Domain(name),
        Host::Ipv4(address) => Host::Ipv4(*address),
        Host::Ipv6(address) => Host::Ipv6(*address),
    }
}

/// The parts of the path; the parser has taken `..` out, also where it was encoded.
fn segments(url: &Url) -> Vec<String> {
    let parts = url.path_segments().into_iter().flatten().map(str::to_owned);
    let mut parts: Vec<String> = parts.collect();
    if parts.last().is_some_and(String::is_empty) {
        parts.pop();
    }
    parts
}

impl fmt::Display for AllowList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.entries.is_empty() {
            return f.write_str("none");
        }
        for (number, entry) in self.entries.iter().enumerate() {
            let comma = if number == 0 { "" } else { ", " };
            let scheme = entry.scheme.as_deref().map(|scheme| format!("{scheme}://")).unwrap_or_default();
            let port = entry.port.map(|port| format!(":{port}")).unwrap_or_default();
            let path: String = entry.path.iter().map(|part| format!("/{part}")).collect();
            write!(f, "{comma}{scheme}{}{port}{path}", entry.host)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allows(entry: &str, address: &str) -> bool {
        AllowList::new(&[entry], false).unwrap().allows(&Url::parse(address).unwrap())
    }

    #[test]
    fn an_entry_allows_its_host_port_and_path_and_nothing_beside() {
        assert!(allows("shop.example", "https://shop.example/a.svg"));
        assert!(allows("shop.example", "http://SHOP.example:80/a.svg"));
        assert!(allows("shop.example:8080", "http://shop.example:8080/"));
        assert!(allows("https://shop.example/art/", "https://shop.example/art/a.svg"));
        assert!(allows("[::1]:90", "http://[::1]:90/"));
        for (entry, address) in [
            ("shop.example", "http://shop.example:8080/"),
            ("shop.example", "https://shop.example.evil.test/"),
            ("shop.example", "https://evil.test/?shop.example"),
            ("shop.example", "https://shop.example@evil.test/"),
            ("shop.example", "https://user:secret@shop.example/"),
            ("shop.example", "ftp://shop.example/"),
            ("https://shop.example", "http://shop.example/"),
            ("https://shop.example/art", "https://shop.example/artists/a.svg"),
            ("https://shop.example/art", "https://shop.example/art/../secret.svg"),
            ("https://shop.example/art", "https://shop.example/art/%2e%2e/secret.svg"),
        ] {
            assert!(!allows(entry, address), "{entry} allowed {address}");
        }
    }

    #[test]
    fn what_is_no_entry_is_named() {
        for bad in
            ["", "shop.example/art", "ftp://shop.example", "https://me@shop.example", "https://a/?q", "a b"]
        {
            assert!(AllowList::new(&[bad], false).is_err(), "{bad:?}");
        }
        assert!(!AllowList::default().allows(&Url::parse("https://shop.example").unwrap()));
    }
}
