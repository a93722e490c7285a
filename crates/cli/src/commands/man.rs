//! `penstock man`: the manual pages, as a package installs them; one for each command.

use crate::failure::Failure;
use crate::output;
use anyhow::Context;
use std::path::PathBuf;

/// What `penstock man` takes.
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    /// Folder that gets them; made when it is not there
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

/// Writes `penstock.1`, `penstock-run.1` and so on.
///
/// # Errors
/// [`Failure::Work`] when the folder cannot be written.
pub(crate) fn run(args: &Args, program: clap::Command) -> Result<(), Failure> {
    std::fs::create_dir_all(&args.out)
        .and_then(|()| clap_mangen::generate_to(program, &args.out))
        .with_context(|| format!("The manual pages cannot be written to {}", args.out.display()))
        .map_err(Failure::Work)?;
    output::print_line(&format!("Written to {}", args.out.display()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn every_command_has_its_page() {
        let folder = tempfile::tempdir().unwrap();
        let args = Args { out: folder.path().join("man") };
        run(&args, crate::args::Cli::command()).unwrap();
        let page = |name: &str| std::fs::read_to_string(args.out.join(name)).unwrap();
        let root = page("penstock.1");
        for command in crate::args::Cli::command().get_subcommands() {
            let name = command.get_name();
            assert!(root.contains(&format!("penstock\\-{}(1)", name.replace('-', "\\-"))), "{name}\n{root}");
            let about = command.get_about().unwrap().to_string();
            let first = about.split([':', ',', ';', '\'']).next().unwrap().replace('-', "\\-");
            assert!(page(&format!("penstock-{name}.1")).contains(&first), "{name}: {first}");
        }
    }
}
