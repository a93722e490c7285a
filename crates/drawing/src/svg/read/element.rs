//! What is known of an element of the source.

/// Stands for no layer.
const NONE: u32 = u32::MAX;

/// An element that may be drawn.
#[derive(Clone, Debug)]
pub(super) struct Element {
    /// Its tag name.
    pub(super) tag: Tag,
    /// Its id in the source.
    pub(super) id: Option<Box<str>>,
    /// Its line in the source.
    pub(super) line: u32,
    layer: u32,
    within: u32,
    /// Something of it should turn up in the drawing.
    pub(super) is_expected: bool,
}

impl Element {
    /// An element in this layer, as an index into the survey's.
    pub(super) fn new(tag: Tag, id: Option<&str>, line: u32, within: Option<usize>) -> Self {
        let within = within.map_or(NONE, |layer| layer as u32);
        Self { tag, id: id.map(Box::from), line, layer: NONE, within, is_expected: false }
    }

    /// It makes this layer.
    pub(super) fn set_layer(&mut self, layer: usize) {
        self.layer = layer as u32;
    }

    /// The layer that it makes.
    pub(super) fn layer(&self) -> Option<usize> {
        (self.layer != NONE).then_some(self.layer as usize)
    }

    /// The layer that it is in.
    pub(super) fn within(&self) -> Option<usize> {
        (self.within != NONE).then_some(self.within as usize)
    }
}

/// Names of the elements that matter.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Tag(u8);

const KNOWN: [&str; 22] = [
    "path",
    "line",
    "polyline",
    "polygon",
    "rect",
    "circle",
    "ellipse",
    "text",
    "image",
    "use",
    "g",
    "tspan",
    "svg",
    "a",
    "switch",
    "foreignObject",
    "flowRoot",
    "clipPath",
    "marker",
    "pattern",
    "symbol",
    "mask",
];
/// Those of [`KNOWN`] that draw something by themselves come first.
const DRAWING: u8 = 10;

impl Tag {
    pub(super) fn of(name: &str) -> Option<Self> {
        KNOWN.iter().position(|known| *known == name).map(|index| Self(index as u8))
    }

    pub(super) fn name(self) -> &'static str {
        KNOWN[usize::from(self.0)]
    }

    /// It draws something by itself.
    pub(super) fn draws(self) -> bool {
        self.0 < DRAWING
    }
}
