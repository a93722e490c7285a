/// What the machine is told before a layer, beside the pen that draws it. The n-th entry of a list of
/// these belongs to the n-th layer.
#[derive(Clone, PartialEq, Debug)]
pub struct LayerSetup {
    /// Slot of the carousel, or number that the person at a single-pen machine reads; 1 for the first.
    pub pen: u32,
    /// The machine waits for a person before this layer.
    pub pause_before: bool,
    /// What it asks while it waits, such as `Put in the red 0.3 pen`.
    pub prompt: Option<String>,
    /// Speed with the pen down in mm/s, if it is not the machine's usual one.
    pub speed_mm_per_s: Option<f64>,
}
