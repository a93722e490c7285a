use super::{metadata, root};

/// The licences that `deny.toml` allows.
fn allowed() -> Vec<String> {
    let deny = std::fs::read_to_string(root().join("deny.toml")).expect("deny.toml is there");
    let list = deny
        .split("allow = [")
        .nth(1)
        .and_then(|rest| rest.split(']').next())
        .expect("deny.toml allows licences");
    list.lines()
        .map(|line| line.split('#').next().unwrap_or_default().trim())
        .filter_map(|line| Some(line.strip_prefix('"')?.split('"').next()?.to_owned()))
        .collect()
}

/// Whether an SPDX expression can be satisfied: every part joined by `AND` needs one allowed choice.
/// The old form `MIT/Apache-2.0` means a choice.
fn satisfied(expression: &str, allowed: &[String]) -> bool {
    let flat = expression.replace(['(', ')'], "").replace('/', " OR ");
    flat.split(" AND ")
        .all(|part| part.split(" OR ").any(|choice| allowed.iter().any(|a| a == choice.trim())))
}

#[test]
fn everything_we_link_has_a_licence_that_deny_toml_allows() {
    let allowed = allowed();
    assert!(allowed.len() > 5, "deny.toml was understood");
    let metadata = metadata();
    for package in metadata["packages"].as_array().expect("metadata has packages") {
        let name = package["name"].as_str().unwrap_or_default();
        let licence = package["license"].as_str().unwrap_or_default();
        assert!(satisfied(licence, &allowed), "{name} is under {licence:?}");
    }
}

#[test]
fn nothing_banned_is_linked() {
    let metadata = metadata();
    for package in metadata["packages"].as_array().expect("metadata has packages") {
        let name = package["name"].as_str().unwrap_or_default();
        assert!(!["serde-pickle", "openssl-sys"].contains(&name), "{name} is banned by deny.toml");
        let source = package["source"].as_str().unwrap_or("registry+");
        assert!(source.starts_with("registry+"), "{name} comes from {source}");
    }
}

#[test]
fn expressions_are_understood() {
    let allowed = ["MIT".to_owned(), "Zlib".to_owned()];
    assert!(satisfied("MIT OR GPL-3.0", &allowed));
    assert!(satisfied("MIT/Apache-2.0", &allowed));
    assert!(satisfied("(MIT OR GPL-3.0) AND Zlib", &allowed));
    assert!(!satisfied("MIT AND GPL-3.0", &allowed));
    assert!(!satisfied("GPL-3.0", &allowed));
    assert!(!satisfied("", &allowed));
}
