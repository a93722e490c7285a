//! Reading a Redis URL. By hand, because a list of sentinels is no URL to the crates that read URLs, and
//! because their errors repeat what they could not read.

use super::secret::Secret;
use super::settings::{Address, Login, Place, Settings, Tls};
use percent_encoding::percent_decode_str;
use std::path::PathBuf;

/// RQ's own.
pub(super) const DEFAULT_PREFIX: &str = "rq";
const SERVER_PORT: u16 = 6379;
const SENTINEL_PORT: u16 = 26379;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Scheme {
    Server,
    Socket,
    Sentinels,
}

/// What stands behind the question mark.
#[derive(Default)]
struct Query {
    database: Option<String>,
    user: Option<String>,
    password: Option<String>,
    prefix: Option<String>,
    artifacts: Option<String>,
    sentinel: Login,
    tls: Tls,
    names_tls: bool,
}

pub(super) fn parse(url: &str) -> Result<Settings, String> {
    let (scheme, rest) = url.split_once("://").ok_or("a Redis store is named like redis://host:6379/0")?;
    let (kind, secure) = match scheme {
        "redis" | "valkey" => (Scheme::Server, false),
        "rediss" | "valkeys" => (Scheme::Server, true),
        "redis+unix" | "unix" => (Scheme::Socket, false),
        "redis+sentinel" => (Scheme::Sentinels, false),
        "rediss+sentinel" => (Scheme::Sentinels, true),
        other => return Err(format!("{other}: is no kind of Redis store")),
    };
    let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
    let query = Query::read(query)?;
    if query.names_tls && !secure {
        return Err("certificates are for TLS: say rediss:// or rediss+sentinel://".into());
    }
    let (login, rest) = match rest.rsplit_once('@') {
        Some((login, rest)) => (login, rest),
        None => ("", rest),
    };
    let (user, password) = login.split_once(':').unwrap_or((login, ""));
    let tls = secure.then(|| query.tls.clone());
    let (place, path_database) = match kind {
        Scheme::Server => {
            let (address, path) = rest.split_once('/').unwrap_or((rest, ""));
            let address = read_address(address, SERVER_PORT)?;
            (Place::Server { address, tls }, path.trim_end_matches('/'))
        }
        Scheme::Socket => {
            let path = decode(rest, "the path of the socket")?;
            if !path.starts_with('/') {
                return Err("a socket is named by its whole path, like redis+unix:///run/redis.sock".into());
            }
            (Place::Socket(PathBuf::from(path)), "")
        }
        Scheme::Sentinels => {
            let (nodes, path) = rest.split_once('/').unwrap_or((rest, ""));
            let (group, database) = path.split_once('/').unwrap_or((path, ""));
            let group = decode(group, "the name of the group")?;
            if group.is_empty() {
                return Err("the name of the group is missing: redis+sentinel://host:26379/group/0".into());
            }
            let nodes: Result<_, _> =
                nodes.split(',').map(|node| read_address(node, SENTINEL_PORT)).collect();
            (Place::Sentinels { nodes: nodes?, group, login: query.sentinel, tls }, database)
        }
    };
    let some = |text: String| (!text.is_empty()).then_some(text);
    let database = query.database.or_else(|| some(path_database.to_owned())).unwrap_or_default();
    Ok(Settings {
        place,
        user: query.user.or(some(decode(user, "the user")?)),
        password: query.password.or(some(decode(password, "the password")?)).map(Secret::new),
        database: read_database(&database)?,
        prefix: read_prefix(query.prefix)?,
        artifacts: query.artifacts,
    })
}

