//! Keeps spreadsheets from running what was only text.

/// The text with an apostrophe before it where a spreadsheet would take it for a formula or command: where it
/// begins with `=`, `+`, `-`, `@`, their wide forms, a tab or the end of a line, also behind spaces. Line ends
/// and tabs inside become spaces, other controls go.
#[must_use]
pub fn guarded(text: &str) -> String {
    let first = text.trim_start_matches([' ', '\u{a0}']).chars().next();
    let runs = matches!(first, Some('=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠' | '\t' | '\r' | '\n'));
    let spaced = text.chars().map(|c| if matches!(c, '\t' | '\r' | '\n') { ' ' } else { c });
    let clean: String = spaced.filter(|c| !c.is_control()).collect();
    if runs { format!("'{clean}") } else { clean }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_run_gets_an_apostrophe_and_what_would_not_stays() {
        for (text, expected) in [
            ("=1+1", "'=1+1"),
            ("+49 170", "'+49 170"),
            ("-2", "'-2"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "' =1"),
            ("\r=1", "' =1"),
            ("  =cmd|' /C calc'!A0", "'  =cmd|' /C calc'!A0"),
            ("＝1", "'＝1"),
            ("bracket=2", "bracket=2"),
            ("two\nlines", "two lines"),
            ("", ""),
        ] {
            assert_eq!(guarded(text), expected, "{text:?}");
        }
    }
}
