//! Changes an event. Every change is one transaction with four steps:
//!
//! 1. Lock the event: `UPDATE events SET version = version + 1` is the first statement. It must come
//!    before any read, because InnoDB's snapshot begins with the first read. A transaction that reads
//!    first and locks later would decide on outdated data.
//! 2. Read the [`Table`]: the event, its invitations, and as many cards as the command can deal.
//! 3. Call `seat_dealer_core::decide`.
//! 4. Write the decision: the invitations, the messages, the log and the event.
//!
//! No other code in this crate writes an event's invitations, messages or log. There are two
//! exceptions: a sender's claim on a message, and new links after a change of `APP_SECRET`. If a
//! message that a decision changes has been claimed since it was read, the decision is made again.

use std::collections::BTreeMap;

use diesel::prelude::*;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use seat_dealer_core::{
    Command, ContactId, Decision, EventId, GuestDetails, HostId, Invitation, InvitationId,
    LogEntry, Reason, Refusal, Table, read_cards, resting_channels,
};
use tracing::{Instrument, Span, field, info_span};

use crate::calendars::count_changes;
use crate::channels::channels_of;
use crate::event_terms::terms;
use crate::repeats::{Answer, Once, once};
use crate::schema::{contacts, events, invitations, log_entries};
use crate::snapshot::{CardRow, EventRow, invitations_of, next_cards, stored};
use crate::time::millis;
use crate::{
    Conn, Db, Error, Result, RsvpTokens, TRACES, channels, host_news, messages, texted_words,
};

/// The host who changes something, with the name of the API key by which a program does it for them.
#[derive(Debug, Clone)]
pub struct ActingHost {
    /// The host.
    pub id: HostId,
    /// The name of the API key.
    pub key_name: Option<String>,
}

impl From<&HostId> for ActingHost {
    fn from(id: &HostId) -> Self {
        Self {
            id: id.clone(),
            key_name: None,
        }
    }
}

impl Db {
    /// Changes an event of `host`. `plan` returns the command; it may read, because the event is locked.
    ///
    /// # Errors
    /// [`Error::Refused`] if the rules refuse the command. The refusal is logged in a transaction of its
    /// own.
    pub async fn change_event<P>(
        &self,
        host: impl Into<ActingHost>,
        event: &EventId,
        now: Timestamp,
        plan: P,
    ) -> Result<Decision>
    where
        P: Fn(&mut Conn, &EventId) -> Result<Command> + Send + 'static,
    {
        self.advance(Some(host.into()), event, now, plan).await
    }

    /// The same as [`Db::change_event`], on behalf of a guest, a provider or the timer.
    pub async fn advance_event<P>(
        &self,
        event: &EventId,
        now: Timestamp,
        plan: P,
    ) -> Result<Decision>
    where
        P: Fn(&mut Conn, &EventId) -> Result<Command> + Send + 'static,
    {
        self.advance(None, event, now, plan).await
    }

    /// The same as [`Db::change_event`], once for each idempotency key. `answer` makes the response in the
    /// same transaction.
    pub async fn change_event_once<P, A>(
        &self,
        host: impl Into<ActingHost>,
        event: &EventId,
        now: Timestamp,
        request: Option<Once>,
        plan: P,
        answer: A,
    ) -> Result<Answer>
    where
        P: Fn(&mut Conn, &EventId) -> Result<Command> + Send + 'static,
        A: Fn(&mut Conn, &Decision) -> Result<Answer> + Send + 'static,
    {
        self.change_event_in_steps(host, event, now, request, vec![plan], answer)
            .await
    }

