//! Reads the messages of an event before a decision, and writes them after it.

use diesel::dsl::{exists, not};
use diesel::prelude::*;
use jiff::Timestamp;
use seat_dealer_core::{
    Decision, HostWords, InvitationId, Message, MessageId, MessageStatus, NewMessage,
};

use crate::schema::messages;
use crate::snapshot::{EventRow, count, stored, truncated, word};
use crate::time::{from_millis, millis, new_random_id};
use crate::{Conn, Error, Result};

#[derive(Queryable, Selectable)]
#[diesel(table_name = messages)]
pub(crate) struct MessageRow {
    id: String,
    invitation_id: String,
    kind: String,
    words: Option<String>,
    channel: String,
    status: String,
    due_at: Option<i64>,
    lease: Option<String>,
    attempts: i32,
    provider_id: Option<String>,
    error: Option<String>,
    created_at: i64,
    updated_at: i64,
}

impl MessageRow {
    pub(crate) fn into_core(self) -> Result<Message> {
        Ok(Message {
            id: MessageId::new(self.id),
            invitation: InvitationId::new(self.invitation_id),
            kind: word(&self.kind)?,
            words: self.words.map(read_words).transpose()?,
            channel: word(&self.channel)?,
            status: word(&self.status)?,
            due_at: self.due_at.map(from_millis),
            claimed: self.lease.is_some(),
            attempts: count(self.attempts),
            provider_id: self.provider_id,
            error: self.error,
            written_at: from_millis(self.created_at),
            changed_at: from_millis(self.updated_at),
        })
    }
}

fn read_words(words: String) -> Result<HostWords> {
    serde_json::from_str(&words).map_err(|_| Error::Unreadable(words))
}

/// The outstanding messages of an event, the last message of each guest, kind, channel and status, and the message of
/// the command, in the order of their creation. Kinds that only a newer release knows are left out.
pub(crate) fn of_event(
    conn: &mut Conn,
    event: &str,
    about: Option<&MessageId>,
) -> Result<Vec<Message>> {
    let later = diesel::alias!(messages as later);
    let is_last = not(exists(
        later
            .filter(
                later
                    .field(messages::invitation_id)
                    .eq(messages::invitation_id),
            )
            .filter(later.field(messages::kind).eq(messages::kind))
            .filter(later.field(messages::channel).eq(messages::channel))
            .filter(later.field(messages::status).eq(messages::status))
            .filter(later.field(messages::occasion).gt(messages::occasion))
            .select(later.field(messages::id)),
    ));
    let rows: Vec<MessageRow> = messages::table
        .filter(messages::event_id.eq(event))
        .filter(
            messages::due_at
                .is_not_null()
                .or(messages::lease.is_not_null())
                .or(messages::status.eq(MessageStatus::Queued.as_str()))
                .or(messages::id.eq(about.map_or("", MessageId::as_str)))
                .or(is_last),
        )
        .order((messages::occasion, messages::kind))
        .select(MessageRow::as_select())
        .load(conn)?;
    known(rows)
}

/// Messages of kinds that this release knows.
pub(crate) fn known(rows: Vec<MessageRow>) -> Result<Vec<Message>> {
    rows.into_iter()
        .map(MessageRow::into_core)
        .filter(|message| !matches!(message, Err(Error::Unreadable(_))))
        .collect()
}

/// Writes the messages that a decision has changed, and adds new ones.
pub(crate) fn write(
    conn: &mut Conn,
    event: &EventRow,
    before: &[Message],
    decision: &Decision,
    now: Timestamp,
) -> Result<()> {
    let changed = before.iter().zip(&decision.table.messages);
    for (before, after) in
        changed.filter(|(_, after)| decision.changed_messages.contains(&after.id))
    {
        update(conn, before, after)?;
    }
    for message in &decision.messages {
        insert(conn, event, message, now)?;
    }
    Ok(())
}

/// Updates a message. A sender claims messages without the event's lock. If one has claimed this message since it was
/// read, this fails, and the decision is repeated.
fn update(conn: &mut Conn, before: &Message, after: &Message) -> Result<()> {
    let unclaimed: Option<Option<&str>> = (!after.claimed).then_some(None);
    let rows = diesel::update(
        messages::table
            .find(after.id.as_str())
            .filter(messages::attempts.eq(stored(before.attempts))),
    )
    .set((
        messages::status.eq(after.status.as_str()),
        messages::due_at.eq(after.due_at.map(millis)),
        unclaimed.map(|lease| messages::lease.eq(lease)),
        messages::attempts.eq(stored(after.attempts)),
        messages::provider_id.eq(after.provider_id.as_deref().map(|id| truncated(id, 160))),
        messages::error.eq(after.error.as_deref()),
        messages::updated_at.eq(millis(after.changed_at)),
    ))
    .execute(conn)?;
    if rows == 1 {
        Ok(())
    } else {
        Err(Error::Overtaken)
    }
}

fn insert(conn: &mut Conn, event: &EventRow, message: &NewMessage, now: Timestamp) -> Result<()> {
    let message = message.stored(MessageId::new(new_random_id()), now);
    let words = message.words.as_ref();
    let words = words.map(|words| serde_json::json!(words).to_string());
    diesel::insert_into(messages::table)
        .values((
            messages::id.eq(message.id.as_str()),
            messages::event_id.eq(&event.id),
            messages::invitation_id.eq(message.invitation.as_str()),
            messages::kind.eq(message.kind.as_str()),
            messages::words.eq(words),
            messages::occasion.eq(event.version),
            messages::channel.eq(message.channel.as_str()),
            messages::status.eq(message.status.as_str()),
            messages::due_at.eq(message.due_at.map(millis)),
            messages::attempts.eq(stored(message.attempts)),
            messages::created_at.eq(millis(message.written_at)),
            messages::updated_at.eq(millis(message.changed_at)),
        ))
        .execute(conn)?;
    Ok(())
}
