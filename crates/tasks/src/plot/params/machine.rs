//! Machines, and the dialects of their files.

use penstock_drawing::{gcode, hpgl};
use penstock_toolpath::time;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Machines whose times are known.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Machine {
    /// AxiDraw with its own software's default settings.
    #[schemars(title = "AxiDraw")]
    Axidraw,
    /// NextDraw with its own software's default settings.
    #[schemars(title = "NextDraw")]
    Nextdraw,
    /// AxiDraw driven by saxi with its default settings.
    #[schemars(title = "AxiDraw with saxi")]
    Saxi,
    /// iDraw 2.
    #[schemars(title = "iDraw")]
    Idraw,
    /// A pen plotter under grbl that lifts with a servo, with usual hobby settings; set its speeds.
    #[schemars(title = "Grbl plotter, servo")]
    Grbl,
    /// A pen plotter under grbl that lifts with its Z axis; set its speeds.
    #[schemars(title = "Grbl plotter, Z axis")]
    GrblZ,
    /// Six pens, A4 and A3.
    #[schemars(title = "HP 7475A")]
    Hp7475a,
    /// Eight pens, A4.
    #[schemars(title = "HP 7440A ColorPro")]
    Hp7440a,
    /// Eight pens, A4 and A3.
    #[schemars(title = "HP 7550A")]
    Hp7550a,
    /// DXY-1100, 1200 and 1300: eight pens, A4 and A3.
    #[schemars(title = "Roland DXY")]
    RolandDxy,
}

/// A dialect of G-code.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum GcodeProfile {
    /// What the machine speaks; for a machine without G-code, Grbl with a servo.
    #[schemars(title = "As the machine")]
    Auto,
    /// The pen on a servo.
    #[schemars(title = "Grbl, servo")]
    GrblServo,
    /// The pen on the Z axis.
    #[schemars(title = "Grbl, Z axis")]
    GrblZ,
    /// The pen on servo 0.
    #[schemars(title = "Marlin, servo")]
    MarlinServo,
    /// As the maker of iDraw writes it.
    #[schemars(title = "iDraw")]
    Idraw,
    /// For the Blot of Hack Club.
    #[schemars(title = "Blot")]
    Blot,
    /// As the Unicorn extension of Inkscape writes it.
    #[schemars(title = "Unicorn")]
    Unicorn,
    /// Only moves.
    #[schemars(title = "Bare moves")]
    Bare,
}

/// A machine that speaks HPGL.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum HpglDevice {
    /// The machine itself; for one without HPGL, a plotter of any size.
    #[schemars(title = "As the machine")]
    Auto,
    /// Six pens, A4 and A3.
    #[schemars(title = "HP 7475A")]
    Hp7475a,
    /// Eight pens, A4.
    #[schemars(title = "HP 7440A ColorPro")]
    Hp7440a,
    /// Eight pens, A4 and A3.
    #[schemars(title = "HP 7550A")]
    Hp7550a,
    /// Eight pens, A4 and A3.
    #[schemars(title = "Roland DXY")]
    RolandDxy,
    /// A4.
    #[schemars(title = "Roland SketchMate")]
    RolandSketchmate,
    /// A4 to A1.
    #[schemars(title = "CalComp Artisan")]
    CalcompArtisan,
    /// A4 and A3.
    #[schemars(title = "CalComp DesignMate")]
    CalcompDesignmate,
    /// A4 to A1.
    #[schemars(title = "Houston Instrument DMP-161")]
    HoustonDmp161,
    /// The page is the sheet, its lower left corner the origin.
    #[schemars(title = "Any size")]
    Generic,
}

impl Machine {
    /// How it moves.
    pub(super) fn profile(self) -> time::Profile {
        let machine = match self {
            Self::Axidraw => time::Machine::Axidraw,
            Self::Nextdraw => time::Machine::Nextdraw,
            Self::Saxi => time::Machine::Saxi,
            Self::Idraw => time::Machine::Idraw,
            Self::Grbl => time::Machine::Grbl,
            Self::GrblZ => time::Machine::GrblZ,
            Self::Hp7475a => time::Machine::Hp7475a,
            Self::Hp7440a => time::Machine::Hp7440a,
            Self::Hp7550a => time::Machine::Hp7550a,
            Self::RolandDxy => time::Machine::RolandDxy,
        };
        machine.profile()
    }
}

impl GcodeProfile {
    /// Its name among the shipped ones.
    fn name(self, machine: Machine) -> &'static str {
        match (self, machine) {
            (Self::Auto, Machine::GrblZ) | (Self::GrblZ, _) => "grbl-z",
            (Self::Auto, Machine::Idraw) | (Self::Idraw, _) => "idraw",
            (Self::Auto | Self::GrblServo, _) => "grbl-servo",
            (Self::MarlinServo, _) => "marlin-servo",
            (Self::Blot, _) => "blot",
            (Self::Unicorn, _) => "unicorn",
            (Self::Bare, _) => "bare",
        }
    }

    /// The dialect itself; none if it is not shipped, which a test rules out.
    pub(in super::super) fn profile(self, machine: Machine) -> Option<gcode::Profile> {
        gcode::Profile::named(self.name(machine))
    }
}

impl HpglDevice {
    fn name(self, machine: Machine) -> &'static str {
        match (self, machine) {
            (Self::Auto, Machine::Hp7475a) | (Self::Hp7475a, _) => "hp7475a",
            (Self::Auto, Machine::Hp7440a) | (Self::Hp7440a, _) => "hp7440a",
            (Self::Auto, Machine::Hp7550a) | (Self::Hp7550a, _) => "hp7550a",
            (Self::Auto, Machine::RolandDxy) | (Self::RolandDxy, _) => "roland-dxy",
            (Self::RolandSketchmate, _) => "roland-sketchmate",
            (Self::CalcompArtisan, _) => "calcomp-artisan",
            (Self::CalcompDesignmate, _) => "calcomp-designmate",
            (Self::HoustonDmp161, _) => "houston-dmp161",
            (Self::Auto | Self::Generic, _) => "generic",
        }
    }

    /// The machine itself; none if it is not in the table, which a test rules out.
    pub(in super::super) fn device(self, machine: Machine) -> Option<&'static hpgl::Device> {
        hpgl::Device::named(self.name(machine))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    fn words<T: JsonSchema>() -> Vec<String> {
        let schema = crate::schema::schema_of::<T>();
        let words = schema["enum"].as_array().unwrap();
        words.iter().filter_map(Value::as_str).map(str::to_owned).collect()
    }

    #[test]
    fn every_machine_that_is_known_can_be_chosen() {
        let known: Vec<&str> = time::Machine::ALL.iter().map(|machine| machine.name()).collect();
        assert_eq!(words::<Machine>(), known);
    }

    #[test]
    fn every_dialect_and_every_device_can_be_chosen_and_is_found() {
        let dialects: Vec<String> = gcode::profiles().into_iter().map(|profile| profile.name).collect();
        assert_eq!(words::<GcodeProfile>()[1..], dialects[..]);
        let devices: Vec<&str> = hpgl::DEVICES.iter().map(|device| device.name).collect();
        assert_eq!(words::<HpglDevice>()[1..], devices[..]);
        for word in words::<GcodeProfile>() {
            let profile: GcodeProfile = serde_json::from_value(word.into()).unwrap();
            assert!(profile.profile(Machine::Axidraw).is_some(), "{profile:?}");
        }
        for word in words::<HpglDevice>() {
            let device: HpglDevice = serde_json::from_value(word.into()).unwrap();
            assert!(device.device(Machine::Axidraw).is_some(), "{device:?}");
        }
    }
}
