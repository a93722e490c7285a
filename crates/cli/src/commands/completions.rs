//! `penstock completions`: what a shell needs to complete Penstock's commands.

use crate::failure::Failure;
use crate::output;
use clap_complete::Shell;

/// What `penstock completions` takes.
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    /// The shell; for bash, put what it prints into
    /// ~/.local/share/bash-completion/completions/penstock
    #[arg(value_enum)]
    shell: Shell,
}

/// Prints the shell's script.
///
/// # Errors
/// As [`output::print`].
pub(crate) fn run(args: &Args, mut program: clap::Command) -> Result<(), Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut program, "penstock", &mut script);
    output::print(&String::from_utf8_lossy(&script))
}
