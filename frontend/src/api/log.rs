//! The entries of an event's log, as far as the app reads them.

use serde::Deserialize;

/// Entries of a log, oldest first.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct LogPage {
    pub(crate) items: Vec<LogEntry>,
    pub(crate) next_cursor: Option<String>,
}

/// An entry.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(crate) struct LogEntry {
    /// The number of the entry, from 1 without gaps.
    pub(crate) seq: i64,
    /// The time of the entry.
    pub(crate) at: String,
    /// The kind of entry, e.g. `answered`.
    pub(crate) kind: String,
    /// What happened and why, as a sentence.
    pub(crate) text: String,
    /// The data of the entry.
    pub(crate) detail: LogDetail,
}

impl LogEntry {
    /// Whether the entry says only that a message is on its way or has arrived.
    pub(crate) fn is_delivery(&self) -> bool {
        matches!(self.kind.as_str(), "sent" | "delivered")
    }

    /// Whether the entry tells the host something.
    pub(crate) fn is_news(&self) -> bool {
        !self.is_delivery() && self.kind != "created"
    }
}

/// The data of an entry; empty in an entry that has no such data.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub(crate) struct LogDetail {
    /// The names of the settings that the host has changed.
    #[serde(default)]
    pub(crate) changes: Vec<String>,
}
