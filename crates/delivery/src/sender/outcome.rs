//! Records the outcomes of claimed messages.

use seat_dealer_core::{
    About, CalendarEntry, Channel, Command, Delay, MessageKind, MessageStatus, Seat,
};
use seat_dealer_db::messages::{self, Claimed};
use seat_dealer_db::{self as db};

use super::Sender;
use crate::Outcome;
use crate::send_counts::SendResult;

impl Sender {
    /// Applies a command with the outcome to the event of a message. The rules decide what follows.
    pub(super) async fn tell(&self, claimed: &Claimed, command: Command) -> db::Result<()> {
        let (id, lease) = (claimed.message.id.clone(), claimed.lease.clone());
        let decision = self
            .db
            .advance_event(&claimed.event_id, db::now(), move |conn, _| {
                messages::must_hold(conn, &id, &lease)?;
                Ok(command.clone())
            })
            .await?;
        let mut decided = decision.table.messages.iter();
        if let Some(message) = decided.find(|message| message.id == claimed.message.id) {
            let result = match message.status {
                MessageStatus::Sent | MessageStatus::Delivered => SendResult::Sent,
                MessageStatus::Queued | MessageStatus::Sending => SendResult::Retried,
                MessageStatus::Unknown => SendResult::Unknown,
                MessageStatus::Failed | MessageStatus::Cancelled => SendResult::Failed,
            };
            self.count_result(claimed.message.channel, result);
        }
        Ok(())
    }
}

/// The command for a provider's response.
pub(super) fn command(claimed: &Claimed, outcome: Outcome) -> Command {
    let message = claimed.message.id.clone();
    let rejected = |about, permanent, why, retry_after| Command::Rejected {
        message: message.clone(),
        about,
        permanent,
        why,
        delay: Delay {
            jitter: crate::jitter::jitter(),
            retry_after,
        },
    };
    match outcome {
        Outcome::Sent { provider_id } => accepted(claimed, provider_id, false),
        Outcome::Delivered => accepted(claimed, None, true),
        Outcome::Transient {
            about,
            reason,
            retry_after,
        } => rejected(about, false, reason, retry_after),
        Outcome::Permanent { about, reason } => rejected(about, true, reason, None),
        Outcome::OptedOut { reason } => rejected(About::Recipient, true, reason, None),
        Outcome::Unknown { reason } => unknown(claimed, reason),
    }
}

pub(super) fn accepted(claimed: &Claimed, provider_id: Option<String>, delivered: bool) -> Command {
    Command::Accepted {
        message: claimed.message.id.clone(),
        provider_id,
        delivered,
        calendar: calendar_after(claimed),
    }
}

pub(super) fn unknown(claimed: &Claimed, why: String) -> Command {
    Command::OutcomeUnknown {
        message: claimed.message.id.clone(),
        why,
        delay: Delay {
            jitter: crate::jitter::jitter(),
            retry_after: None,
        },
        calendar: calendar_after(claimed),
    }
}

/// The content of the guest's calendar after this email.
fn calendar_after(claimed: &Claimed) -> Option<CalendarEntry> {
    if claimed.message.channel != Channel::Email {
        return None;
    }
    let invitation = &claimed.invitation;
    let seated = invitation.seat == Seat::Seated;
    let here = |starts_at| CalendarEntry {
        address: claimed.address.clone(),
        starts_at,
    };
    match &invitation.calendar {
        Some(entry) if claimed.message.kind == MessageKind::Released => {
            let stays = seated && !entry.has_moved(claimed.email.as_deref());
            stays.then(|| here(None))
        }
        // The calendar of that address keeps its entry until an email removes it.
        Some(entry) if entry.has_moved(claimed.address.as_deref()) => Some(entry.clone()),
        _ => seated.then(|| here(claimed.event.starts_at)),
    }
}
