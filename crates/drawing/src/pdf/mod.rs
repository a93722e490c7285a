//! A drawing as PDF: one page of the true size, lines and curves as they are, each layer one that a
//! reader can switch off (optional content of PDF 1.5).
//!
//! Written by hand, because it takes four operators and a table of places. Nothing in the file depends on
//! when or where it was written.

mod content;

use crate::Drawing;
use flate2::Compression;
use flate2::write::ZlibEncoder;
use std::fmt::Write as _;
use std::io::{Result, Write};

/// Points of PDF in one mm.
const POINTS_PER_MM: f64 = 72.0 / 25.4;
/// Number of the object that the layers begin at.
const FIRST_LAYER: usize = 5;

/// Writes the drawing.
///
/// # Errors
/// Those of `out`.
pub fn write(drawing: &Drawing, title: Option<&str>, out: &mut dyn Write) -> Result<()> {
    let mut file = File { out, written: 0, places: Vec::new() };
    // The comment of bytes above 127 tells transfer programs that this is no text.
    file.put(b"%PDF-1.5\n%\xc2\xb5\xc2\xb6\n")?;
    let layers = || FIRST_LAYER..FIRST_LAYER + drawing.layers.len();
    let list = layers().fold(String::new(), |mut list, layer| {
        // Writing to a string cannot fail.
        let _ = write!(list, "{layer} 0 R ");
        list
    });
    file.object(&format!(
        "<</Type/Catalog/Pages 2 0 R/OCProperties<</OCGs[{list}]/D<</Order[{list}]/ON[{list}]>>>>>>"
    ))?;
    file.object("<</Type/Pages/Kids[3 0 R]/Count 1>>")?;
    let properties = layers().enumerate().fold(String::new(), |mut all, (index, layer)| {
        let _ = write!(all, "/L{index} {layer} 0 R");
        all
    });
    let page = drawing.page;
    file.object(&format!(
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 {:.4} {:.4}]/Resources<</Properties<<{properties}>>>>/Contents 4 0 R>>",
        page.width_mm * POINTS_PER_MM,
        page.height_mm * POINTS_PER_MM,
    ))?;
    let mut stream = ZlibEncoder::new(Vec::new(), Compression::new(6));
    content::write(drawing, POINTS_PER_MM, &mut stream)?;
    let stream = stream.finish()?;
    file.stream(&stream)?;
    for layer in &drawing.layers {
        file.object(&format!("<</Type/OCG/Name {}>>", text(&layer.name)))?;
    }
    if let Some(title) = title {
        file.object(&format!("<</Title {}>>", text(title)))?;
    }
    file.end(title.is_some())
}

/// Text as UTF-16 in hexadecimal digits: no character can end it early.
fn text(text: &str) -> String {
    text.encode_utf16().fold("<FEFF".to_owned(), |mut hex, unit| {
        let _ = write!(hex, "{unit:04X}");
        hex
    }) + ">"
}

/// Counts bytes: a PDF ends with the places of its objects.
struct File<'a> {
    out: &'a mut dyn Write,
    written: usize,
    places: Vec<usize>,
}

impl File<'_> {
    fn put(&mut self, bytes: &[u8]) -> Result<()> {
        self.written += bytes.len();
        self.out.write_all(bytes)
    }

    fn begin(&mut self) -> Result<()> {
        self.places.push(self.written);
        let number = self.places.len();
        self.put(format!("{number} 0 obj\n").as_bytes())
    }

    fn object(&mut self, content: &str) -> Result<()> {
        self.begin()?;
        self.put(content.as_bytes())?;
        self.put(b"\nendobj\n")
    }

    fn stream(&mut self, bytes: &[u8]) -> Result<()> {
        self.begin()?;
        self.put(format!("<</Length {}/Filter/FlateDecode>>\nstream\n", bytes.len()).as_bytes())?;
        self.put(bytes)?;
        self.put(b"\nendstream\nendobj\n")
    }

    fn end(mut self, has_title: bool) -> Result<()> {
        let table = self.written;
        let count = self.places.len() + 1;
        let mut text = format!("xref\n0 {count}\n0000000000 65535 f \n");
        for place in &self.places {
            let _ = writeln!(text, "{place:010} 00000 n ");
        }
        let info = if has_title { format!("/Info {} 0 R", count - 1) } else { String::new() };
        let _ = write!(text, "trailer\n<</Size {count}/Root 1 0 R{info}>>\nstartxref\n{table}\n%%EOF\n");
        self.put(text.as_bytes())?;
        self.out.flush()
    }
}
