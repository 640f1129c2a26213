//! A host who follows an event's stream and often reconnects.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::task::JoinHandle;

use crate::{Result, Rng};

/// The pause before a reconnection.
const PAUSE: Duration = Duration::from_millis(20);

/// A log entry from the stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) seq: u64,
    pub(crate) json: String,
}

/// The received entries. Dropping this value stops the follower.
pub(crate) struct Follower {
    seen: Arc<Mutex<Vec<Entry>>>,
    watching: JoinHandle<()>,
}

impl Follower {
    /// Follows a stream. After some entries it closes the connection, and reconnects after the last
    /// received entry.
    pub(crate) fn start(http: reqwest::Client, url: String, key: String, mut rng: Rng) -> Self {
        let seen: Arc<Mutex<Vec<Entry>>> = Arc::default();
        let shared = Arc::clone(&seen);
        let watching = tokio::spawn(async move {
            loop {
                let last = lock(&shared).last().map_or(0, |entry| entry.seq);
                let request = http.get(&url).bearer_auth(&key);
                let request = request.header("Last-Event-ID", last.to_string());
                // After an error, the next connection continues.
                let _ = watch(request, &shared, 1 + rng.below(12)).await;
                tokio::time::sleep(PAUSE).await;
            }
        });
        Self { seen, watching }
    }

    /// The entries received so far, in order.
    pub(crate) fn seen(&self) -> Vec<Entry> {
        lock(&self.seen).clone()
    }
}

impl Drop for Follower {
    fn drop(&mut self) {
        self.watching.abort();
    }
}

fn lock(seen: &Mutex<Vec<Entry>>) -> std::sync::MutexGuard<'_, Vec<Entry>> {
    seen.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Reads a stream until it has delivered this number of entries, or ends.
async fn watch(
    request: reqwest::RequestBuilder,
    seen: &Mutex<Vec<Entry>>,
    mut entries: u64,
) -> Result<()> {
    let mut answer = request.send().await?.error_for_status()?;
    let mut unread = Vec::new();
    while let Some(chunk) = answer.chunk().await? {
        unread.extend_from_slice(&chunk);
        while let Some(end) = unread.windows(2).position(|two| two == b"\n\n") {
            let block: Vec<u8> = unread.drain(..end + 2).collect();
            let Some(entry) = entry(&String::from_utf8(block)?) else {
                continue;
            };
            lock(seen).push(entry);
            entries -= 1;
            if entries == 0 {
                return Ok(());
            }
        }
    }
    Ok(())
}

/// Parses an event of a stream. `None` for heartbeats.
fn entry(block: &str) -> Option<Entry> {
    let field = |name: &str| block.lines().find_map(|line| line.strip_prefix(name));
    Some(Entry {
        seq: field("id:")?.trim().parse().ok()?,
        json: field("data:")?.trim().to_owned(),
    })
}
