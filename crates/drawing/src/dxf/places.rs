//! How a place in a file is called: by its line, or by its byte in a binary file, which has no lines.

/// What lines stand for.
#[derive(Clone, Debug, Default)]
pub(super) enum Places {
    /// Themselves.
    #[default]
    Lines,
    /// Two lines are the tag of a binary file that begins at this byte.
    Bytes(Vec<u32>),
}

impl Places {
    /// `line 12`, or `byte 345`.
    pub(super) fn name(&self, line: u32) -> String {
        match self {
            Self::Lines => format!("line {line}"),
            Self::Bytes(offsets) => {
                let tag = (line.saturating_sub(1) / 2) as usize;
                let offset = offsets.get(tag).or(offsets.last()).copied().unwrap_or(0);
                format!("byte {offset}")
            }
        }
    }
}