impl Query {
    fn read(text: &str) -> Result<Self, String> {
        let mut query = Self::default();
        for part in text.split('&').filter(|part| !part.is_empty()) {
            let (name, value) = part.split_once('=').unwrap_or((part, ""));
            let value = decode(value, name)?;
            if value.is_empty() {
                return Err(format!("{name}= needs a value"));
            }
            match name {
                "db" => query.database = Some(value),
                "user" | "username" => query.user = Some(value),
                "password" => query.password = Some(value),
                "prefix" => query.prefix = Some(value),
                "artifacts" => query.artifacts = Some(value),
                "sentinel_user" => query.sentinel.user = Some(value),
                "sentinel_password" => query.sentinel.password = Some(Secret::new(value)),
                "ca" | "ssl_ca_certs" => query.tls.ca = Some(PathBuf::from(value)),
                "cert" | "ssl_certfile" => query.tls.certificate = Some(PathBuf::from(value)),
                "key" | "ssl_keyfile" => query.tls.key = Some(PathBuf::from(value)),
                "ssl_cert_reqs" if value == "required" => {}
                "ssl_cert_reqs" => {
                    return Err("a certificate is always checked: name the authority that signed it \
                                with ca=FILE"
                        .into());
                }
                other => return Err(format!("{other}= is not known here")),
            }
            query.names_tls |= matches!(name, "ca" | "cert" | "key") || name.starts_with("ssl_");
        }
        if query.tls.certificate.is_some() != query.tls.key.is_some() {
            return Err("cert= and key= go together".into());
        }
        Ok(query)
    }
}

fn decode(text: &str, what: &str) -> Result<String, String> {
    match percent_decode_str(text).decode_utf8() {
        Ok(text) if !text.contains('\0') => Ok(text.into_owned()),
        _ => Err(format!("{what} is not readable text")),
    }
}

/// `host`, `host:port`, `[::1]:port`. An empty host is this computer, as it is to redis-py.
fn read_address(text: &str, default_port: u16) -> Result<Address, String> {
    let (host, port) = match text.strip_prefix('[') {
        Some(rest) => {
            let (host, port) = rest.split_once(']').ok_or("an IPv6 address ends with ]")?;
            if host.parse::<std::net::Ipv6Addr>().is_err() {
                return Err("what stands in [ ] is no IPv6 address".into());
            }
            (host, port.strip_prefix(':').or(port.is_empty().then_some("")).ok_or("a port follows a colon")?)
        }
        None => text.split_once(':').unwrap_or((text, "")),
    };
    let port = match port {
        "" => default_port,
        port => match port.parse() {
            Ok(port) if port != 0 => port,
            _ => return Err("a port is a number from 1 to 65535".into()),
        },
    };
    let host = decode(host, "the host")?;
    if host.contains(|symbol: char| symbol.is_whitespace() || matches!(symbol, '/' | ':' | '@'))
        && !text.starts_with('[')
    {
        return Err("the host is no name of a computer".into());
    }
    Ok(Address { host: if host.is_empty() { "localhost".to_owned() } else { host }, port })
}

fn read_database(text: &str) -> Result<u32, String> {
    match text {
        "" => Ok(0),
        text => text.parse().map_err(|_| "the database is a number, like redis://host/0".into()),
    }
}

