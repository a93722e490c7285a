//! Where a closed path begins.

use penstock_drawing::Path;

/// Vertices at which a path may begin: the start, and for a closed path the end of every segment but
/// the last.
pub(crate) fn starts(path: &Path) -> usize {
    if path.is_closed() { path.segments.len() } else { 1 }
}

/// The place of one of the [`starts`].
pub(crate) fn start_point(path: &Path, vertex: usize) -> kurbo::Point {
    if vertex == 0 { path.start } else { path.segments[vertex - 1].to() }
}

/// The same closed path begun at another vertex: 0 is where it begins now, `i` is the end of segment
/// `i - 1`. What is drawn does not change. A path that is not closed is returned as it is.
#[must_use]
pub fn start_at_vertex(mut path: Path, vertex: usize) -> Path {
    if path.is_closed() && vertex > 0 && vertex < path.segments.len() {
        path.start = path.segments[vertex - 1].to();
        path.segments.rotate_left(vertex);
    }
    path
}
