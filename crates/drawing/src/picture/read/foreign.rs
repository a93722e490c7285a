//! Names what is no picture that can be read, and what a person does with it.

/// A file of another kind.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Foreign {
    /// What it is as far as its first bytes say: "an AVIF picture".
    pub name: &'static str,
    /// What to do with it.
    pub advice: &'static str,
}

const EXPORT: &str = "Open it in a picture viewer and save it as PNG or JPEG";

/// What these first bytes begin.
pub(super) fn name(bytes: &[u8]) -> Foreign {
    let foreign = |name, advice| Foreign { name, advice };
    match bytes {
        [_, _, _, _, b'f', b't', b'y', b'p', brand @ ..] => match brand.get(..4).unwrap_or_default() {
            b"avif" | b"avis" => foreign("an AVIF picture", EXPORT),
            b"heic" | b"heix" | b"heim" | b"heis" | b"hevc" | b"mif1" | b"msf1" => foreign(
                "a HEIC picture",
                "Save it as JPEG: phones do that when a picture is sent by mail, and under Settings › Camera › Formats › Most compatible",
            ),
            b"crx " => foreign("a raw picture of a camera", EXPORT),
            _ => foreign("a video", "Save one of its pictures as PNG"),
        },
        [0xff, 0x0a, ..] | [0, 0, 0, 12, b'J', b'X', b'L', b' ', ..] => foreign("a JPEG XL picture", EXPORT),
        [0, 0, 0, 12, b'j', b'P', ..] | [0xff, 0x4f, 0xff, 0x51, ..] => {
            foreign("a JPEG 2000 picture", EXPORT)
        }
        [b'8', b'B', b'P', b'S', ..] => foreign("a Photoshop file", EXPORT),
        [0, 0, 1, 0, ..] => foreign("a Windows icon", EXPORT),
        [b'%', b'P', b'D', b'F', ..] => {
            foreign("a PDF", "Save its page as a picture of 300 dpi: pdftoppm -r 300 -png FILE.pdf page")
        }
        [b'%', b'!', ..] => {
            foreign("a PostScript file", "Save it as SVG for plot, or as a picture of 300 dpi")
        }
        [b'P', b'1'..=b'7', b'\n' | b' ' | b'\r' | b'#', ..] => foreign("a PNM picture", EXPORT),
        [b'<', ..] | [0xef, 0xbb, 0xbf, b'<', ..] => {
            foreign("an XML file, such as an SVG", "Lines need no tracing: give an SVG to plot")
        }
        [] => foreign("an empty file", "Copy it again; nothing arrived"),
        _ => foreign("some other file", EXPORT),
    }
}
