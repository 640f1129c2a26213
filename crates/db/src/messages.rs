//! The outbox. A message is written in the transaction that decided it; a sender claims it for the
//! time of a lease, sends it with no connection held, and tells the event what became of it, if the
//! lease is still its own. What follows from that is decided by the rules.
//!
//! Sending is at least once by nature: who dies between the provider's yes and writing that down,
//! leaves a lease that runs out. The outcome of such a message is *unknown*, as is that of one whose
//! sender heard no answer: whoever claims it next is told so, and asks the provider first where it
//! can be asked.

mod claims;
mod lookups;
mod outbox;
mod stored;

pub use claims::{Claimed, Claims, Unreadable, claim, must_hold, renew};
pub use lookups::{
    next_due, others_are_under_way, outstanding, provider_ids, reported_on, to_hand_over,
};
pub use outbox::{Outbox, outbox};
pub(crate) use stored::{of_event, write};

/// The text as far as a column of `length` characters holds it.
pub(crate) fn bounded(text: &str, length: usize) -> String {
    text.chars().take(length).collect()
}
