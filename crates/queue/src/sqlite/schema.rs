//! What the file looks like: the versions of its schema, and how one leads to the next.

/// Marks the file as ours in SQLite's header (`PRAGMA application_id`): "PStk".
pub(super) const APPLICATION_ID: i32 = 0x5053_746b;

/// One step of the schema, from the version before it.
#[derive(Clone, Copy)]
pub(super) struct Migration {
    /// The version that it leads to.
    pub(super) to: u32,
    /// What it changes.
    pub(super) sql: &'static str,
}

/// Every step, in order and without a gap. A step that has been released is never edited.
pub(super) const MIGRATIONS: &[Migration] = &[
    Migration { to: 1, sql: include_str!("v1.sql") },
    Migration { to: 2, sql: include_str!("v2.sql") },
    Migration { to: 3, sql: include_str!("v3.sql") },
];

/// The version that this program writes.
pub(super) fn newest() -> u32 {
    MIGRATIONS.last().map_or(0, |step| step.to)
}
