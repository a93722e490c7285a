//! Which files the child sees: Landlock, as far as this kernel knows it.
//!
//! Reading: `in`, and the places where fonts live. Writing: `out`. Nothing else can be opened, and
//! nothing anywhere can be executed, linked across folders, or made into a device, socket or pipe.
//! Landlock does not hide that a path exists, nor its size.

use super::super::{Layer, LayerState};
use landlock::{
    ABI, Access, AccessFs, AccessNet, BitFlags, CompatLevel, Compatible, LandlockStatus, PathBeneath, PathFd,
    RestrictionStatus, Ruleset, RulesetAttr, RulesetCreatedAttr, RulesetError, RulesetStatus, Scope,
};
use std::path::PathBuf;

/// The newest interface that the `landlock` crate knows; older kernels get what they have of it.
const NEWEST: ABI = ABI::V10;
/// From here on a child cannot truncate files that it may not write.
const FILES_COMPLETE: ABI = ABI::V3;
/// From here on there is a rule for TCP.
const HAS_TCP: ABI = ABI::V4;

/// Restricts this thread and all that it starts; also tells whether TCP is off.
pub(super) fn restrict() -> (Layer, bool) {
    match try_restrict() {
        Ok(status) => describe(&status),
        Err(error) => (Layer::new("files", LayerState::Missing, error.to_string()), false),
    }
}

fn try_restrict() -> Result<RestrictionStatus, RulesetError> {
    let read = AccessFs::ReadFile | AccessFs::ReadDir;
    let write: BitFlags<AccessFs> = read
        | AccessFs::WriteFile
        | AccessFs::Truncate
        | AccessFs::MakeReg
        | AccessFs::MakeDir
        | AccessFs::RemoveFile
        | AccessFs::RemoveDir;
    let mut rules = Ruleset::default()
        .set_compatibility(CompatLevel::BestEffort)
        .handle_access(AccessFs::from_all(NEWEST))?
        .handle_access(AccessNet::from_all(NEWEST))?
        .scope(Scope::from_all(NEWEST))?
        .create()?;
    if let Ok(out) = PathFd::new("out") {
        rules = rules.add_rule(PathBeneath::new(out, write))?;
    }
    for readable in [PathBuf::from("in")].into_iter().chain(font_places()) {
        // A place that is not there needs no rule.
        if let Ok(place) = PathFd::new(readable) {
            rules = rules.add_rule(PathBeneath::new(place, read))?;
        }
    }
    rules.restrict_self()
}

fn describe(status: &RestrictionStatus) -> (Layer, bool) {
    let LandlockStatus::Available { effective_abi, .. } = status.landlock else {
        return (
            Layer::new("files", LayerState::Missing, "this kernel has no Landlock, or it is not enabled"),
            false,
        );
    };
    if status.ruleset == RulesetStatus::NotEnforced {
        return (Layer::new("files", LayerState::Missing, "Landlock did not take the rules"), false);
    }
    let state = if effective_abi >= FILES_COMPLETE { LayerState::On } else { LayerState::Partly };
    let detail =
        format!("reads its inputs and fonts, writes its folder (Landlock ABI {})", effective_abi as i32);
    (Layer::new("files", state, detail), effective_abi >= HAS_TCP)
}

/// Folders with fonts and the settings that name them.
fn font_places() -> impl Iterator<Item = PathBuf> {
    let system = ["/usr/share/fonts", "/usr/local/share/fonts", "/etc/fonts", "/usr/share/fontconfig"];
    let home = std::env::var_os("HOME").map(PathBuf::from).filter(|home| home.is_absolute());
    let data = std::env::var_os("XDG_DATA_HOME").map(PathBuf::from).filter(|data| data.is_absolute());
    let data = data.or_else(|| home.as_ref().map(|home| home.join(".local/share")));
    let own = [home.map(|home| home.join(".fonts")), data.map(|data| data.join("fonts"))];
    system.into_iter().map(PathBuf::from).chain(own.into_iter().flatten())
}
