use std::time::{Duration, Instant};

/// Waits until the condition holds: asks again and again, with pauses that grow from 1 to 50 ms.
///
/// # Panics
/// When it does not hold within the deadline. The place of the call is shown.
#[track_caller]
pub fn eventually(deadline: Duration, mut condition: impl AsyncFnMut() -> bool) -> impl Future<Output = ()> {
    let caller = std::panic::Location::caller();
    async move {
        let end = Instant::now() + deadline;
        let mut pause = Duration::from_millis(1);
        while !condition().await {
            assert!(Instant::now() < end, "not so within {deadline:?}, asked at {caller}");
            tokio::time::sleep(pause).await;
            pause = (pause * 2).min(Duration::from_millis(50));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicU32, Ordering};

    #[tokio::test]
    async fn asks_until_it_holds() {
        let asked = AtomicU32::new(0);
        eventually(Duration::from_secs(10), async || asked.fetch_add(1, Ordering::Relaxed) == 3).await;
        assert_eq!(asked.into_inner(), 4);
    }

    #[tokio::test]
    #[should_panic(expected = "not so within 5ms")]
    async fn gives_up_at_the_deadline() {
        eventually(Duration::from_millis(5), async || false).await;
    }
}
