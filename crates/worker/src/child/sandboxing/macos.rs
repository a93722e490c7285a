//! macOS: the system's own sandbox, put in front of the child by `sandbox-exec`.
//!
//! The profile allows what is not named, so that a program can start under it on any release, and takes
//! away what a drawing has no use for: the network, other programs, what people keep, and every place to
//! write but the child's own. Whether it holds is tried by the child and not believed. Memory is bounded
//! by nothing here: this kernel takes `RLIMIT_AS` and does not keep it.
//!
//! Its types are checked (docs/testing.md says how); it has never run: the machines that build Penstock run Linux.

use super::{Layer, LayerState};
use std::io;
use std::net::UdpSocket;
use std::path::Path;
use tokio::process::{Child, Command};

/// Later rules win.
const PROFILE: &str = r#"(version 1)
(allow default)
(deny network*)
(deny process-fork)
(deny process-exec)
(allow process-exec (literal (param "PROGRAM")))
(deny file-write*)
(allow file-write* (subpath (param "OUT")) (literal "/dev/null"))
(deny file-read-data (subpath "/Users") (subpath "/Volumes"))
(allow file-read-data (literal (param "PROGRAM")) (subpath (param "ROOM"))
    (regex #"^/Users/[^/]+/Library/Fonts/"))
"#;

/// The program with the sandbox before it.
pub(in super::super) fn command(program: &Path, folder: &Path) -> Command {
    // The sandbox compares real paths: the folder for temporary files is behind a link.
    let real = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let (program, room) = (real(program), real(folder));
    let define = |name: &str, path: &Path| {
        let mut word = std::ffi::OsString::from(format!("{name}="));
        word.push(path);
        word
    };
    let mut command = Command::new("/usr/bin/sandbox-exec");
    command.arg("-p").arg(PROFILE);
    for (name, path) in [("PROGRAM", &program), ("ROOM", &room), ("OUT", &room.join("out"))] {
        command.arg("-D").arg(define(name, path));
    }
    command.arg(program);
    command
}

/// There is nothing to be done once it runs.
///
/// # Errors
/// Never, here.
pub(in super::super) const fn adopt(_child: &Child) -> io::Result<()> {
    Ok(())
}

/// The child sees its standard input end, which stops it at its next progress report.
pub(in super::super) fn die_with_parent() -> Layer {
    Layer::new("dies with parent", LayerState::Partly, "stops at end of input")
}

/// Tries what the sandbox must refuse. Nothing can be put on any more: it is on, or it is not there.
pub(in super::super) fn enter() -> Vec<Layer> {
    let refused = |tried: io::Result<()>| tried.is_err_and(|e| e.kind() == io::ErrorKind::PermissionDenied);
    let layer = |name: &str, holds: bool, what: &str| match holds {
        true => Layer::new(name, LayerState::On, what),
        false => Layer::new(name, LayerState::Missing, "the system's sandbox does not hold"),
    };
    let programs = std::process::Command::new("/usr/bin/true").spawn().map(drop);
    let (files, network) = (std::fs::write("in/probe", ""), UdpSocket::bind("127.0.0.1:0").map(drop));
    vec![
        layer("no new privileges", refused(programs), "starts no program"),
        layer("files", refused(files), "reads its folder, the system and fonts; writes its own folder"),
        layer("network", refused(network), "no sockets"),
        Layer::new("system calls", LayerState::Missing, "only on Linux"),
    ]
}
