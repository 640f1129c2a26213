//! What a provider reports of a message after it has taken it. Reports come late, doubled and in any
//! order, also before the answer to the try that they are about: what is known never goes back.

use diesel::prelude::*;
use jiff::Timestamp;
use seat_dealer_core::{
    Channel, Command, Event, EventId, InvitationId, MessageId, MessageKind, MessageStatus,
};

use super::{bounded, other_channel};
use crate::schema::{events, messages};
use crate::snapshot::{EventRow, count, word};
use crate::time::millis;
use crate::{Conn, Error, Result};

/// A report on one try to send a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The provider's name for what it took.
    pub provider_id: String,
    /// Which try it was, from 1, where the provider was told.
    pub attempt: Option<u32>,
    /// What became of it.
    pub news: News,
}

/// What became of a try.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum News {
    /// The provider has it.
    Sent,
    /// It has arrived.
    Delivered,
    /// It will not arrive.
    Failed {
        /// Why, as a sentence for the host.
        why: String,
        /// When to try the same channel again; `None` when that is hopeless.
        again: Option<Timestamp>,
    },
}

/// The message that a report is about.
#[derive(Debug, Clone)]
pub struct Reported {
    /// Its id.
    pub id: MessageId,
    /// Its event.
    pub event_id: EventId,
    /// The event's settings.
    pub event: Event,
    /// How far it is known to have come.
    pub status: MessageStatus,
    /// How often it has been tried.
    pub attempts: u32,
}

/// Finds the message that a report is about: by our own id where the provider tells it back, else
/// by the provider's.
pub fn reported_on(
    conn: &mut Conn,
    message: Option<&MessageId>,
    provider_id: &str,
) -> Result<Option<Reported>> {
    let mut query = messages::table
        .inner_join(events::table)
        .select((
            messages::id,
            messages::status,
            messages::attempts,
            EventRow::as_select(),
        ))
        .into_boxed();
    query = match message {
        Some(id) => query.filter(messages::id.eq(id.as_str().to_owned())),
        None => query.filter(messages::provider_id.eq(provider_id.to_owned())),
    };
    let row: Option<(String, String, i32, EventRow)> = query.first(conn).optional()?;
    row.map(|(id, status, attempts, event)| {
        Ok(Reported {
            status: word(&status)?,
            id: MessageId::new(id),
            event_id: EventId::new(event.id.clone()),
            event: event.to_core()?,
            attempts: count(attempts),
        })
    })
    .transpose()
}

/// The plan after a report. One that is no news changes nothing but what is due anyway.
pub fn reported(
    conn: &mut Conn,
    message: &MessageId,
    report: &Report,
    now: Timestamp,
) -> Result<Command> {
    let known = known(conn, message)?;
    let (status, due_at, error) = match known.judge(report) {
        Verdict::NoNews => return Ok(Command::Tick),
        Verdict::Sent => (MessageStatus::Sent, None, None),
        Verdict::Delivered => (MessageStatus::Delivered, None, None),
        Verdict::Failed(why) => (MessageStatus::Failed, None, Some(why)),
        Verdict::TryAgain(why, at) => (MessageStatus::Queued, Some(millis(at)), Some(why)),
    };
    // A sender that has claimed the message since then knows more.
    let rows = diesel::update(
        messages::table
            .find(message.as_str())
            .filter(messages::attempts.eq(known.stored_attempts)),
    )
    .set((
        messages::status.eq(status.as_str()),
        messages::due_at.eq(due_at),
        messages::lease.eq(None::<String>),
        messages::provider_id.eq(bounded(&report.provider_id, 160)),
        messages::error.eq(error),
        messages::updated_at.eq(millis(now)),
    ))
    .execute(conn)?;
    if rows == 0 {
        return Ok(Command::Tick);
    }
    let Known {
        invitation,
        kind,
        channel,
        ..
    } = known;
    Ok(match status {
        MessageStatus::Sent | MessageStatus::Delivered => Command::Progress {
            invitation,
            message: kind,
            channel,
            delivered: status == MessageStatus::Delivered,
            at: now,
        },
        MessageStatus::Failed => Command::DeliveryFailed {
            next: other_channel(conn, &invitation, kind, channel)?,
            invitation,
            message: kind,
            channel,
            why: error.unwrap_or_default().to_owned(),
        },
        _ => Command::Tick,
    })
}

/// What is known of a message when a report comes.
#[derive(Debug, Clone)]
struct Known {
    status: MessageStatus,
    leased: bool,
    /// Whether it is still to be sent, or to be looked for.
    outstanding: bool,
    attempts: u32,
    stored_attempts: i32,
    provider_id: Option<String>,
    invitation: InvitationId,
    kind: MessageKind,
    channel: Channel,
}

/// What a report means for a message.
#[derive(Debug, PartialEq, Eq)]
enum Verdict<'a> {
    NoNews,
    Sent,
    Delivered,
    Failed(&'a str),
    TryAgain(&'a str, Timestamp),
}

impl Known {
    fn judge<'a>(&self, report: &'a Report) -> Verdict<'a> {
        let settled = match self.status {
            MessageStatus::Delivered | MessageStatus::Failed => true,
            // Taken back; but when it was being sent just then, it may have left all the same.
            MessageStatus::Cancelled => !self.leased,
            MessageStatus::Queued => self.attempts == 0,
            MessageStatus::Sending | MessageStatus::Sent | MessageStatus::Unknown => false,
        };
        if settled {
            return Verdict::NoNews;
        }
        let same_text = self.provider_id.as_ref() == Some(&report.provider_id);
        let last_try = report
            .attempt
            .is_none_or(|attempt| attempt == self.attempts);
        match (&report.news, self.status) {
            (News::Delivered, _) => Verdict::Delivered,
            // Of a text that is on its way, only news of that very text counts.
            (News::Failed { why, again }, MessageStatus::Sent)
                if same_text || (self.provider_id.is_none() && last_try) =>
            {
                failed(why, *again)
            }
            (_, MessageStatus::Sent) => Verdict::NoNews,
            // This text is known to have failed; or the message has been tried again since then.
            _ if same_text || !last_try => Verdict::NoNews,
            (News::Sent, _) => Verdict::Sent,
            // It was taken back, or left to the host: it is not tried again by itself.
            (News::Failed { why, .. }, _) if !self.outstanding => failed(why, None),
            (News::Failed { why, again }, _) => failed(why, *again),
        }
    }
}

fn failed(why: &str, again: Option<Timestamp>) -> Verdict<'_> {
    match again {
        Some(at) => Verdict::TryAgain(why, at),
        None => Verdict::Failed(why),
    }
}

fn known(conn: &mut Conn, message: &MessageId) -> Result<Known> {
    type Row = (
        String,
        bool,
        bool,
        i32,
        Option<String>,
        String,
        String,
        String,
    );
    let row: Option<Row> = messages::table
        .find(message.as_str())
        .select((
            messages::status,
            messages::lease.is_not_null(),
            messages::due_at.is_not_null(),
            messages::attempts,
            messages::provider_id,
            messages::invitation_id,
            messages::kind,
            messages::channel,
        ))
        .first(conn)
        .optional()?;
    let (status, leased, outstanding, attempts, provider_id, invitation, kind, channel) =
        row.ok_or(Error::NotFound)?;
    Ok(Known {
        status: word(&status)?,
        leased,
        outstanding,
        attempts: count(attempts),
        stored_attempts: attempts,
        provider_id,
        invitation: InvitationId::new(invitation),
        kind: word(&kind)?,
        channel: word(&channel)?,
    })
}

#[cfg(test)]
mod tests;
