//! What is fuzzed: each reader of bytes that others wrote, as a plain function of bytes.
//!
//! A function returns what the reader said, in a few words: new words mean new ground. It panics when a
//! promise beyond "no crash" is broken: all coordinates are finite, what is written can be read again, an
//! answer is never a server's fault.

mod drawings;
mod messages;
mod tables;
mod wire;

/// One reader.
pub(crate) struct Target {
    /// A word for the command line and for the folder of its corpus.
    pub(crate) name: &'static str,
    /// Inputs to begin with; never none.
    pub(crate) seeds: fn() -> Vec<Vec<u8>>,
    /// What is put in between.
    pub(crate) words: &'static [&'static str],
    /// Reads it; what was said of it.
    pub(crate) run: fn(&[u8]) -> String,
}

/// All of them.
pub(crate) const TARGETS: [Target; 15] = [
    Target { name: "svg", seeds: drawings::svg_seeds, words: drawings::SVG_WORDS, run: drawings::svg },
    Target { name: "dxf", seeds: drawings::dxf_seeds, words: drawings::DXF_WORDS, run: drawings::dxf },
    Target {
        name: "gcode",
        seeds: drawings::gcode_seeds,
        words: drawings::GCODE_WORDS,
        run: drawings::gcode,
    },
    Target { name: "hpgl", seeds: drawings::hpgl_seeds, words: drawings::HPGL_WORDS, run: drawings::hpgl },
    Target { name: "dmpl", seeds: drawings::dmpl_seeds, words: drawings::HPGL_WORDS, run: drawings::dmpl },
    Target {
        name: "picture",
        seeds: drawings::picture_seeds,
        words: &["IHDR", "IDAT", "tRNS"],
        run: drawings::picture,
    },
    Target { name: "font", seeds: drawings::font_seeds, words: drawings::SVG_WORDS, run: drawings::font },
    Target { name: "pickle", seeds: wire::pickle_seeds, words: wire::PICKLE_WORDS, run: wire::pickle },
    Target { name: "rq-hash", seeds: wire::hash_seeds, words: wire::HASH_WORDS, run: wire::hash },
    Target { name: "child-frames", seeds: wire::frame_seeds, words: wire::FRAME_WORDS, run: wire::frames },
    Target { name: "bill-csv", seeds: tables::bill_seeds, words: tables::WORDS, run: tables::bill },
    Target {
        name: "address-csv",
        seeds: tables::address_seeds,
        words: tables::WORDS,
        run: tables::addresses,
    },
    Target {
        name: "parameters",
        seeds: messages::parameter_seeds,
        words: messages::WORDS,
        run: messages::parameters,
    },
    Target { name: "ipc", seeds: messages::ipc_seeds, words: messages::WORDS, run: messages::ipc },
    Target { name: "http", seeds: messages::http_seeds, words: messages::WORDS, run: messages::http },
];
