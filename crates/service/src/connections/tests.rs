use super::{Connections, EMBEDDED, SecretPlace, Secrets};
use crate::ErrorCode;

fn kept() -> (Connections, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    (Connections::at(folder.path().join("penstock"), Secrets::FileOnly), folder)
}

#[test]
fn a_password_is_in_its_own_file_and_nowhere_else() {
    let (connections, folder) = kept();
    connections.save("Shop floor", "rediss://anna:hidden@shop/2").unwrap();
    connections.save("Bench", "redis://localhost").unwrap();
    let all = connections.read().unwrap();
    assert_eq!(all.connections[0].secret_in, Some(SecretPlace::File));
    assert_eq!(all.connections[1].secret_in, None);
    assert_eq!(connections.url("Shop floor").unwrap(), "rediss://anna:hidden@shop/2");
    assert_eq!(connections.url("Bench").unwrap(), "redis://localhost");
    let text = std::fs::read_to_string(folder.path().join("penstock/connections.json")).unwrap();
    assert!(!text.contains("hidden"), "{text}");
    #[cfg(unix)]
    for file in std::fs::read_dir(folder.path().join("penstock")).unwrap() {
        use std::os::unix::fs::PermissionsExt as _;
        let file = file.unwrap();
        let mode = file.metadata().unwrap().permissions().mode() & 0o777;
        assert!(mode == 0o600 || file.file_name() == "connections.lock", "{:?} {mode:o}", file.file_name());
    }
    connections.note("desktop:anna", "connection-save", "Shop floor").unwrap();
    connections.delete("Shop floor").unwrap();
    let left = std::fs::read_dir(folder.path().join("penstock")).unwrap();
    let secrets = left.filter(|file| file.as_ref().unwrap().file_name().to_string_lossy().contains("secret"));
    assert_eq!(secrets.count(), 0);
}

#[test]
fn one_is_chosen_until_it_is_deleted() {
    let (connections, _folder) = kept();
    connections.save("Shop", "redis://shop").unwrap();
    connections.choose("Shop").unwrap();
    assert_eq!(connections.read().unwrap().chosen.as_deref(), Some("Shop"));
    connections.choose(EMBEDDED).unwrap();
    assert_eq!(connections.read().unwrap().chosen, None);
    connections.choose("Shop").unwrap();
    connections.delete("Shop").unwrap();
    assert_eq!(connections.read().unwrap().chosen, None);
    assert_eq!(connections.choose("Shop").unwrap_err().code, ErrorCode::NotFound);
    assert_eq!(connections.delete("Shop").unwrap_err().code, ErrorCode::NotFound);
}

#[test]
fn what_cannot_be_a_connection_is_refused_without_its_password() {
    let (connections, _folder) = kept();
    for (name, url) in [
        ("", "redis://shop"),
        (EMBEDDED, "redis://shop"),
        ("a\nb", "redis://shop"),
        ("Shop", "redis://:hidden@shop:x"),
        ("Shop", "sqlite:/hidden"),
    ] {
        let error = connections.save(name, url).unwrap_err();
        assert_eq!(error.code, ErrorCode::BadRequest, "{name} {url}");
        assert!(!format!("{error:?}").contains("hidden"), "{error:?}");
    }
}

#[test]
fn what_is_shown_of_a_connection_can_be_saved_again_without_its_secrets_typed() {
    let (connections, _folder) = kept();
    let whole = "rediss://anna:hidden@shop/2?prefix=mill&ca=/etc/ca.pem&artifacts=s3:https://K:hidden@host/b";
    connections.save("Shop", whole).unwrap();
    let address = connections.read().unwrap().connections[0].address.clone();
    assert_eq!(address, "rediss://anna@shop/2?prefix=mill&ca=/etc/ca.pem&artifacts=s3:https://K@host/b");
    let other = connections.completed("Shop", &address.replace("shop/2", "shop/3")).unwrap();
    assert_eq!(other, whole.replace("shop/2", "shop/3"));
    assert_eq!(connections.completed("Mill", &address).unwrap_err().code, ErrorCode::NotFound);
}
