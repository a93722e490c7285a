//! The variables that matter. They are looked for wherever a section begins or ends, because some programs
//! write them after the end of the section they belong to.

use super::record::{Record, whole};

/// What the header says.
#[derive(Clone, Debug, Default)]
pub(super) struct Header<'a> {
    /// `$ACADVER`, such as `AC1015`.
    pub(super) version: Option<&'a [u8]>,
    /// `$DWGCODEPAGE`.
    pub(super) code_page: Option<&'a [u8]>,
    /// Line of `$DWGCODEPAGE`.
    pub(super) code_page_line: Option<u32>,
    /// Line of the section.
    pub(super) line: Option<u32>,
    /// `$INSUNITS` and its line.
    pub(super) units: Option<(i64, u32)>,
    /// `$MEASUREMENT`: 0 imperial, 1 metric.
    pub(super) measurement: Option<i64>,
    /// Line of the first variable that stood in a wrong place.
    pub(super) misplaced: Option<u32>,
}

impl<'a> Header<'a> {
    /// Takes the variables of a record.
    pub(super) fn take(&mut self, record: &Record<'_, 'a>) {
        let is_end = record.head.kind == b"ENDSEC";
        if record.text(2).is_some_and(|name| name.trim_ascii() == b"HEADER") {
            self.line = Some(record.head.line);
        }
        for (index, tag) in record.tags.iter().enumerate().filter(|(_, tag)| tag.code == 9) {
            if is_end {
                self.misplaced.get_or_insert(tag.line);
            }
            let Some(value) = record.tags.get(index + 1).filter(|value| value.code != 9) else { continue };
            match tag.value.trim_ascii() {
                b"$ACADVER" => self.version = Some(value.value),
                b"$DWGCODEPAGE" => {
                    (self.code_page, self.code_page_line) = (Some(value.value), Some(value.line));
                }
                b"$INSUNITS" => self.units = whole(value.value).map(|it| (it, value.line)),
                b"$MEASUREMENT" => self.measurement = whole(value.value),
                _ => {}
            }
        }
    }
}
