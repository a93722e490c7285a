use super::{get, open, set};
use penstock_jobs::StoreError;
use penstock_testkit::RedisServer;
use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair};
use std::net::TcpListener;
use std::path::{Path, PathBuf};

/// An authority of its own, with a certificate for `localhost` and one for a client.
struct Certificates {
    folder: tempfile::TempDir,
}

impl Certificates {
    fn make() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: String| std::fs::write(folder.path().join(name), text).unwrap();
        let key = KeyPair::generate().unwrap();
        let mut authority = CertificateParams::new(Vec::<String>::new()).unwrap();
        authority.distinguished_name.push(DnType::CommonName, "Authority of a test");
        authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        write("ca.pem", authority.self_signed(&key).unwrap().pem());
        let issuer = Issuer::new(authority, key);
        for (name, host) in [("server", "localhost"), ("client", "a-client")] {
            let key = KeyPair::generate().unwrap();
            let params = CertificateParams::new(vec![host.to_owned()]).unwrap();
            write(&format!("{name}.pem"), params.signed_by(&key, &issuer).unwrap().pem());
            write(&format!("{name}.key"), key.serialize_pem());
        }
        Self { folder }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn server(&self, clients: &str) -> (RedisServer, u16) {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let file = |name: &str| self.path(name).display().to_string();
        let (ca, certificate, key) = (file("ca.pem"), file("server.pem"), file("server.key"));
        let port_text = port.to_string();
        let server = RedisServer::start_with(&[
            "--tls-port",
            &port_text,
            "--tls-cert-file",
            &certificate,
            "--tls-key-file",
            &key,
            "--tls-ca-cert-file",
            &ca,
            "--tls-auth-clients",
            clients,
        ]);
        (server, port)
    }
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

#[tokio::test]
async fn an_authority_of_ones_own_is_trusted_and_no_other() {
    let ours = Certificates::make();
    let (_server, port) = ours.server("no");
    let link = open(&format!("rediss://localhost:{port}?ca={}", shown(&ours.path("ca.pem")))).await.unwrap();
    set(&link, "a", "b").await.unwrap();
    assert_eq!(get(&link, "a").await.unwrap().as_deref(), Some("b"));

    let others = Certificates::make();
    for url in [
        format!("rediss://localhost:{port}?ca={}", shown(&others.path("ca.pem"))),
        format!("rediss://localhost:{port}"),
        // The certificate is for the name, not for the address.
        format!("rediss://127.0.0.1:{port}?ca={}", shown(&ours.path("ca.pem"))),
    ] {
        let refused = open(&url).await.unwrap_err();
        let text = refused.to_string();
        assert!(
            matches!(refused, StoreError::Unavailable(_)) && text.contains("certificate"),
            "{url}: {text}"
        );
    }
}

#[tokio::test]
async fn a_client_certificate_opens_the_door() {
    let ours = Certificates::make();
    let (_server, port) = ours.server("yes");
    let base = format!("rediss://localhost:{port}?ca={}", shown(&ours.path("ca.pem")));
    let without = open(&base).await.unwrap_err();
    assert!(matches!(without, StoreError::Unavailable(_)), "{without}");
    let with =
        format!("{base}&cert={}&key={}", shown(&ours.path("client.pem")), shown(&ours.path("client.key")));
    let link = open(&with).await.unwrap();
    set(&link, "a", "b").await.unwrap();
    let mut heard = link.listen(vec!["channel".into()]);
    assert!(heard.recv().await.unwrap().is_resumed(), "pub/sub takes the same way");
}

#[tokio::test]
async fn a_certificate_that_is_no_file_is_named() {
    for part in ["ca=/no/such/ca.pem", "cert=/no/such/cert.pem&key=/no/such/key.pem"] {
        let error = open(&format!("rediss://localhost:1?{part}")).await.unwrap_err();
        assert!(matches!(&error, StoreError::Invalid(text) if text.contains("/no/such/")), "{error}");
    }
}
