//! Queues: the list, pause and resume.

use super::types::{NoArgs, NoReply, QueueList, QueueRequest};
use crate::service::Caller;
use crate::{ErrorCode, Service, WireError};

/// Longest name of a queue in characters.
const LONGEST_NAME: usize = 100;

impl Service {
    /// Every queue that has a job, a worker, or is paused.
    ///
    /// # Errors
    /// When the store is away.
    pub async fn list_queues(&self, _caller: &Caller, _request: NoArgs) -> Result<QueueList, WireError> {
        let (queues, all_paused) = self.inner.store.queues().await?;
        Ok(QueueList { queues, all_paused })
    }

    /// Pauses one queue, or all: nothing is taken from it, what runs goes on.
    ///
    /// # Errors
    /// When the store is away or the name cannot be a queue's.
    pub async fn pause_queue(&self, caller: &Caller, request: QueueRequest) -> Result<NoReply, WireError> {
        let queue = request.queue.map(queue_name).transpose()?;
        self.inner.store.pause(queue.as_deref(), &caller.actor()).await?;
        Ok(NoReply {})
    }

    /// Resumes one queue, or all.
    ///
    /// # Errors
    /// When the store is away or the name cannot be a queue's.
    pub async fn resume_queue(&self, caller: &Caller, request: QueueRequest) -> Result<NoReply, WireError> {
        let queue = request.queue.map(queue_name).transpose()?;
        self.inner.store.resume(queue.as_deref(), &caller.actor()).await?;
        Ok(NoReply {})
    }
}

/// The name, if it can be a queue's: 1 to 100 characters that can be seen, without spaces at the ends;
/// `*` and `:` have meanings of their own in stores.
pub(crate) fn queue_name(name: String) -> Result<String, WireError> {
    let length = name.chars().count();
    let fits = (1..=LONGEST_NAME).contains(&length)
        && name.trim() == name
        && name != "*"
        && !name.chars().any(|letter| letter.is_control() || letter == ':');
    if fits {
        return Ok(name);
    }
    Err(WireError::new(ErrorCode::BadRequest, format!("{name:?} cannot be the name of a queue"))
        .advise("Use 1 to 100 characters without `:` and without spaces at the ends")
        .field("queue"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_would_confuse_a_store_or_a_person_are_refused() {
        for good in ["default", "svg-generation", "Plotter 2", "café"] {
            assert_eq!(queue_name(good.to_owned()).unwrap(), good);
        }
        for bad in ["", " high", "a:b", "*", "a\nb", &"x".repeat(101)] {
            assert_eq!(queue_name(bad.to_owned()).unwrap_err().field.as_deref(), Some("queue"), "{bad:?}");
        }
    }
}