/// The letters that RQ 3.0 takes for its own `RQ_KEY_PREFIX`.
fn read_prefix(text: Option<String>) -> Result<String, String> {
    let prefix = text.unwrap_or_else(|| DEFAULT_PREFIX.to_owned());
    let allowed =
        |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b':' | b'-' | b'{' | b'}');
    let braces = prefix.matches(['{', '}']).collect::<String>();
    let tagged = braces.is_empty() || (braces == "{}" && !prefix.contains("{}"));
    if !prefix.bytes().all(allowed) || !tagged || prefix.len() > 100 {
        return Err("prefix= takes letters, digits, _ . : - and one {tag}".into());
    }
    Ok(prefix)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_form_is_read() {
        for (url, shown) in [
            ("redis://shop", "shop:6379"),
            ("redis://", "localhost:6379"),
            ("redis://shop:7000/3", "shop:7000, database 3"),
            ("redis://:pa%40ss@shop/", "shop:6379"),
            ("redis://anna:a:b@[::1]:6380/1", "[::1]:6380, database 1"),
            ("rediss://shop?ca=/etc/ca.pem&prefix=%7Brq%7D", "shop:6379, with TLS, keys {rq}:…"),
            ("redis+unix:///run/redis.sock?db=2", "/run/redis.sock, database 2"),
            ("unix://anna@/run/redis.sock", "/run/redis.sock"),
            (
                "redis+sentinel://u:p@a,b:26380/shop/4?sentinel_password=x",
                "shop by the sentinels a:26379, b:26380, database 4",
            ),
        ] {
            assert_eq!(parse(url).map(|settings| settings.to_string()).as_deref(), Ok(shown), "{url}");
        }
        let settings = parse("redis://anna:a:b%2F@shop").unwrap();
        assert_eq!(settings.user.as_deref(), Some("anna"));
        assert_eq!(settings.password.as_ref().map(Secret::reveal), Some("a:b/"));
    }

    #[test]
    fn what_is_wrong_is_named_and_nothing_is_repeated() {
        for url in [
            "redis:secret",
            "redis://:secret@shop:0",
            "redis://:secret@shop:many",
            "redis://:secret@shop/zero",
            "redis://:secret@shop?nonsense=secret",
            "redis://:secret@shop?ca=/secret",
            "rediss://:secret@shop?cert=/secret",
            "rediss://:secret@shop?ssl_cert_reqs=none",
            "redis://:secret@shop?prefix=secret%20key",
            "redis://:secret@shop?prefix={}",
            "redis://:secret@shop?prefix=a}b{",
            "redis+sentinel://:secret@shop",
            "redis+unix://:secret@run/x",
            "redis://:secret%FF@shop",
            "redis://[secret]/0",
        ] {
            let error = parse(url).unwrap_err();
            assert!(!error.contains("secret"), "{url}: {error}");
        }
    }

    #[test]
    fn no_text_of_the_settings_shows_a_password() {
        for url in [
            "redis://anna:hidden@shop?password=hidden",
            "redis+sentinel://:hidden@a/g?sentinel_password=hidden",
        ] {
            let settings = parse(url).unwrap();
            assert!(!format!("{settings} {settings:?} {settings:#?}").contains("hidden"));
        }
    }

    #[test]
    fn plain_text_counts_only_on_the_way_to_another_computer() {
        let readable = |url: &str| parse(url).unwrap().is_readable_on_the_way();
        assert!(readable("redis://shop"));
        assert!(readable("redis+sentinel://localhost,shop/g"));
        let with = |artifacts: &str| format!("rediss://shop?artifacts=s3:{artifacts}");
        assert!(readable(&with("http://k:s@minio.shop:9000/files")));
        assert!(readable(&with("http://k:s@10.0.0.7/files")));
        for url in
            ["https://k:s@minio.shop/files", "http://k:s@localhost:9000/files", "http://k:s@[::1]/files"]
        {
            assert!(!readable(&with(url)), "{url}");
        }
        for url in ["redis://localhost", "redis://127.0.0.2", "redis://[::1]", "rediss://shop", "unix:///s"] {
            assert!(!readable(url), "{url}");
        }
    }

    proptest! {
        #[test]
        fn nothing_makes_it_panic(rest in ".{0,60}", scheme in 0..4_usize) {
            let scheme = ["redis", "rediss", "redis+unix", "redis+sentinel"][scheme];
            let _ = parse(&format!("{scheme}://{rest}"));
        }

        #[test]
        fn a_password_of_any_letters_arrives(password in "[^\0]{1,20}") {
            let kept = percent_encoding::utf8_percent_encode(&password, percent_encoding::NON_ALPHANUMERIC);
            let settings = parse(&format!("redis://:{kept}@shop")).unwrap();
            prop_assert_eq!(settings.password.as_ref().map(Secret::reveal), Some(password.as_str()));
        }
    }
}
