//! The dialects, as data. Positions of the pen are what most builds use; every machine needs its own.

use super::profile::{Comments, Profile, Unit};

/// Grbl 1.1 with a servo on the spindle's output. `G4 P` is in seconds.
pub(super) fn grbl_servo() -> Profile {
    Profile {
        name: "grbl-servo".to_owned(),
        title: "Grbl with a servo on the spindle output".to_owned(),
        unit: Unit::Mm,
        decimals: 3,
        flip_y: true,
        scale: [1.0, 1.0],
        offset_mm: [0.0, 0.0],
        area_mm: None,
        relative: false,
        arcs: true,
        draw_feed_mm_per_min: 3000.0,
        travel_feed_mm_per_min: None,
        longest_line: Some(80),
        comments: Comments::Parentheses,
        down: 90.0,
        up: 40.0,
        down_dwell_s: 0.15,
        up_dwell_s: 0.15,
        begin: "G21\nG17\nG90\nG94\nM3 S{up}\nG4 P{dwell-s}".to_owned(),
        end: "G0 X0 Y0\nM5\nM2".to_owned(),
        pen_down: "M3 S{down}\nG4 P{dwell-s}".to_owned(),
        pen_up: "M3 S{up}\nG4 P{dwell-s}".to_owned(),
        layer_begin: "(Layer {layer-id}: {layer-name})".to_owned(),
        layer_end: "".to_owned(),
        pause: "M0 (Waiting: {prompt})".to_owned(),
    }
}

/// Grbl 1.1 with the pen on the Z axis.
fn grbl_z() -> Profile {
    Profile {
        name: "grbl-z".to_owned(),
        title: "Grbl with the pen on the Z axis".to_owned(),
        down: 0.0,
        up: 3.0,
        down_dwell_s: 0.0,
        up_dwell_s: 0.0,
        begin: "G21\nG17\nG90\nG94\nG0 Z{up}".to_owned(),
        end: "G0 Z{up}\nG0 X0 Y0\nM2".to_owned(),
        pen_down: "G1 Z{down} F600".to_owned(),
        pen_up: "G0 Z{up}".to_owned(),
        ..grbl_servo()
    }
}

/// Marlin 2 with a servo. `G4 P` is in milliseconds; `M400` waits for the moves before it.
fn marlin_servo() -> Profile {
    Profile {
        name: "marlin-servo".to_owned(),
        title: "Marlin with a servo".to_owned(),
        longest_line: Some(95),
        comments: Comments::Semicolon,
        down: 40.0,
        up: 90.0,
        travel_feed_mm_per_min: Some(6000.0),
        begin: "G21\nG90\nM280 P0 S{up}\nG4 P{dwell-ms}".to_owned(),
        end: "G1 X0 Y0 F6000\nM84".to_owned(),
        pen_down: "M400\nM280 P0 S{down}\nG4 P{dwell-ms}".to_owned(),
        pen_up: "M400\nM280 P0 S{up}\nG4 P{dwell-ms}".to_owned(),
        layer_begin: "; Layer {layer-id}: {layer-name}".to_owned(),
        pause: "M117 {prompt}\nM0".to_owned(),
        ..grbl_servo()
    }
}

/// iDraw 2: steps with both axes mirrored, the pen on an absolute Z, asleep at the end.
fn idraw() -> Profile {
    Profile {
        name: "idraw".to_owned(),
        title: "iDraw 2".to_owned(),
        flip_y: false,
        scale: [-1.0, -1.0],
        relative: true,
        arcs: false,
        draw_feed_mm_per_min: 2000.0,
        travel_feed_mm_per_min: Some(8000.0),
        down: 5.0,
        up: 0.5,
        down_dwell_s: 0.0,
        up_dwell_s: 0.0,
        begin: "G21\nG92 X0 Y0 Z0\nG90\nG1 Z{up} F20000\nG91".to_owned(),
        end: "$SLP".to_owned(),
        pen_down: "G90\nG1 Z{down} F5000\nG91".to_owned(),
        pen_up: "G90\nG1 Z{up} F20000\nG91".to_owned(),
        ..grbl_servo()
    }
}

/// Blot: says it is Grbl 1.1f, waits 150 ms for its pen by itself, and knows no arcs.
fn blot() -> Profile {
    Profile {
        name: "blot".to_owned(),
        title: "Blot".to_owned(),
        arcs: false,
        down: 1700.0,
        up: 1000.0,
        down_dwell_s: 0.15,
        up_dwell_s: 0.15,
        begin: "G21\nG90\nM5".to_owned(),
        end: "G0 X0 Y0".to_owned(),
        pen_down: "M3 S{down}".to_owned(),
        pen_up: "M5".to_owned(),
        ..grbl_servo()
    }
}

/// The family of the MakerBot Unicorn: a servo behind `M300`, and `G4 P` in milliseconds.
fn unicorn() -> Profile {
    Profile {
        name: "unicorn".to_owned(),
        title: "MakerBot Unicorn and its family".to_owned(),
        arcs: false,
        travel_feed_mm_per_min: Some(3500.0),
        longest_line: Some(80),
        down: 30.0,
        up: 50.0,
        down_dwell_s: 0.05,
        up_dwell_s: 0.05,
        begin: "G21\nG90\nM17\nM300 S{up}\nG4 P{dwell-ms}".to_owned(),
        end: "G1 X0 Y0 F3500\nM18".to_owned(),
        pen_down: "M300 S{down}\nG4 P{dwell-ms}".to_owned(),
        pen_up: "M300 S{up}\nG4 P{dwell-ms}".to_owned(),
        ..grbl_servo()
    }
}

/// No pen at all: `G0` travels and everything else draws.
fn bare() -> Profile {
    Profile {
        name: "bare".to_owned(),
        title: "Moves only".to_owned(),
        draw_feed_mm_per_min: 300.0,
        down: 0.0,
        up: 0.0,
        down_dwell_s: 0.0,
        up_dwell_s: 0.0,
        begin: "G21\nG90".to_owned(),
        end: "".to_owned(),
        pen_down: "".to_owned(),
        pen_up: "".to_owned(),
        ..grbl_servo()
    }
}

/// All shipped dialects, the first the one that most people have.
#[must_use]
pub fn profiles() -> Vec<Profile> {
    vec![grbl_servo(), grbl_z(), marlin_servo(), idraw(), blot(), unicorn(), bare()]
}