    /// The same as [`Db::change_event_once`] with several commands, of which all are carried out or none. `answer` gets
    /// the decision on the last one.
    ///
    /// # Errors
    /// [`Error::NotFound`] without a command.
    pub async fn change_event_in_steps<P, A>(
        &self,
        host: impl Into<ActingHost>,
        event: &EventId,
        now: Timestamp,
        request: Option<Once>,
        plans: Vec<P>,
        answer: A,
    ) -> Result<Answer>
    where
        P: Fn(&mut Conn, &EventId) -> Result<Command> + Send + 'static,
        A: Fn(&mut Conn, &Decision) -> Result<Answer> + Send + 'static,
    {
        let (answer, _) = self
            .run(Some(host.into()), event, now, plans, move |conn, change| {
                once(conn, request.as_ref(), |conn| {
                    let decisions = change(conn)?;
                    let last = decisions.last().ok_or(Error::NotFound)?;
                    Ok((answer(conn, last)?, decisions))
                })
            })
            .await?;
        Ok(answer)
    }

    async fn advance<P>(
        &self,
        host: Option<ActingHost>,
        event: &EventId,
        now: Timestamp,
        plan: P,
    ) -> Result<Decision>
    where
        P: Fn(&mut Conn, &EventId) -> Result<Command> + Send + 'static,
    {
        let ((), decisions) = self
            .run(host, event, now, vec![plan], |conn, change| {
                Ok(((), Some(change(conn)?)))
            })
            .await?;
        let last = decisions.and_then(|mut decisions| decisions.pop());
        last.ok_or(Error::NotFound)
    }

    /// Changes an event in one transaction. `step` gets a function that does the steps 2 to 4 for each plan, and
    /// returns no decisions if it has not called that function.
    async fn run<P, S, T>(
        &self,
        host: Option<ActingHost>,
        event: &EventId,
        now: Timestamp,
        plans: Vec<P>,
        step: S,
    ) -> Result<(T, Option<Vec<Decision>>)>
    where
        P: Fn(&mut Conn, &EventId) -> Result<Command> + Send + 'static,
        S: Fn(
                &mut Conn,
                &dyn Fn(&mut Conn) -> Result<Vec<Decision>>,
            ) -> Result<(T, Option<Vec<Decision>>)>
            + Send
            + 'static,
        T: Send + 'static,
    {
        let tokens = self.tokens().clone();
        let id = event.clone();
        let (host, key_name) = host.map(|host| (host.id, host.key_name)).unzip();
        let key_name = key_name.flatten();
        let refused_key = key_name.clone();
        let span = info_span!(
            target: TRACES,
            "change event",
            event.id = event.as_str(),
            event.decided = field::Empty,
        );
        let outcome = self
            .write(move |conn| {
                lock(conn, &id, host.as_ref())?;
                step(conn, &|conn| {
                    let decisions = plans.iter().map(|plan| {
                        let command = plan(conn, &id)?;
                        info_span!(target: TRACES, "decide").in_scope(|| {
                            decide(conn, &tokens, &id, &command, key_name.as_deref(), now)
                        })
                    });
                    decisions.collect()
                })
            })
            .instrument(span.clone())
            .await;
        match &outcome {
            Ok((_, Some(decisions))) => {
                let logs = decisions.iter().map(|decision| decision.log.clone());
                let log = logs.collect::<Vec<_>>().concat();
                trace(&span, &log);
                self.decision_counts().add(&log);
            }
            Err(Error::Refused(_, entry)) => {
                let refusal = std::slice::from_ref(&**entry);
                trace(&span, refusal);
                self.decision_counts().add(refusal);
                let (id, entry) = (event.clone(), entry.clone());
                self.write(move |conn| log_refusal(conn, &id, &entry, refused_key.as_deref(), now))
                    .await?;
            }
            Ok((_, None)) | Err(_) => return outcome,
        }
        self.announce(event);
        outcome
    }
}

/// Records the kinds of the decided log entries in the trace.
fn trace(span: &Span, entries: &[LogEntry]) {
    if !span.is_disabled() {
        let kinds = entries.iter().map(|entry| entry.kind().as_str());
        span.record("event.decided", kinds.collect::<Vec<_>>().join(" "));
    }
}

