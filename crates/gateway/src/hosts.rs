//! Names under which a browser may come here.
//!
//! A page of another site can point its own name at this machine (DNS rebinding) and would then be of
//! the same origin as we. So a name that is not ours is refused, whatever address it came by.

use std::net::{IpAddr, SocketAddr};

/// The hosts that requests may name.
pub(crate) struct Hosts {
    listen: IpAddr,
    /// Names that the operator gave this server.
    named: Vec<String>,
}

impl Hosts {
    pub(crate) fn new(listen: SocketAddr, named: Vec<String>) -> Self {
        Self { listen: listen.ip(), named }
    }

    /// Whether a `Host` header names us. The port is not looked at: a tunnel may have changed it, and a
    /// page of another site cannot take one of these names.
    pub(crate) fn allows(&self, host: &str) -> bool {
        let name = without_port(host);
        let ours = |known: &String| !known.is_empty() && known.eq_ignore_ascii_case(name);
        if name.eq_ignore_ascii_case("localhost") || self.named.iter().any(ours) {
            return true;
        }
        let Ok(address) = name.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>() else {
            return false;
        };
        // On all addresses, any of them may be ours; an address cannot be rebound like a name.
        address.is_loopback() || address == self.listen || self.listen.is_unspecified()
    }
}

/// The host without its port.
fn without_port(host: &str) -> &str {
    let after_address = host.rfind(']').map_or(0, |at| at + 1);
    match host[after_address..].find(':') {
        Some(colon) => &host[..after_address + colon],
        None => host,
    }
}

/// Whether an `Origin` header is the origin of a page that this `Host` served.
pub(crate) fn same_origin(origin: &str, host: &str) -> bool {
    let served = origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://"));
    served.is_some_and(|served| served.eq_ignore_ascii_case(host))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(listen: &str) -> Hosts {
        Hosts::new(listen.parse().unwrap(), vec!["plotter.shop.example".to_owned()])
    }

    #[test]
    fn on_loopback_only_loopback_names_are_ours() {
        let hosts = at("127.0.0.1:5000");
        for ours in ["127.0.0.1:5000", "localhost:5000", "LOCALHOST", "[::1]:5000", "[::1]", "127.0.0.1:8080"]
        {
            assert!(hosts.allows(ours), "{ours}");
        }
        for other in [
            "evil.example",
            "localhost.evil.example:5000",
            "192.168.0.7:5000",
            "",
            "[::1",
            "127.0.0.1.evil.example",
        ] {
            assert!(!hosts.allows(other), "{other}");
        }
    }

    #[test]
    fn elsewhere_the_address_is_ours_and_names_are_not() {
        assert!(at("192.168.0.7:5000").allows("192.168.0.7:5000"));
        assert!(!at("192.168.0.7:5000").allows("192.168.0.8:5000"));
        assert!(at("0.0.0.0:5000").allows("192.168.0.8:5000"));
        assert!(!at("0.0.0.0:5000").allows("shop.example:5000"));
        assert!(at("0.0.0.0:5000").allows("Plotter.shop.example:443"));
    }

    #[test]
    fn an_origin_is_the_whole_host_or_another_one() {
        assert!(same_origin("http://127.0.0.1:5000", "127.0.0.1:5000"));
        for other in [
            "null",
            "http://127.0.0.1:5001",
            "http://evil.example",
            "file://",
            "http://127.0.0.1:5000.evil.example",
        ] {
            assert!(!same_origin(other, "127.0.0.1:5000"), "{other}");
        }
    }
}
