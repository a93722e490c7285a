//! TLS over a connected socket: whom we trust, and how we show who we are.

use super::settings::Tls;
use penstock_jobs::StoreError;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use std::path::Path;
use std::sync::Arc;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

/// The third step.
///
/// # Errors
/// [`StoreError::Unavailable`] when the server is not who it should be, or does not trust us.
pub(super) async fn secure(
    host: &str,
    config: ClientConfig,
    socket: TcpStream,
) -> Result<TlsStream<TcpStream>, StoreError> {
    let name = ServerName::try_from(host.to_owned())
        .map_err(|_| StoreError::Invalid(format!("{host} is no name that a certificate could hold")))?;
    TlsConnector::from(Arc::new(config))
        .connect(name, socket)
        .await
        .map_err(|error| StoreError::Unavailable(format!("TLS was refused: {error}")))
}

/// From the files; read anew for each connection, for certificates are replaced while programs run.
///
/// # Errors
/// [`StoreError::Invalid`] names the file that cannot be used.
pub(super) fn config(files: &Tls) -> Result<ClientConfig, StoreError> {
    // Named here, so that no other crate's choice of a provider matters.
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| StoreError::Invalid(format!("TLS cannot be used: {error}")))?
        .with_root_certificates(roots(files.ca.as_deref())?);
    let (Some(certificate), Some(key)) = (&files.certificate, &files.key) else {
        return Ok(builder.with_no_client_auth());
    };
    let chain = certificates(certificate)?;
    let secret = PrivateKeyDer::from_pem_file(key).map_err(|error| unusable(key, &error))?;
    builder.with_client_auth_cert(chain, secret).map_err(|error| unusable(key, &error))
}

fn roots(ca: Option<&Path>) -> Result<RootCertStore, StoreError> {
    let mut roots = RootCertStore::empty();
    match ca {
        Some(file) => {
            for certificate in certificates(file)? {
                roots.add(certificate).map_err(|error| unusable(file, &error))?;
            }
        }
        None => {
            let known = rustls_native_certs::load_native_certs();
            roots.add_parsable_certificates(known.certs);
            if roots.is_empty() {
                return Err(StoreError::Invalid(
                    "this system trusts no certificate authority; name one with ca=FILE".into(),
                ));
            }
        }
    }
    Ok(roots)
}

fn certificates(file: &Path) -> Result<Vec<CertificateDer<'static>>, StoreError> {
    let found: Result<Vec<_>, _> =
        CertificateDer::pem_file_iter(file).map_err(|error| unusable(file, &error))?.collect();
    let found = found.map_err(|error| unusable(file, &error))?;
    if found.is_empty() {
        return Err(StoreError::Invalid(format!("{} holds no certificate", file.display())));
    }
    Ok(found)
}

fn unusable(file: &Path, error: &dyn std::fmt::Display) -> StoreError {
    StoreError::Invalid(format!("{} cannot be used: {error}", file.display()))
}