/// Locks an event until the end of the transaction. This is the first statement of every change. With
/// a host, the event must be the host's and not deleted. Without a host, it may be deleted, so that the
/// outcome of messages that are being sent can still be recorded.
///
/// # Errors
/// [`Error::NotFound`] if there is no such event.
pub fn lock(conn: &mut Conn, event: &EventId, host: Option<&HostId>) -> Result<()> {
    let version = events::version.eq(events::version + 1);
    let event = events::table.find(event.as_str());
    let rows = match host {
        Some(host) => diesel::update(
            event
                .filter(events::host_id.eq(host.as_str()))
                .filter(events::deleted_at.is_null()),
        )
        .set(version)
        .execute(conn)?,
        None => diesel::update(event).set(version).execute(conn)?,
    };
    if rows == 1 {
        Ok(())
    } else {
        Err(Error::NotFound)
    }
}

/// Steps 2 to 4 of a change, for a locked event.
pub(crate) fn decide(
    conn: &mut Conn,
    tokens: &RsvpTokens,
    event: &EventId,
    command: &Command,
    key_name: Option<&str>,
    now: Timestamp,
) -> Result<Decision> {
    let row = event_row(conn, event)?;
    let table = read_table(conn, &row, command, now)?;
    let decision = seat_dealer_core::decide(&table, command, now)
        .map_err(|refusal| refused(refusal, &table, command))?;
    write(conn, tokens, &row, &table, &decision, key_name, now)?;
    Ok(decision)
}

/// A refusal with its log entry.
pub(crate) fn refused(refusal: Refusal, table: &Table, command: &Command) -> Error {
    let entry = refusal.log_entry(table, command);
    Error::Refused(refusal, Box::new(entry))
}

/// Reads an event's row, of any host.
pub(crate) fn event_row(conn: &mut Conn, event: &EventId) -> Result<EventRow> {
    events::table
        .find(event.as_str())
        .select(EventRow::as_select())
        .first(conn)
        .optional()?
        .ok_or(Error::NotFound)
}

/// Reads the table for a decision on `command`, with a bounded number of queries.
pub(crate) fn read_table(
    conn: &mut Conn,
    row: &EventRow,
    command: &Command,
    now: Timestamp,
) -> Result<Table> {
    let mut table = Table {
        event: row.to_core()?,
        invitations: Vec::new(),
        messages: messages::of_event(conn, &row.id, command.message())?,
        reach: BTreeMap::new(),
        channels: channels_of(conn, &row.host_id)?,
        cards: Vec::new(),
    };
    for (invitation, contact) in invitations_of(conn, &row.id)? {
        let invitation = invitation.to_core()?;
        let reach = contact.reach()?;
        table.reach.insert(invitation.contact_id.clone(), reach);
        table.invitations.push(invitation);
    }
    let resting = resting_channels(&table, command);
    read_cards(&mut table, command, now, |known, wanted| {
        next_cards(conn, row, known, wanted, &resting)
    })?;
    Ok(table)
}

/// The card of a contact that the host picks out of the deck's order. It must be the host's contact.
pub fn card_of(
    conn: &mut Conn,
    host: &HostId,
    contact: &ContactId,
) -> Result<seat_dealer_core::Card> {
    let row: CardRow = contacts::table
        .filter(contacts::id.eq(contact.as_str()))
        .filter(contacts::host_id.eq(host.as_str()))
        .filter(contacts::deleted_at.is_null())
        .select(CardRow::as_select())
        .first(conn)
        .optional()?
        .ok_or(Error::NotFound)?;
    let resting = channels_of(conn, host.as_str())?
        .into_iter()
        .filter(|state| state.resting.is_some())
        .map(|state| state.channel)
        .collect::<Vec<_>>();
    row.to_core(Reason::PickedByHost, &resting)
}

