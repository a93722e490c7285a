//! The peer: BullMQ from npm, kept below the target folder.

use super::rounds::Rate;
use super::server::Server;
use anyhow::Context as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

const VERSION: &str = "5.81.5";
const SCRIPT: &str = include_str!("peers/bullmq_peer.cjs");

pub(super) const TITLE: &str = "BullMQ, concurrency 50";

/// It, installed.
pub(super) struct BullMq {
    script: PathBuf,
}

impl BullMq {
    /// # Errors
    /// When there is no npm, or it cannot fetch the package.
    pub(super) fn prepare(cache: &Path) -> anyhow::Result<Self> {
        let folder = cache.join(format!("bullmq-{VERSION}"));
        let script = folder.join("bullmq_peer.cjs");
        if !folder.join("node_modules/bullmq/package.json").is_file() {
            std::fs::create_dir_all(&folder)?;
            let output = Command::new("npm")
                .args(["install", "--no-audit", "--no-fund", "--silent", "--prefix"])
                .arg(&folder)
                .arg(format!("bullmq@{VERSION}"))
                .output()
                .context("npm starts (Debian: npm)")?;
            let said = String::from_utf8_lossy(&output.stderr);
            anyhow::ensure!(output.status.success(), "npm cannot install it: {}", said.trim());
        }
        std::fs::write(&script, SCRIPT)?;
        Ok(Self { script })
    }

    pub(super) fn rate(&self, server: &Server, jobs: usize) -> anyhow::Result<Rate> {
        let output = Command::new("node")
            .arg(&self.script)
            .args([&server.url(), &jobs.to_string()])
            .output()
            .context("node starts (Debian: nodejs)")?;
        let text = String::from_utf8_lossy(&output.stdout);
        let said = || format!("BullMQ: {}", String::from_utf8_lossy(&output.stderr));
        let mut figures = text.trim().split(' ').map(str::parse::<f64>);
        let (Some(Ok(took)), Some(Ok(cpu))) = (figures.next(), figures.next()) else {
            anyhow::bail!(said());
        };
        Ok(Rate::of(jobs, Duration::from_secs_f64(took), Some(Duration::from_secs_f64(cpu))))
    }
}
