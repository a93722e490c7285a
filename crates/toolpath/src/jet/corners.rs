//! Where the jet has to slow down because its lower end trails.

/// How much a machine slows down in corners and small arcs. The values are the machine's, to be learnt;
/// the form follows Olsen's work on motion control of waterjets.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Corners {
    /// Arcs with a radius below this share of the thickness are cut slower: `R₀ = share · H`.
    pub small_radius_per_thickness: f64,
    /// `k` in `u · (R / R₀)^k` for those arcs; 0.5 to 1.
    pub small_radius_exponent: f64,
    /// Before and after a corner the speed falls and rises over this share of the thickness; 0.1 to 0.5.
    pub ramp_per_thickness: f64,
    /// Corners turned by this much or more are passed at the speed of quality 5; gentler ones in
    /// proportion. Degrees.
    pub full_deg: f64,
}

impl Default for Corners {
    fn default() -> Self {
        Self {
            small_radius_per_thickness: 0.5,
            small_radius_exponent: 0.5,
            ramp_per_thickness: 0.25,
            full_deg: 45.0,
        }
    }
}

impl Corners {
    /// Nothing slows it down.
    pub const NONE: Self = Self {
        small_radius_per_thickness: 0.0,
        small_radius_exponent: 0.5,
        ramp_per_thickness: 0.0,
        full_deg: f64::INFINITY,
    };
}