fn write(
    conn: &mut Conn,
    tokens: &RsvpTokens,
    row: &EventRow,
    before: &Table,
    decision: &Decision,
    key_name: Option<&str>,
    now: Timestamp,
) -> Result<()> {
    let (known, new): (Vec<_>, Vec<_>) = decision
        .changed
        .iter()
        .filter_map(|id| decision.table.invitation(id))
        .partition(|invitation| before.invitation(&invitation.id).is_some());
    for invitation in known {
        update_invitation(conn, invitation, now)?;
    }
    count_changes(conn, before, decision)?;
    update_last_invited(conn, &new)?;
    for invitation in new {
        insert_invitation(conn, tokens, row, invitation, now)?;
    }
    messages::write(conn, row, &before.messages, decision, now)?;
    update_messaged(conn, decision, now)?;
    channels::write(
        conn,
        &HostId::new(row.host_id.clone()),
        &before.channels,
        &decision.table.channels,
        now,
    )?;
    let event = &decision.table.event;
    append_log(
        conn,
        &row.id,
        row.log_seq,
        &decision.log,
        &event.time_zone,
        key_name,
        now,
    )?;
    host_news::add(conn, row, event, row.log_seq, &decision.log, now)?;
    let terms = (*event != before.event).then(|| terms(event)).transpose()?;
    let entries = i64::try_from(decision.log.len()).unwrap_or(i64::MAX);
    diesel::update(events::table.find(&row.id))
        .set((
            terms,
            events::status.eq(event.status.as_str()),
            events::due_at.eq(decision.due_at.map(millis)),
            events::log_seq.eq(row.log_seq + entries),
            events::updated_at.eq(millis(now)),
        ))
        .execute(conn)?;
    Ok(())
}

/// Updates the time of the last invitation of contacts. To avoid deadlocks of two events that invite the
/// same contacts, this must happen in the order of their ids, and before the invitations are inserted,
/// which locks the contacts for reading.
fn update_last_invited(conn: &mut Conn, new: &[&Invitation]) -> Result<()> {
    let mut invited: Vec<_> = new
        .iter()
        .map(|invitation| {
            (
                invitation.contact_id.as_str(),
                millis(invitation.invited_at),
            )
        })
        .collect();
    invited.sort_unstable();
    for (contact, at) in invited {
        diesel::update(contacts::table.find(contact))
            .set((
                contacts::last_invited_at.eq(at),
                contacts::updated_at.eq(at),
            ))
            .execute(conn)?;
    }
    Ok(())
}

/// Updates the time of the last change of invitations whose messages have changed.
fn update_messaged(conn: &mut Conn, decision: &Decision, now: Timestamp) -> Result<()> {
    let known = decision.table.messages.iter();
    let changed = known
        .filter(|message| decision.changed_messages.contains(&message.id))
        .map(|message| &message.invitation);
    let new = decision.messages.iter().map(|message| &message.invitation);
    let mut messaged: Vec<&str> = changed
        .chain(new)
        .filter(|id| !decision.changed.contains(id))
        .map(InvitationId::as_str)
        .collect();
    messaged.sort_unstable();
    messaged.dedup();
    if messaged.is_empty() {
        return Ok(());
    }
    diesel::update(invitations::table.filter(invitations::id.eq_any(messaged)))
        .set(invitations::updated_at.eq(millis(now)))
        .execute(conn)?;
    Ok(())
}

fn insert_invitation(
    conn: &mut Conn,
    tokens: &RsvpTokens,
    row: &EventRow,
    invitation: &Invitation,
    now: Timestamp,
) -> Result<()> {
    diesel::insert_into(invitations::table)
        .values((
            (
                invitations::id.eq(invitation.id.as_str()),
                invitations::event_id.eq(&row.id),
                invitations::contact_id.eq(invitation.contact_id.as_str()),
                invitations::token_hash.eq(tokens.hash_for(&invitation.id)),
                invitations::name.eq(&invitation.name),
                invitations::by_host.eq(invitation.by_host),
                invitations::invited_at.eq(millis(invitation.invited_at)),
            ),
            changes(invitation, now),
        ))
        .execute(conn)?;
    Ok(())
}

fn update_invitation(conn: &mut Conn, invitation: &Invitation, now: Timestamp) -> Result<()> {
    diesel::update(invitations::table.find(invitation.id.as_str()))
        .set(changes(invitation, now))
        .execute(conn)?;
    Ok(())
}

