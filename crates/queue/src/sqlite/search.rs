//! Which jobs a search may mean.
//!
//! A search finds words anywhere in a job's texts, within words too. An index of three letters side by side
//! says which jobs may have them, and the query looks at those alone. Where too many may, the page is read
//! along its own index: it is soon full. A word of one or two letters is in no index, and is looked for in
//! every job.

use super::fault::Outcome;
use penstock_jobs::JobFilter;
use rusqlite::{Connection, params};

/// More candidates than this are not worth naming one by one.
const MOST: u32 = 20_000;

/// The words of a filter, and the jobs that may have all of them.
#[derive(Default, Debug)]
pub(super) struct Search {
    /// In lower case.
    pub(super) words: Vec<String>,
    /// Their numbers as a list in JSON; none where the index says nothing, or too much.
    pub(super) candidates: Option<String>,
}

impl Search {
    pub(super) fn of(sql: &Connection, filter: &JobFilter) -> Outcome<Self> {
        let text = filter.search.as_deref().unwrap_or_default();
        let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
        let candidates = match question(&words) {
            Some(question) => candidates(sql, &question)?,
            None => None,
        };
        Ok(Self { words, candidates })
    }

    /// What stands after the table's name: candidates are looked up by number, whatever else there is.
    pub(super) fn hint<'a>(&self, otherwise: &'a str) -> &'a str {
        if self.candidates.is_some() { "NOT INDEXED" } else { otherwise }
    }
}

/// Every three letters of the words, as FTS5 takes them.
fn question(words: &[String]) -> Option<String> {
    let mut parts = Vec::new();
    // A NUL would end the question.
    for word in words.iter().filter(|word| !word.contains('\0')) {
        let letters: Vec<char> = word.chars().collect();
        parts.extend(letters.windows(3).map(|three| {
            let three: String = three.iter().collect();
            format!("\"{}\"", three.replace('"', "\"\""))
        }));
    }
    parts.sort_unstable();
    parts.dedup();
    (!parts.is_empty()).then(|| parts.join(" AND "))
}

fn candidates(sql: &Connection, question: &str) -> Outcome<Option<String>> {
    let mut statement = sql.prepare_cached("SELECT rowid FROM trigrams WHERE trigrams MATCH ?1 LIMIT ?2")?;
    let found = statement.query_map(params![question, MOST + 1], |row| row.get::<_, i64>(0))?;
    let found = found.collect::<rusqlite::Result<Vec<i64>>>()?;
    Ok(if found.len() > MOST as usize { None } else { Some(serde_json::to_string(&found)?) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_has_every_three_letters_and_nothing_of_its_language() {
        let question = |text: &str| question(&text.split(' ').map(str::to_owned).collect::<Vec<_>>());
        assert_eq!(question("ab plotz").as_deref(), Some("\"lot\" AND \"otz\" AND \"plo\""));
        assert_eq!(question("a\"b*").as_deref(), Some("\"\"\"b*\" AND \"a\"\"b\""));
        assert_eq!(question("žluťou").as_deref(), Some("\"luť\" AND \"uťo\" AND \"ťou\" AND \"žlu\""));
        assert_eq!((question("or"), question("a\0bc")), (None, None));
    }
}
