//! From settings to a connection, one step after the other: a name becomes addresses, an address a
//! socket, a socket a TLS session, and that a login. Each step says in its own words what went wrong.

use super::fault;
use super::settings::{Address, Login, Place, Settings};
use super::tls;
use penstock_jobs::StoreError;
use redis::aio::{MultiplexedConnection, PubSub};
use redis::io::tcp::socket2::{SockRef, TcpKeepalive};
use redis::{AsyncConnectionConfig, RedisConnectionInfo};
use std::io;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpStream, lookup_host};
use tokio::task::JoinHandle;
use tokio::time::timeout;

/// Longest time of all steps together.
pub(super) const CONNECT_WITHIN: Duration = Duration::from_millis(2500);
/// The kernel notices a dead other side by itself within 8 s (first probe after 4 s, then two), even on a
/// connection that nobody uses.
const FIRST_PROBE: Duration = Duration::from_secs(4);
const NEXT_PROBE: Duration = Duration::from_secs(2);
const PROBES: u32 = 2;
/// What was sent and not acknowledged for this long ends the connection.
#[cfg(target_os = "linux")]
const UNACKNOWLEDGED: Duration = Duration::from_secs(8);

/// Both directions of a connection, whatever carries them.
pub(super) trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Stream for T {}

/// A connection for commands. Its last clone ends it, whether or not the server still owes answers.
#[derive(Clone)]
pub(super) struct Wire {
    pub(super) connection: MultiplexedConnection,
    driver: Arc<Driver>,
}

struct Driver(JoinHandle<()>);

impl Drop for Driver {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl Wire {
    /// It ended: the server or the network closed it. What is sent now would be lost for sure.
    pub(super) fn is_over(&self) -> bool {
        self.driver.0.is_finished()
    }
}

/// A connection for commands that answer within `answer_within`; none waits for ever, and is for a caller
/// that keeps the time itself. `moved` is where a cluster said that our keys are.
///
/// # Errors
/// [`StoreError::Unavailable`] when a step fails, [`StoreError::Invalid`] when the settings cannot work.
pub(super) async fn wire(
    settings: &Settings,
    moved: Option<&Address>,
    answer_within: Option<Duration>,
) -> Result<Wire, StoreError> {
    let named = |error: StoreError| naming(settings, error);
    let connecting = async {
        let stream = stream(settings, moved).await.map_err(named)?;
        let config = AsyncConnectionConfig::new().set_response_timeout(answer_within);
        log_in(&login_of(settings), stream, config)
            .await
            .map_err(|error| fault::to_store_error(&error, settings))
    };
    within(settings, connecting).await
}

/// A connection for pub/sub.
///
/// # Errors
/// As [`wire`].
pub(super) async fn pubsub(settings: &Settings) -> Result<PubSub, StoreError> {
    let connecting = async {
        let stream = stream(settings, None).await.map_err(|error| naming(settings, error))?;
        let connected = PubSub::new(&login_of(settings), stream).await;
        connected.map_err(|error| fault::to_store_error(&error, settings))
    };
    within(settings, connecting).await
}

async fn within<T>(
    settings: &Settings,
    connecting: impl Future<Output = Result<T, StoreError>>,
) -> Result<T, StoreError> {
    timeout(CONNECT_WITHIN, connecting).await.unwrap_or_else(|_| {
        Err(naming(settings, StoreError::Unavailable("it does not answer in time".into())))
    })
}

/// Says which server it is about.
fn naming(settings: &Settings, error: StoreError) -> StoreError {
    match error {
        StoreError::Unavailable(text) => StoreError::Unavailable(format!("{settings}: {text}")),
        other => other,
    }
}

/// Logs in, and lets a task of its own carry requests and answers.
pub(super) async fn log_in(
    login: &RedisConnectionInfo,
    stream: Box<dyn Stream>,
    config: AsyncConnectionConfig,
) -> Result<Wire, redis::RedisError> {
    let (connection, driver) = MultiplexedConnection::new_with_config(login, stream, config).await?;
    Ok(Wire { connection, driver: Arc::new(Driver(tokio::spawn(driver))) })
}

pub(super) fn login_of(settings: &Settings) -> RedisConnectionInfo {
    let login = Login { user: settings.user.clone(), password: settings.password.clone() };
    who(&login).set_db(i64::from(settings.database))
}

fn who(login: &Login) -> RedisConnectionInfo {
    let mut who = RedisConnectionInfo::default().set_lib_name("penstock", env!("CARGO_PKG_VERSION"));
    if let Some(user) = &login.user {
        who = who.set_username(user);
    }
    if let Some(password) = &login.password {
        who = who.set_password(password.reveal());
    }
    who
}

/// The way to the server as it stands now. With sentinels this asks them, so that each new connection
/// goes to whoever is the master then.
async fn stream(settings: &Settings, moved: Option<&Address>) -> Result<Box<dyn Stream>, StoreError> {
    match &settings.place {
        Place::Socket(path) => socket_file(path).await,
        Place::Server { address, tls } => reach(moved.unwrap_or(address), tls.as_ref()).await,
        Place::Sentinels { tls, .. } => reach(&master(settings).await?, tls.as_ref()).await,
    }
}

#[cfg(unix)]
pub(super) async fn socket_file(path: &Path) -> Result<Box<dyn Stream>, StoreError> {
    let stream = tokio::net::UnixStream::connect(path).await.map_err(|error| unavailable(&error))?;
    Ok(Box::new(stream))
}

#[cfg(not(unix))]
pub(super) async fn socket_file(_path: &Path) -> Result<Box<dyn Stream>, StoreError> {
    Err(StoreError::Invalid("this system has no socket files; use redis://localhost".into()))
}

async fn reach(address: &Address, tls: Option<&super::settings::Tls>) -> Result<Box<dyn Stream>, StoreError> {
    // Files that cannot be used are our fault, and said before anything of the server's.
    let tls = tls.map(tls::config).transpose()?;
    let addresses = resolve(address).await?;
    let socket = connect(&addresses).await?;
    match tls {
        None => Ok(Box::new(socket)),
        Some(config) => Ok(Box::new(tls::secure(&address.host, config, socket).await?)),
    }
}

/// The first step.
pub(super) async fn resolve(address: &Address) -> Result<Vec<SocketAddr>, StoreError> {
    let found = lookup_host((address.host.as_str(), address.port)).await;
    let found: Vec<SocketAddr> = found
        .map_err(|error| StoreError::Unavailable(format!("the name {} is not known: {error}", address.host)))?
        .collect();
    if found.is_empty() {
        return Err(StoreError::Unavailable(format!("the name {} has no address", address.host)));
    }
    Ok(found)
}

/// The second step: the first address that takes the connection.
pub(super) async fn connect(addresses: &[SocketAddr]) -> Result<TcpStream, StoreError> {
    let mut first_error = None;
    for address in addresses {
        match TcpStream::connect(address).await.and_then(|stream| watch(&stream).map(|()| stream)) {
            Ok(stream) => return Ok(stream),
            Err(error) => first_error = first_error.or(Some(error)),
        }
    }
    Err(first_error
        .map_or_else(|| StoreError::Unavailable("it has no address".into()), |error| unavailable(&error)))
}

/// Small requests go out at once; a dead other side is noticed.
fn watch(stream: &TcpStream) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let socket = SockRef::from(stream);
    let keepalive = TcpKeepalive::new().with_time(FIRST_PROBE).with_interval(NEXT_PROBE).with_retries(PROBES);
    socket.set_tcp_keepalive(&keepalive)?;
    #[cfg(target_os = "linux")]
    socket.set_tcp_user_timeout(Some(UNACKNOWLEDGED))?;
    Ok(())
}

