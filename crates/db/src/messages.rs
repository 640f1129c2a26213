//! The outbox. A message is written in the transaction that decided it. A sender claims it with a lease, sends it
//! without holding a connection, and records the outcome if it still has the lease. The rules decide what follows
//! from the outcome.
//!
//! Delivery is at least once: if a sender dies before it has recorded the provider's response, its lease expires. The
//! outcome of such a message is *unknown*, and so is that of a message without a response. The next sender looks the
//! message up at the provider first, if the provider allows that.

mod claims;
mod lookups;
mod outbox;
mod stored;

pub(crate) use claims::lease_end;
pub use claims::{Claimed, Claims, Unreadable, claim, must_hold, renew};
pub use lookups::{
    next_due, others_are_under_way, outstanding, provider_ids, reported_on, to_hand_over,
};
pub use outbox::{Outbox, outbox};
pub(crate) use stored::{MessageRow, known, of_event, write};
