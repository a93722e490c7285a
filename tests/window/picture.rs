//! What Xvfb shows: it keeps its screen in a file in the format of `xwd`.

use std::collections::BTreeSet;
use std::path::Path;

/// A screen of 32 bits a pixel.
pub(crate) struct Picture {
    width: usize,
    height: usize,
    pixels: Vec<u32>,
}

impl Picture {
    /// Reads the file as it is at this moment. The header's fields are 32-bit big-endian numbers
    /// (`X11/XWDFile.h`): size of the header, version, format, depth, width, height, …, bytes a line (13th),
    /// …, number of colours (20th), each of which takes 12 bytes before the pixels begin.
    pub(crate) fn read(file: &Path) -> Self {
        let bytes = std::fs::read(file).expect("Xvfb keeps its screen in a file");
        let number = |at: usize| {
            let four = bytes[4 * at..4 * at + 4].try_into().expect("four bytes");
            u32::from_be_bytes(four) as usize
        };
        let (width, height, line) = (number(4), number(5), number(12));
        assert_eq!((number(1), number(11)), (7, 32), "an xwd file of version 7 with 32 bits a pixel");
        let start = number(0) + 12 * number(19);
        let pixels = (0..height)
            .flat_map(|y| bytes[start + y * line..][..4 * width].chunks_exact(4))
            .map(|pixel| u32::from_ne_bytes(pixel.try_into().expect("four bytes")) & 0x00ff_ffff)
            .collect();
        Self { width, height, pixels }
    }

    /// How many points have such a colour, given as red, green and blue.
    pub(crate) fn count(&self, such: impl Fn([u8; 3]) -> bool) -> usize {
        let colour = |pixel: u32| [(pixel >> 16) as u8, (pixel >> 8) as u8, pixel as u8];
        self.pixels.iter().filter(|&&pixel| such(colour(pixel))).count()
    }

    /// How many different colours the middle has: a blank or unpainted canvas has one or two.
    pub(crate) fn colours_in_the_middle(&self) -> usize {
        let rows = self.height / 4..self.height * 3 / 4;
        let columns = self.width / 4..self.width * 3 / 4;
        rows.flat_map(|y| &self.pixels[y * self.width..][columns.clone()]).collect::<BTreeSet<_>>().len()
    }
}