fn unavailable(error: &io::Error) -> StoreError {
    StoreError::Unavailable(match error.kind() {
        io::ErrorKind::ConnectionRefused | io::ErrorKind::NotFound => "nothing listens there".to_owned(),
        io::ErrorKind::PermissionDenied => "this user may not use it".to_owned(),
        _ => error.to_string(),
    })
}

/// The master of the group: what the first sentinel that knows one says.
pub(super) async fn master(settings: &Settings) -> Result<Address, StoreError> {
    let Place::Sentinels { nodes, group, login, tls } = &settings.place else {
        return Err(StoreError::Invalid("there are no sentinels to ask".into()));
    };
    let mut answers = Vec::new();
    for node in nodes {
        let asked = async {
            let stream = reach(node, tls.as_ref()).await.map_err(|error| match error {
                StoreError::Unavailable(text) => text,
                other => other.to_string(),
            })?;
            let config = AsyncConnectionConfig::new().set_response_timeout(Some(CONNECT_WITHIN));
            let mut sentinel =
                log_in(&who(login), stream, config).await.map_err(|error| fault::words(&error))?;
            redis::cmd("SENTINEL")
                .arg("GET-MASTER-ADDR-BY-NAME")
                .arg(group)
                .query_async::<Option<(String, u16)>>(&mut sentinel.connection)
                .await
                .map_err(|error| fault::words(&error))
        };
        // One that is silent leaves time for the others.
        match timeout(CONNECT_WITHIN / 2, asked).await {
            Ok(Ok(Some((host, port)))) => return Ok(Address { host, port }),
            Ok(Ok(None)) => answers.push(format!("{node} knows no group {group}")),
            Ok(Err(words)) => answers.push(format!("{node}: {words}")),
            Err(_) => answers.push(format!("{node} does not answer in time")),
        }
    }
    Err(StoreError::Unavailable(format!("no sentinel names a master: {}", answers.join("; "))))
}
