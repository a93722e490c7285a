//! The order of queues in lists.

/// `high` before the others, `low` after them.
pub(crate) fn queue_rank(queue: &str) -> (u8, &str) {
    match queue {
        "high" => (0, queue),
        "low" => (2, queue),
        _ => (1, queue),
    }
}
