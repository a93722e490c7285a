//! DXF files by hand, entity for entity.

use std::fmt::Write;

/// A DXF being written, in millimetres unless told otherwise.
pub(crate) struct Dxf {
    units: u8,
    layer: String,
    entities: String,
}

impl Dxf {
    pub(crate) fn new() -> Self {
        Self { units: 4, layer: "0".to_owned(), entities: String::new() }
    }

    pub(crate) fn units(&mut self, units: u8) -> &mut Self {
        self.units = units;
        self
    }

    pub(crate) fn layer(&mut self, name: &str) -> &mut Self {
        name.clone_into(&mut self.layer);
        self
    }

    pub(crate) fn entity(&mut self, kind: &str, tags: &[(i32, &str)]) -> &mut Self {
        writeln!(self.entities, "0\n{kind}").unwrap();
        for (code, value) in tags {
            writeln!(self.entities, "{code}\n{value}").unwrap();
        }
        self
    }

    fn numbers(&mut self, kind: &str, numbers: &[(i32, f64)]) -> &mut Self {
        writeln!(self.entities, "0\n{kind}\n8\n{}", self.layer).unwrap();
        for (code, value) in numbers {
            writeln!(self.entities, "{code}\n{value:?}").unwrap();
        }
        self
    }

    pub(crate) fn line(&mut self, x0: f64, y0: f64, x1: f64, y1: f64) -> &mut Self {
        self.numbers("LINE", &[(10, x0), (20, y0), (11, x1), (21, y1)])
    }

    pub(crate) fn circle(&mut self, x: f64, y: f64, radius: f64) -> &mut Self {
        self.numbers("CIRCLE", &[(10, x), (20, y), (40, radius)])
    }

    pub(crate) fn note(&mut self, x: f64, y: f64, text: &str) -> &mut Self {
        let (x, y) = (format!("{x:?}"), format!("{y:?}"));
        self.entity("TEXT", &[(8, "0"), (10, &x), (20, &y), (40, "5.0"), (1, text)])
    }

    pub(crate) fn rectangle(&mut self, x: f64, y: f64, width: f64, height: f64) -> &mut Self {
        let (right, top) = (x + width, y + height);
        self.line(x, y, right, y).line(right, y, right, top).line(right, top, x, top).line(x, top, x, y)
    }

    pub(crate) fn square(&mut self, x: f64, y: f64, side: f64) -> &mut Self {
        self.rectangle(x, y, side, side)
    }

    pub(crate) fn text_of(units: u8, entities: &str) -> String {
        format!(
            "0\nSECTION\n2\nHEADER\n9\n$ACADVER\n1\nAC1015\n9\n$INSUNITS\n70\n{units}\n0\nENDSEC\n0\nSECTION\n2\nENTITIES\n{entities}0\nENDSEC\n0\nEOF\n"
        )
    }

    pub(crate) fn text(&self) -> String {
        Self::text_of(self.units, &self.entities)
    }
}

/// The plate of the reference: 200 × 100 mm with four holes of 20 mm.
pub(crate) fn plate() -> Dxf {
    let mut dxf = Dxf::new();
    dxf.rectangle(0.0, 0.0, 200.0, 100.0);
    for (x, y) in [(25.0, 25.0), (175.0, 25.0), (25.0, 75.0), (175.0, 75.0)] {
        dxf.circle(x, y, 10.0);
    }
    dxf
}
