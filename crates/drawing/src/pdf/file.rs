//! The frame of a PDF file: numbered objects, and the table of their places at its end.

use std::fmt::Write as _;
use std::io::{Result, Write};

/// A PDF file while it is written. Objects get the numbers 1, 2, 3 … in the order in which they are
/// written; the first is the catalogue.
pub struct File<'a> {
    out: &'a mut dyn Write,
    written: usize,
    places: Vec<usize>,
}

impl<'a> File<'a> {
    /// Writes the head of the file.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn begin(out: &'a mut dyn Write) -> Result<Self> {
        let mut file = Self { out, written: 0, places: Vec::new() };
        // The comment of bytes above 127 tells transfer programs that this is no text.
        file.put(b"%PDF-1.5\n%\xc2\xb5\xc2\xb6\n")?;
        Ok(file)
    }

    fn put(&mut self, bytes: &[u8]) -> Result<()> {
        self.written += bytes.len();
        self.out.write_all(bytes)
    }

    fn number(&mut self) -> Result<()> {
        self.places.push(self.written);
        let number = self.places.len();
        self.put(format!("{number} 0 obj\n").as_bytes())
    }

    /// Writes the next object.
    ///
    /// # Errors
    /// Those of the file.
    pub fn object(&mut self, content: &str) -> Result<()> {
        self.number()?;
        self.put(content.as_bytes())?;
        self.put(b"\nendobj\n")
    }

    /// Writes the next object, a stream that is already compressed (zlib).
    ///
    /// # Errors
    /// Those of the file.
    pub fn stream(&mut self, bytes: &[u8]) -> Result<()> {
        self.number()?;
        self.put(format!("<</Length {}/Filter/FlateDecode>>\nstream\n", bytes.len()).as_bytes())?;
        self.put(bytes)?;
        self.put(b"\nendstream\nendobj\n")
    }

    /// Writes the table and ends the file. The last object may be the one with the document's title.
    ///
    /// # Errors
    /// Those of the file.
    pub fn end(mut self, has_title: bool) -> Result<()> {
        let table = self.written;
        let count = self.places.len() + 1;
        let mut text = format!("xref\n0 {count}\n0000000000 65535 f \n");
        for place in &self.places {
            // Writing to a string cannot fail.
            let _ = writeln!(text, "{place:010} 00000 n ");
        }
        let info = if has_title { format!("/Info {} 0 R", count - 1) } else { String::new() };
        let _ = write!(text, "trailer\n<</Size {count}/Root 1 0 R{info}>>\nstartxref\n{table}\n%%EOF\n");
        self.put(text.as_bytes())?;
        self.out.flush()
    }
}

/// Text for names and titles, as UTF-16 in hexadecimal digits: no character can end it early.
#[must_use]
pub fn text(text: &str) -> String {
    text.encode_utf16().fold("<FEFF".to_owned(), |mut hex, unit| {
        let _ = write!(hex, "{unit:04X}");
        hex
    }) + ">"
}
