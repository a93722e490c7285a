//! POLYLINE, whose vertices are records of their own.

use super::Shapes;
use super::vertices::Vertices;
use crate::dxf::bend;
use crate::dxf::extrusion::Extrusion;
use crate::dxf::record::{Fault, Record};

const CLOSED: i64 = 1;
const IN_SPACE: i64 = 8;
const MESH: i64 = 16;
const FACES: i64 = 64;
/// Of a vertex: it only steers the curve.
const FRAME: i64 = 16;

/// A polyline on the way.
#[derive(Clone, Debug)]
pub(in crate::dxf) struct Polyline {
    /// Line of its head.
    pub(in crate::dxf) line: u32,
    pub(in crate::dxf) layer: u32,
    is_closed: bool,
    in_space: bool,
    extrusion: Extrusion,
    elevation: f64,
    vertices: Vertices,
    /// The first thing that makes it unreadable.
    fault: Option<Fault>,
}

impl Polyline {
    pub(in crate::dxf) fn begin(record: &Record<'_, '_>, layer: u32) -> Self {
        let is_mesh = record.has_bit(70, MESH) || record.has_bit(70, FACES);
        let mut fault = is_mesh.then(|| Fault::new("solid", "it is a mesh in space, not a line"));
        let plane = Extrusion::of(record).and_then(|it| Ok((it, record.number(30)?.unwrap_or(0.0))));
        let (extrusion, elevation) = plane.unwrap_or_else(|error| {
            fault.get_or_insert(error);
            (Extrusion::UP, 0.0)
        });
        Self {
            line: record.head.line,
            layer,
            is_closed: record.has_bit(70, CLOSED),
            in_space: record.has_bit(70, IN_SPACE),
            extrusion,
            elevation,
            vertices: Vertices::default(),
            fault,
        }
    }

    /// Nothing that follows can make it readable.
    pub(in crate::dxf) fn spoil(&mut self, fault: Fault) {
        self.fault.get_or_insert(fault);
    }

    /// Vertices so far.
    pub(in crate::dxf) fn len(&self) -> usize {
        self.vertices.len()
    }

    /// Takes one VERTEX.
    pub(in crate::dxf) fn vertex(&mut self, record: &Record<'_, '_>) {
        if self.fault.is_some() || record.has_bit(70, FRAME) {
            return;
        }
        let mut add = || -> Result<(), Fault> {
            self.vertices.add(record.required_point(10, "place for one of its points")?);
            if let Some(bulge) = record.number(42)? {
                self.vertices.bend(bulge);
            }
            Ok(())
        };
        if let Err(fault) = add() {
            self.fault = Some(Fault { line: fault.line.or(Some(record.head.line)), ..fault });
        }
    }

    /// Ends it.
    pub(in crate::dxf) fn finish(self, shapes: &mut Shapes) -> Result<(), Fault> {
        if let Some(fault) = self.fault {
            return Err(fault);
        }
        let path = self.vertices.path(self.is_closed).ok_or_else(|| Fault::missing("second point"))?;
        if self.in_space || self.extrusion.is_up() {
            shapes.paths.push(path);
            return Ok(());
        }
        shapes.paths.push(bend::under(&path, self.extrusion.to_sheet(self.elevation)));
        if self.extrusion.is_tilted() {
            shapes.warn_tilted();
        }
        Ok(())
    }
}
