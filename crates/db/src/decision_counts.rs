use std::sync::atomic::{AtomicU64, Ordering};

use seat_dealer_core::{LogEntry, LogKind};

/// Counts the log entries of one process since its start, by kind.
#[derive(Debug)]
pub struct DecisionCounts(Vec<AtomicU64>);

impl Default for DecisionCounts {
    fn default() -> Self {
        Self(LogKind::ALL.iter().map(|_| AtomicU64::new(0)).collect())
    }
}

impl DecisionCounts {
    /// Counts the log entries of a committed decision.
    pub(crate) fn add(&self, entries: &[LogEntry]) {
        for entry in entries {
            if let Some(count) = self.0.get(entry.kind() as usize) {
                count.fetch_add(1, Ordering::Relaxed);
            }
        }
    }

    /// Each kind with its count.
    pub fn counts(&self) -> impl Iterator<Item = (LogKind, u64)> + '_ {
        let counts = self.0.iter().map(|count| count.load(Ordering::Relaxed));
        LogKind::ALL.iter().copied().zip(counts)
    }
}
