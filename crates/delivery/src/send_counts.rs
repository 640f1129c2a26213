use std::sync::atomic::{AtomicU64, Ordering};

use seat_dealer_core::Channel;

/// The result of one try to send a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SendResult {
    /// The provider has accepted it, or the mailbox has stored it.
    Sent,
    /// It is tried again later.
    Retried,
    /// It has failed permanently on this channel.
    Failed,
    /// It is unknown whether the provider has accepted it.
    Unknown,
    /// Only a newer release can read it. It waits.
    Unreadable,
}

impl SendResult {
    const ALL: [Self; 5] = [
        Self::Sent,
        Self::Retried,
        Self::Failed,
        Self::Unknown,
        Self::Unreadable,
    ];

    /// The label of the metric.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::Retried => "retried",
            Self::Failed => "failed",
            Self::Unknown => "unknown",
            Self::Unreadable => "unreadable",
        }
    }
}

/// The channels with a provider.
const CHANNELS: [Channel; 2] = [Channel::Sms, Channel::Email];

/// The counts of tries of one process since its start, by channel and result.
#[derive(Debug, Default)]
pub struct Counts([[AtomicU64; SendResult::ALL.len()]; CHANNELS.len()]);

/// The counts of tries of one process to send an email to a host since its start, by result.
#[derive(Debug, Default)]
pub struct HostCounts([AtomicU64; SendResult::ALL.len()]);

impl HostCounts {
    pub(crate) fn add(&self, result: SendResult) {
        self.0[result as usize].fetch_add(1, Ordering::Relaxed);
    }

    /// Each result with its count.
    pub fn all(&self) -> impl Iterator<Item = (SendResult, u64)> + '_ {
        let counts = self.0.iter().map(|count| count.load(Ordering::Relaxed));
        SendResult::ALL.into_iter().zip(counts)
    }
}

impl Counts {
    pub(crate) fn add(&self, channel: Channel, result: SendResult) {
        let of_channel = CHANNELS.iter().zip(&self.0);
        if let Some((_, counts)) = of_channel.into_iter().find(|(known, _)| **known == channel) {
            counts[result as usize].fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Each channel and result with its count.
    pub fn all(&self) -> impl Iterator<Item = (Channel, SendResult, u64)> + '_ {
        CHANNELS.iter().zip(&self.0).flat_map(|(channel, counts)| {
            let counts = counts.iter().map(|count| count.load(Ordering::Relaxed));
            SendResult::ALL
                .into_iter()
                .zip(counts)
                .map(|(result, count)| (*channel, result, count))
        })
    }
}
