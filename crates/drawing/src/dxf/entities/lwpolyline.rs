//! LWPOLYLINE: the count of vertices that it states is not needed, and may lie.

use super::Shapes;
use super::vertices::Vertices;
use crate::dxf::record::{Fault, Record};
use kurbo::Point;

pub(super) fn read(record: &Record<'_, '_>, shapes: &mut Shapes) -> Result<(), Fault> {
    let count = record.tags.iter().filter(|tag| tag.code == 10).count();
    let mut vertices = Vertices::with_capacity(count + 1);
    let (mut x, mut found) = (None, 0);
    for tag in record.tags {
        match tag.code {
            10 => x = Some(record.number_in(tag)?),
            20 => {
                if let Some(x) = x.take() {
                    vertices.add(Point::new(x, record.number_in(tag)?));
                    found += 1;
                }
            }
            42 => vertices.bend(record.number_in(tag)?),
            _ => {}
        }
    }
    if found < count {
        return Err(Fault::missing("y for one of its points"));
    }
    let stated = record.whole(90);
    if stated.is_some_and(|stated| stated != found as i64) {
        let stated = stated.unwrap_or_default();
        shapes.warn(
            "vertex-count",
            format!("The polyline states {stated} points and has {found}: all are read"),
        );
    }
    let path = vertices.path(record.has_bit(70, 1)).ok_or_else(|| Fault::missing("second point"))?;
    shapes.add_in_plane(record, 38, path)
}
