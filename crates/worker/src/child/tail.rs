//! The end of what a child writes to its standard error, and a guard against one that never stops.

use std::collections::VecDeque;
use std::future::poll_fn;
use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};
use tokio::io::{AsyncRead, ReadBuf};
use tokio::process::ChildStderr;
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// Kept of what was written last.
const KEPT_BYTES: usize = 64 << 10;
/// Written in all before the child counts as running wild.
pub(super) const MOST_BYTES: u64 = 64 << 20;
/// Lines of it that a failure quotes.
const QUOTED_LINES: usize = 20;
const QUOTED_CHARS: usize = 4_000;

/// Reads standard error to its end.
pub(super) struct Tail {
    kept: Arc<Mutex<Kept>>,
    flooded: watch::Receiver<bool>,
    reader: JoinHandle<()>,
    /// The same pipe once more, to ask how much waits in it.
    #[cfg(unix)]
    pipe: std::os::fd::OwnedFd,
}

/// What was read.
#[derive(Default)]
struct Kept {
    end: VecDeque<u8>,
    total: u64,
}

impl Tail {
    /// # Errors
    /// The system's, when there is no room for another open file.
    pub(super) fn follow(mut from: ChildStderr) -> io::Result<Self> {
        #[cfg(unix)]
        let pipe = std::os::fd::AsFd::as_fd(&from).try_clone_to_owned()?;
        let kept = Arc::new(Mutex::new(Kept::default()));
        let (flood, flooded) = watch::channel(false);
        let into = Arc::clone(&kept);
        let reader = tokio::spawn(async move {
            let mut chunk = vec![0; 16 << 10];
            // Read and counted under one lock, so that nothing is ever in neither pipe nor count.
            let mut next = move |context: &mut Context<'_>| {
                let mut kept = into.lock().unwrap_or_else(PoisonError::into_inner);
                let mut read = ReadBuf::new(&mut chunk);
                if ready!(Pin::new(&mut from).poll_read(context, &mut read)).is_err()
                    || read.filled().is_empty()
                {
                    return Poll::Ready(None);
                }
                kept.end.extend(read.filled());
                let over = kept.end.len().saturating_sub(KEPT_BYTES);
                kept.end.drain(..over);
                kept.total += read.filled().len() as u64;
                Poll::Ready(Some(kept.total))
            };
            while let Some(total) = poll_fn(&mut next).await {
                if total > MOST_BYTES {
                    flood.send_replace(true);
                }
            }
        });
        Ok(Self {
            kept,
            flooded,
            reader,
            #[cfg(unix)]
            pipe,
        })
    }

    /// Whether nothing was ever written.
    #[cfg(unix)]
    pub(super) fn is_silent(&self) -> bool {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.total == 0 && matches!(rustix::io::ioctl_fionread(&self.pipe), Ok(0))
    }

    /// What waits cannot be asked here.
    #[cfg(not(unix))]
    pub(super) fn is_silent(&self) -> bool {
        false
    }

    /// Returns once far too much was written; never if the stream ends before.
    pub(super) async fn flooded(&self) {
        let mut flooded = self.flooded.clone();
        if flooded.wait_for(|flooded| *flooded).await.is_err() {
            std::future::pending::<()>().await;
        }
    }

    /// The last lines, once the stream has ended or `patience` is over.
    pub(super) async fn last_lines(&mut self, patience: std::time::Duration) -> String {
        // Something that outlived the child may hold the stream open; what is there will do.
        let _ = tokio::time::timeout(patience, &mut self.reader).await;
        let kept: Vec<u8> =
            self.kept.lock().unwrap_or_else(PoisonError::into_inner).end.iter().copied().collect();
        last_lines(&String::from_utf8_lossy(&kept))
    }
}

impl Drop for Tail {
    fn drop(&mut self) {
        self.reader.abort();
    }
}

fn last_lines(text: &str) -> String {
    let printable = |c: char| if c == '\n' || c == '\t' || !c.is_control() { c } else { '\u{fffd}' };
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    let lines = lines[lines.len().saturating_sub(QUOTED_LINES)..].join("\n");
    let skip = lines.chars().count().saturating_sub(QUOTED_CHARS);
    lines.chars().skip(skip).map(printable).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_is_quoted_and_control_characters_are_not() {
        let text: String = (0..100).map(|n| format!("line {n}\u{1b}[31m\n")).collect();
        let quoted = last_lines(&text);
        assert!(quoted.starts_with("line 80\u{fffd}[31m\n") && quoted.ends_with("line 99\u{fffd}[31m"));
        assert!(last_lines(&"x".repeat(100_000)).len() <= QUOTED_CHARS);
        assert_eq!(last_lines(""), "");
    }
}
