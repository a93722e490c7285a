//! What a worker may touch when it runs other systems' functions: options and their variables.

use crate::failure::Failure;
use penstock_service::{AdapterSettings, AllowList, DEFAULT_OUTPUT};
use std::path::PathBuf;

/// For functions of other systems that this worker runs over its own tasks.
#[derive(clap::Args, Debug)]
#[command(next_help_heading = "Functions of other systems")]
pub(crate) struct AdapterArgs {
    /// Folder for their results
    #[arg(long, value_name = "DIR", default_value = DEFAULT_OUTPUT)]
    output: PathBuf,
    /// A folder that they may read files from; may be given several times. None by default
    #[arg(long, value_name = "DIR", env = "PENSTOCK_ALLOW_FOLDER", value_delimiter = ',')]
    allow_folder: Vec<PathBuf>,
    /// A host, or the beginning of an address, that they may fetch from; may be given several times. None
    /// by default
    #[arg(long, value_name = "ADDRESS", env = "PENSTOCK_ALLOW_ADDRESS", value_delimiter = ',')]
    allow_address: Vec<String>,
    /// Allowed addresses may lead into a private network, or to this computer
    #[arg(long, env = "PENSTOCK_ALLOW_PRIVATE_ADDRESSES")]
    allow_private_addresses: bool,
}

impl AdapterArgs {
    /// The settings that they make.
    ///
    /// # Errors
    /// [`Failure::Usage`] for an address that is none.
    pub(crate) fn settings(self) -> Result<AdapterSettings, Failure> {
        let addresses = AllowList::new(&self.allow_address, self.allow_private_addresses)
            .map_err(|error| Failure::usage(format!("--allow-address: {error}")))?;
        Ok(AdapterSettings { output: self.output, folders: self.allow_folder, addresses })
    }
}
