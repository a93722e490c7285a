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

/// What `deny.toml` says of a package whose manifest names a file instead of a licence.
fn clarified(name: &str) -> Option<String> {
    let deny = std::fs::read_to_string(root().join("deny.toml")).expect("deny.toml is there");
    let value = |entry: &str, key: &str| {
        let line = entry.lines().find_map(|line| line.strip_prefix(key)?.trim().strip_prefix('='))?;
        Some(line.trim().trim_matches('"').to_owned())
    };
    let mut entries = deny.split("[[licenses.clarify]]").skip(1);
    let entry = entries.find(|entry| value(entry, "crate").as_deref() == Some(name))?;
    value(entry, "expression")
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
        let stated = package["license"].as_str().map(str::to_owned);
        let licence = stated.or_else(|| clarified(name)).unwrap_or_default();
        assert!(satisfied(&licence, &allowed), "{name} is under {licence:?}");
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
