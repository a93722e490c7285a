/// Where lines stand in their block.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Align {
    /// At the left edge.
    #[default]
    Start,
    /// In the middle.
    Center,
    /// At the right edge.
    End,
    /// At both edges, but for the last line of a paragraph.
    Justify,
}

/// How text is set.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct TextStyle {
    /// Height of capital letters in mm.
    pub cap_height_mm: f64,
    /// From baseline to baseline, as a multiple of the height of capital letters.
    pub line_spacing: f64,
    /// Added between any two letters, in mm; may be negative.
    pub letter_spacing_mm: f64,
    /// Added to every space, in mm.
    pub word_spacing_mm: f64,
    /// Where lines stand.
    pub align: Align,
    /// Letters are brought closer where their shapes leave a hole (optical kerning), or as the font says.
    pub kerning: bool,
    /// How far letters stray as if written by hand: 0 not at all, 1 a lot.
    pub jitter: f64,
    /// Another number gives other strays.
    pub seed: u64,
}

impl Default for TextStyle {
    fn default() -> Self {
        Self {
            cap_height_mm: 3.0,
            line_spacing: 1.9,
            letter_spacing_mm: 0.0,
            word_spacing_mm: 0.0,
            align: Align::Start,
            kerning: true,
            jitter: 0.0,
            seed: 0,
        }
    }
}
