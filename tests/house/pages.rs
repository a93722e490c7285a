//! What the pages of the UI may not do: make markup from text, run text, or bring code from elsewhere.

use super::{files, root};

/// Words, and why they are not in a page.
const FORBIDDEN: [(&str, &str); 10] = [
    ("{@html", "text becomes markup"),
    (".innerHTML =", "text becomes markup"),
    (".outerHTML =", "text becomes markup"),
    ("insertAdjacentHTML", "text becomes markup"),
    ("document.write", "text becomes markup"),
    ("eval(", "text becomes code"),
    ("new Function(", "text becomes code"),
    ("javascript:", "text becomes code"),
    ("<iframe", "the policy has no frames"),
    ("srcdoc", "the policy has no frames"),
];

#[test]
fn no_page_makes_markup_or_code_of_text() {
    let pages = files().into_iter().filter(|file| {
        file == "ui/index.html"
            || (file.starts_with("ui/src/") && [".svelte", ".ts"].iter().any(|end| file.ends_with(end)))
    });
    let mut looked = 0;
    for file in pages.filter(|file| !file.ends_with(".test.ts")) {
        let text = std::fs::read_to_string(root().join(&file)).expect("a page is text");
        looked += 1;
        for (word, why) in FORBIDDEN {
            assert!(!text.contains(word), "{file} holds {word}: {why}");
        }
        let inline = text.lines().find(|line| line.contains("<script") && line.contains("src=\"http"));
        assert_eq!(inline, None, "{file} brings code from elsewhere");
    }
    assert!(looked > 20, "the pages were found: {looked}");
}
