//! The machines, as data.
//!
//! Reach, origins, `PS` codes and parking places as vpype ships them; speeds and forces from the makers'
//! manuals. A machine answers `OH;` with its true limits: where these figures and the machine disagree,
//! the machine is right.

use super::{Device, Sheet};

const HP_UNIT_MM: f64 = 0.02488;
const ROLAND_UNIT_MM: f64 = 0.025;

const A4: (f64, f64) = (297.0, 210.0);
const A3: (f64, f64) = (420.0, 297.0);
const A2: (f64, f64) = (594.0, 420.0);
const A1: (f64, f64) = (841.0, 594.0);
const LETTER: (f64, f64) = (279.4, 215.9);
const TABLOID: (f64, f64) = (431.8, 279.4);

const METRIC: Option<&str> =
    Some("Set the paper switches to metric for A4 and A3, to imperial for letter and tabloid");
const EXPANDED: Option<&str> =
    Some("Switch the expanded plot area on and lay the edge of the page along X = 0 and Y = 0");

const fn sheet(
    name: &'static str,
    (width_mm, height_mm): (f64, f64),
    x: (i32, i32),
    y: (i32, i32),
    origin_mm: (f64, f64),
) -> Sheet {
    Sheet { name, width_mm, height_mm, x, y, origin_mm, turned: false, size_code: None, parking: None }
}

impl Sheet {
    const fn code(self, code: u8) -> Self {
        Self { size_code: Some(code), ..self }
    }

    const fn park(self, x: i32, y: i32) -> Self {
        Self { parking: Some((x, y)), ..self }
    }

    const fn turned(self) -> Self {
        Self { turned: true, ..self }
    }
}

const fn plain(
    name: &'static str,
    title: &'static str,
    pens: u32,
    unit_mm: f64,
    sheets: &'static [Sheet],
) -> Device {
    Device {
        name,
        title,
        pens,
        unit_mm,
        fastest_cm_per_s: 40.0,
        forces: None,
        wait: None,
        setting: None,
        sheets,
    }
}

/// All machines, the first the one that most people have.
pub const DEVICES: &[Device] = &[
    Device {
        fastest_cm_per_s: 38.0,
        setting: METRIC,
        ..plain(
            "hp7475a",
            "HP 7475A",
            6,
            HP_UNIT_MM,
            &[
                sheet("a4", A4, (0, 11040), (0, 7721), (10.0, 206.0)).code(4).park(11040, 7721),
                sheet("a3", A3, (0, 16158), (0, 11040), (15.0, 287.0)).code(0).park(0, 11040),
                sheet("letter", LETTER, (0, 10365), (0, 7962), (10.0, 211.0)).code(4).park(10365, 7962),
                sheet("tabloid", TABLOID, (0, 16640), (0, 10365), (15.0, 287.0)).code(0).park(0, 10365),
            ],
        )
    },
    Device {
        setting: METRIC,
        ..plain(
            "hp7440a",
            "HP 7440A",
            8,
            HP_UNIT_MM,
            &[sheet("a4", A4, (0, 11040), (0, 7721), (15.0, 200.0)).park(0, 7721)],
        )
    },
    Device {
        fastest_cm_per_s: 80.0,
        forces: Some(8),
        wait: Some("NR;"),
        setting: METRIC,
        ..plain(
            "hp7550a",
            "HP 7550A",
            8,
            HP_UNIT_MM,
            &[
                sheet("a4", A4, (0, 10870), (0, 7600), (12.0, 206.0)).code(4).park(10870, 7600),
                sheet("a3", A3, (0, 15970), (0, 10870), (20.0, 285.0)).code(0).park(0, 10870),
                sheet("letter", LETTER, (0, 10170), (0, 7840), (12.0, 211.0)).code(4).park(10170, 7840),
                sheet("tabloid", TABLOID, (0, 16540), (0, 10170), (20.0, 285.0)).code(0).park(0, 10170),
            ],
        )
    },
    Device {
        fastest_cm_per_s: 42.0,
        setting: EXPANDED,
        ..plain(
            "roland-dxy",
            "Roland DXY",
            8,
            ROLAND_UNIT_MM,
            &[
                sheet("a4", A4, (0, 11880), (0, 8400), (0.0, 210.0)).park(0, 6040),
                sheet("a4-portrait", (210.0, 297.0), (0, 8400), (0, 11880), (0.0, 297.0)).park(0, 6040),
                sheet("a3", A3, (0, 16800), (0, 11880), (0.0, 297.0)).park(0, 6040),
                sheet("letter", LETTER, (0, 10365), (0, 7962), (0.0, 215.0)).park(0, 6040),
                sheet("letter-portrait", (215.9, 279.4), (0, 7962), (0, 10365), (0.0, 279.0)).park(0, 6040),
                sheet("tabloid", TABLOID, (0, 16640), (0, 10365), (0.0, 279.0)).park(0, 6040),
            ],
        )
    },
    Device {
        setting: EXPANDED,
        ..plain(
            "roland-sketchmate",
            "Roland Sketchmate",
            8,
            ROLAND_UNIT_MM,
            &[
                sheet("a4", A4, (400, 11480), (400, 8000), (0.0, 210.0)).turned().park(3000, 8630),
                sheet("letter", LETTER, (400, 10760), (400, 8240), (0.0, 216.0)).turned().park(3000, 8630),
            ],
        )
    },
    Device {
        setting: Some("Load the paper in portrait"),
        ..plain(
            "calcomp-artisan",
            "Calcomp Artisan",
            8,
            HP_UNIT_MM,
            &[
                sheet("a4", A4, (-5146, 5146), (-3746, 3746), (144.0, 105.0)).turned().park(-5146, 3746),
                sheet("a3", A3, (-7686, 7686), (-5397, 5397), (206.0, 148.0)).turned().park(-7686, 5397),
                sheet("a2", A2, (-11115, 11115), (-7937, 7937), (293.0, 210.0)).turned().park(-11115, 7937),
                sheet("a1", A1, (-16068, 16068), (-11303, 11303), (416.0, 297.0))
                    .turned()
                    .park(-16068, 11303),
            ],
        )
    },
    Device {
        setting: Some("Set the plotter to auto rotation; A4 can only be loaded in landscape"),
        ..plain(
            "calcomp-designmate",
            "Calcomp Designmate",
            8,
            HP_UNIT_MM,
            &[
                sheet("a4", A4, (0, 10740), (0, 6835), (15.0, 196.0)).turned().park(0, 0),
                sheet("a3", A3, (0, 15207), (0, 10853), (22.0, 285.0)).turned().park(0, 10853),
            ],
        )
    },
    Device {
        setting: Some("Set the plotter to auto rotation and switch all scaling off"),
        ..plain(
            "houston-dmp161",
            "Houston DMP-161",
            8,
            HP_UNIT_MM,
            &[
                sheet("a4", A4, (-5379, 5379), (-3648, 3648), (148.5, 105.0)).turned().park(0, 0),
                sheet("a3", A3, (-7861, 7861), (-5373, 5373), (210.0, 148.5)).park(0, 0),
                sheet("a2", A2, (-11301, 11301), (-7824, 7824), (297.0, 210.0)).turned().park(0, 0),
                sheet("a1", A1, (-16182, 16182), (-11313, 11313), (420.0, 297.0)).park(0, 0),
            ],
        )
    },
    plain("generic", "HPGL plotter of any size", 8, ROLAND_UNIT_MM, &[]),
];
