//! When a server raises an alert, and whom it tells: options and their variables.

use crate::failure::Failure;
use crate::times::parse_seconds;
use penstock_service::{AlertSettings, AllowList};
use std::time::Duration;

/// When to raise an alert, and whom to tell.
#[derive(clap::Args, Debug)]
#[command(next_help_heading = "Alerts")]
pub(crate) struct AlertArgs {
    /// Gets every alert as JSON by POST
    #[arg(long, value_name = "URL", env = "PENSTOCK_ALERT_WEBHOOK", hide_env_values = true)]
    alert_webhook: Option<String>,
    /// A host, or the beginning of an address, that the webhook may have; may be given several times
    #[arg(long, value_name = "ADDRESS", env = "PENSTOCK_ALLOW_ALERT_ADDRESS", value_delimiter = ',')]
    allow_alert_address: Vec<String>,
    /// The webhook may be in a private network, or on this computer
    #[arg(long, env = "PENSTOCK_ALLOW_PRIVATE_ALERT_ADDRESS")]
    allow_private_alert_address: bool,
    /// Seconds that a queue's next job may wait
    #[arg(long, value_name = "S", env = "PENSTOCK_ALERT_WAIT", default_value = "300", value_parser = parse_seconds)]
    alert_wait: u64,
    /// Failed jobs within ten minutes that are too many
    #[arg(long, value_name = "N", env = "PENSTOCK_ALERT_FAILURES", default_value_t = 10, value_parser = clap::value_parser!(u64).range(1..))]
    alert_failures: u64,
}

impl AlertArgs {
    /// The settings that they make.
    ///
    /// # Errors
    /// [`Failure::Usage`] for an address that is none.
    pub(crate) fn settings(self) -> Result<AlertSettings, Failure> {
        let addresses = AllowList::new(&self.allow_alert_address, self.allow_private_alert_address)
            .map_err(|error| Failure::usage(format!("--allow-alert-address: {error}")))?;
        Ok(AlertSettings {
            webhook: self.alert_webhook,
            addresses,
            wait: Duration::from_secs(self.alert_wait),
            failures: self.alert_failures,
            ..AlertSettings::default()
        })
    }
}
