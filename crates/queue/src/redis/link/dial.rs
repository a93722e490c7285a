//! From settings to a server that can be called: certificates, sockets, and asking the sentinels.

use super::fault;
use super::settings::{Address, Login, Place, Settings, Tls};
use penstock_jobs::StoreError;
use redis::io::tcp::{TcpSettings, socket2::TcpKeepalive};
use redis::{
    AsyncConnectionConfig, Client, ClientTlsConfig, ConnectionAddr, ConnectionInfo, IntoConnectionInfo,
    RedisConnectionInfo, TlsCertificates,
};
use std::path::Path;
use std::time::Duration;

/// Longest time from the first packet to the end of the login.
pub(super) const CONNECT_WITHIN: Duration = Duration::from_secs(3);
/// The kernel notices a dead other side by itself within 8 s (first probe after 4 s, then two), even on a
/// connection that nobody uses.
const FIRST_PROBE: Duration = Duration::from_secs(4);
const NEXT_PROBE: Duration = Duration::from_secs(2);
const PROBES: u32 = 2;
/// What was sent and not acknowledged for this long ends the connection.
const UNACKNOWLEDGED: Duration = Duration::from_secs(8);

/// The server as it stands now. With sentinels this asks them, so that each new connection goes to
/// whoever is the master then. `moved` is where a cluster said that our keys are.
pub(super) async fn client(settings: &Settings, moved: Option<&Address>) -> Result<Client, StoreError> {
    let login = Login { user: settings.user.clone(), password: settings.password.clone() };
    match &settings.place {
        Place::Socket(path) => build(ConnectionAddr::Unix(path.clone()), None, &login, settings.database),
        Place::Server { address, tls } => {
            let address = moved.unwrap_or(address);
            build(tcp(address, tls.is_some()), tls.as_ref(), &login, settings.database)
        }
        Place::Sentinels { nodes, group, login: sentinels, tls } => {
            let master = ask_sentinels(nodes, group, sentinels, tls.as_ref()).await?;
            build(tcp(&master, tls.is_some()), tls.as_ref(), &login, settings.database)
        }
    }
}

fn tcp(address: &Address, tls: bool) -> ConnectionAddr {
    let (host, port) = (address.host.clone(), address.port);
    if tls {
        ConnectionAddr::TcpTls { host, port, insecure: false, tls_params: None }
    } else {
        ConnectionAddr::Tcp(host, port)
    }
}

fn build(
    address: ConnectionAddr,
    tls: Option<&Tls>,
    login: &Login,
    database: u32,
) -> Result<Client, StoreError> {
    let mut who = RedisConnectionInfo::default()
        .set_db(i64::from(database))
        .set_lib_name("penstock", env!("CARGO_PKG_VERSION"));
    if let Some(user) = &login.user {
        who = who.set_username(user);
    }
    if let Some(password) = &login.password {
        who = who.set_password(password.reveal());
    }
    let keepalive = TcpKeepalive::new().with_time(FIRST_PROBE).with_interval(NEXT_PROBE).with_retries(PROBES);
    let socket = TcpSettings::default().set_nodelay(true).set_keepalive(keepalive);
    #[cfg(target_os = "linux")]
    let socket = socket.set_user_timeout(UNACKNOWLEDGED);
    let info: ConnectionInfo =
        address.into_connection_info().map_err(|error| fault::wrong_settings(&error))?;
    let info = info.set_redis_settings(who).set_tcp_settings(socket);
    let Some(tls) = tls else { return Client::open(info).map_err(|error| fault::wrong_settings(&error)) };
    // One provider for the whole program; whoever installed one before us meant it.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client_tls = match (&tls.certificate, &tls.key) {
        (Some(certificate), Some(key)) => {
            Some(ClientTlsConfig { client_cert: read(certificate)?, client_key: read(key)? })
        }
        _ => None,
    };
    let root_cert = tls.ca.as_deref().map(read).transpose()?;
    Client::build_with_tls(info, TlsCertificates { client_tls, root_cert })
        .map_err(|error| StoreError::Invalid(format!("the certificates cannot be used: {error}")))
}

fn read(path: &Path) -> Result<Vec<u8>, StoreError> {
    std::fs::read(path)
        .map_err(|error| StoreError::Invalid(format!("{} cannot be read: {error}", path.display())))
}

/// One connection, for commands that answer within `answer_within`; none waits for ever, and is for a
/// caller that keeps the time itself.
pub(super) async fn connect(
    client: &Client,
    answer_within: Option<Duration>,
) -> Result<redis::aio::MultiplexedConnection, redis::RedisError> {
    let config = AsyncConnectionConfig::new()
        .set_connection_timeout(Some(CONNECT_WITHIN))
        .set_response_timeout(answer_within);
    client.get_multiplexed_async_connection_with_config(&config).await
}

/// The master of the group: the first sentinel that knows one which says of itself that it is.
async fn ask_sentinels(
    nodes: &[Address],
    group: &str,
    login: &Login,
    tls: Option<&Tls>,
) -> Result<Address, StoreError> {
    let mut answers = Vec::new();
    for node in nodes {
        let client = build(tcp(node, tls.is_some()), tls, login, 0)?;
        match ask_sentinel(&client, group).await {
            Ok(Some((host, port))) => return Ok(Address { host, port }),
            Ok(None) => answers.push(format!("{node} knows no group {group}")),
            Err(error) => answers.push(format!("{node}: {}", fault::words(&error))),
        }
    }
    Err(StoreError::Unavailable(format!("no sentinel names a master: {}", answers.join("; "))))
}

async fn ask_sentinel(client: &Client, group: &str) -> Result<Option<(String, u16)>, redis::RedisError> {
    let mut sentinel = connect(client, Some(CONNECT_WITHIN)).await?;
    redis::cmd("SENTINEL").arg("GET-MASTER-ADDR-BY-NAME").arg(group).query_async(&mut sentinel).await
}
