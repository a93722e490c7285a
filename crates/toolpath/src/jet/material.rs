//! What is cut, with the numbers that decide how fast.

/// A material that can be cut.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Material {
    /// What people call it: `mild steel`.
    pub name: &'static str,
    /// Machinability number `Nm` of the speed equation, for garnet: higher is faster.
    pub machinability: f64,
    /// Density in g/cm³.
    pub density_g_per_cm3: f64,
    /// It cracks or comes apart under the full jet: it is pierced at low pressure or from the edge.
    pub brittle: bool,
}

const fn tough(name: &'static str, machinability: f64, density_g_per_cm3: f64) -> Material {
    Material { name, machinability, density_g_per_cm3, brittle: false }
}

const fn brittle(name: &'static str, machinability: f64, density_g_per_cm3: f64) -> Material {
    Material { name, machinability, density_g_per_cm3, brittle: true }
}

/// Assumed: no table that was read has brass, which is mostly copper and is cut about as fast.
const BRASS: f64 = 110.0;

/// Machinability numbers as they circulate from Zeng and Kim (1993) and the tables that OMAX prints;
/// densities are the usual ones of handbooks. Stone, glass and ceramics are brittle.
static MATERIALS: [Material; 23] = [
    tough("mild steel", 87.6, 7.85),
    tough("hardened tool steel", 80.0, 7.85),
    tough("stainless 304", 81.9, 8.00),
    tough("stainless 316L", 83.1, 8.00),
    tough("aluminium 6061-T6", 213.0, 2.70),
    tough("copper", 110.0, 8.96),
    tough("brass", BRASS, 8.50),
    tough("titanium Ti-6Al-4V", 115.0, 4.43),
    tough("grey cast iron", 121.0, 7.20),
    tough("zinc alloy", 136.0, 6.60),
    tough("lead", 490.0, 11.34),
    brittle("granite", 322.0, 2.70),
    brittle("marble", 535.0, 2.71),
    brittle("asphalt concrete", 465.0, 2.30),
    brittle("glass", 596.0, 2.50),
    tough("acrylic", 690.0, 1.19),
    tough("nylon", 538.0, 1.14),
    tough("polypropylene", 985.0, 0.91),
    tough("pine", 2637.0, 0.50),
    brittle("alumina AD 99.5", 2.2, 3.89),
    brittle("alumina AD 90", 10.3, 3.60),
    brittle("alumina AD 85", 17.3, 3.42),
    brittle("silicon carbide", 12.6, 3.10),
];

/// Every material of the table.
#[must_use]
pub fn materials() -> &'static [Material] {
    &MATERIALS
}