/// The columns of an invitation that change after it was inserted.
#[derive(Insertable, AsChangeset)]
#[diesel(table_name = invitations)]
#[diesel(treat_none_as_null = true)]
struct InvitationChanges<'a> {
    status: &'a str,
    response: Option<&'a str>,
    seat: &'a str,
    party: i32,
    party_limit: i32,
    party_size: i32,
    channel: &'a str,
    respond_by: Option<i64>,
    answered_at: Option<i64>,
    standby_since: Option<i64>,
    offered: bool,
    maybe_told: bool,
    reminded_at: Option<i64>,
    day_before_at: Option<i64>,
    confirmed: bool,
    calendar_address: Option<&'a str>,
    calendar_starts_at: Option<i64>,
    note: Option<&'a str>,
    details: Option<String>,
    updated_at: i64,
}

fn changes(invitation: &Invitation, now: Timestamp) -> InvitationChanges<'_> {
    let calendar = invitation.calendar.as_ref();
    InvitationChanges {
        status: invitation.status.as_str(),
        response: invitation.response.map(seat_dealer_core::Response::as_str),
        seat: invitation.seat.as_str(),
        party: stored(invitation.party),
        party_limit: stored(invitation.party_limit),
        party_size: stored(invitation.party_size),
        channel: invitation.channel.as_str(),
        respond_by: invitation.respond_by.map(millis),
        answered_at: invitation.answered_at.map(millis),
        standby_since: invitation.standby_since.map(millis),
        offered: invitation.offered,
        maybe_told: invitation.maybe_told,
        reminded_at: invitation.reminded_at.map(millis),
        day_before_at: invitation.day_before_at.map(millis),
        confirmed: calendar.is_some(),
        calendar_address: calendar.and_then(|entry| entry.address.as_deref()),
        calendar_starts_at: calendar.and_then(|entry| entry.starts_at).map(millis),
        note: invitation.details.note(),
        details: stored_details(&invitation.details),
        updated_at: millis(now),
    }
}

/// The JSON of everything but the note. `None` if there is nothing.
fn stored_details(details: &GuestDetails) -> Option<String> {
    details
        .is_stored()
        .then(|| serde_json::json!(details).to_string())
}

/// Writes the log entries of a change. `key_name` is the name of the API key by which the host made it.
pub(crate) fn append_log(
    conn: &mut Conn,
    event: &str,
    last_seq: i64,
    entries: &[LogEntry],
    zone: &TimeZone,
    key_name: Option<&str>,
    now: Timestamp,
) -> Result<()> {
    for (mut entry, seq) in entries.iter().cloned().zip(last_seq + 1..) {
        let key_name = key_name.filter(|_| entry.happening.is_by_host());
        let words = entry.happening.take_words();
        let (invitation, name) = entry
            .invitation
            .as_ref()
            .map(|(id, name)| (id.as_str(), name))
            .unzip();
        diesel::insert_into(log_entries::table)
            .values((
                log_entries::event_id.eq(event),
                log_entries::seq.eq(seq),
                log_entries::at.eq(millis(now)),
                log_entries::kind.eq(entry.kind().as_str()),
                log_entries::invitation_id.eq(invitation),
                log_entries::contact_name.eq(name),
                log_entries::text.eq(entry.text(zone)),
                log_entries::detail.eq(entry.happening.detail().to_string()),
                log_entries::typed.eq(true),
                log_entries::key_name.eq(key_name),
            ))
            .execute(conn)?;
        if let (Some(words), Some(invitation)) = (words, invitation) {
            texted_words::keep(conn, event, seq, invitation, &words, now)?;
        }
    }
    Ok(())
}

fn log_refusal(
    conn: &mut Conn,
    event: &EventId,
    entry: &LogEntry,
    key_name: Option<&str>,
    now: Timestamp,
) -> Result<()> {
    lock(conn, event, None)?;
    let row = event_row(conn, event)?;
    let (entries, zone) = (std::slice::from_ref(entry), row.to_core()?.time_zone);
    append_log(conn, &row.id, row.log_seq, entries, &zone, key_name, now)?;
    diesel::update(events::table.find(&row.id))
        .set(events::log_seq.eq(row.log_seq + 1))
        .execute(conn)?;
    Ok(())
}
