//! The events of hosts. All changes of an existing event use [`crate::change`].

mod view;

use diesel::dsl::count_star;
use diesel::prelude::*;
use jiff::Timestamp;
use seat_dealer_core::{
    By, CardsWanted, Command, ContactId, EventId, EventStatus, Happening, HostId, InvitationStatus,
    LogEntry, NewMessage, Preview, resting_channels,
};

use crate::change::{ActingHost, append_log, event_row, read_table, refused};
pub use crate::event_terms::EventFields;
use crate::event_terms::terms;
use crate::page::{bound, cut};
use crate::repeats::{Answer, Once, once};
use crate::schema::{events, invitations};
use crate::snapshot::{EventRow, next_cards, owned_row};
use crate::time::{from_millis, millis, new_id};
use crate::{Conn, Cursor, Db, Error, List, Page, Result, deck};
pub use view::{EventCounts, EventView};
use view::{Invited, views};

impl Db {
    /// Adds an event of `host`, with its first log entry.
    ///
    /// # Errors
    /// [`Error::NotFound`] if a contact of `invite_first` is not the host's.
    pub async fn create_event(
        &self,
        host: impl Into<ActingHost>,
        fields: EventFields,
        invite_first: Vec<ContactId>,
        now: Timestamp,
    ) -> Result<EventId> {
        let host = host.into();
        let (id, entry) = self
            .write(move |conn| create(conn, &host, &fields, &invite_first, now))
            .await?;
        self.decision_counts().add(&[entry]);
        Ok(id)
    }

    /// The same as [`Db::create_event`], once for each idempotency key. `answer` makes the response in the
    /// same transaction.
    pub async fn create_event_once(
        &self,
        host: impl Into<ActingHost>,
        fields: EventFields,
        invite_first: Vec<ContactId>,
        now: Timestamp,
        request: Option<Once>,
        answer: impl Fn(&mut Conn, &EventId) -> Result<Answer> + Send + 'static,
    ) -> Result<Answer> {
        let host = host.into();
        let (answer, entry) = self
            .write(move |conn| {
                once(conn, request.as_ref(), |conn| {
                    let (id, entry) = create(conn, &host, &fields, &invite_first, now)?;
                    Ok((answer(conn, &id)?, entry))
                })
            })
            .await?;
        self.decision_counts().add(entry.as_slice());
        Ok(answer)
    }
}

fn create(
    conn: &mut Conn,
    acting: &ActingHost,
    fields: &EventFields,
    invite_first: &[ContactId],
    now: Timestamp,
) -> Result<(EventId, LogEntry)> {
    let host = &acting.id;
    let id = EventId::new(new_id());
    diesel::insert_into(events::table)
        .values((
            (
                events::id.eq(id.as_str()),
                events::host_id.eq(host.as_str()),
                events::description.eq(&fields.description),
                events::colour.eq(fields.colour.as_str()),
                events::picture.eq(fields.picture.as_str()),
                events::status.eq(EventStatus::Draft.as_str()),
                events::version.eq(0),
                events::log_seq.eq(1),
                events::created_at.eq(millis(now)),
                events::updated_at.eq(millis(now)),
            ),
            terms(&fields.to_core(EventStatus::Draft))?,
        ))
        .execute(conn)?;
    deck::set(conn, host, &id, invite_first, &[])?;
    let created = Happening::Created {
        by: By::Host,
        title: fields.title.as_str().to_owned(),
        seats: fields.seats.get(),
    };
    let entry = LogEntry {
        invitation: None,
        happening: created,
    };
    let zone = &fields.time_zone;
    append_log(
        conn,
        id.as_str(),
        0,
        std::slice::from_ref(&entry),
        zone,
        acting.key_name.as_deref(),
        now,
    )?;
    Ok((id, entry))
}

/// Which events a list has: those that meet all conditions.
#[derive(Debug, Clone, Default)]
pub struct EventFilter {
    /// The status at this time.
    pub status: Option<(EventStatus, Timestamp)>,
    /// The earliest begin.
    pub from: Option<Timestamp>,
    /// The time before which it begins.
    pub to: Option<Timestamp>,
    /// The external id.
    pub external_id: Option<String>,
    /// The time since which the event or one of its invitations has changed.
    pub updated_since: Option<Timestamp>,
}

/// A host's events that the filter lets through, the newest first.
pub fn list(
    conn: &mut Conn,
    host: &HostId,
    filter: &EventFilter,
    limit: usize,
    after: Option<&Cursor>,
) -> Result<Page<EventView>> {
    page_of(conn, host, filter, limit, after, false)
}

/// The ids and titles of a host's events that would deal to new contacts, the newest first.
pub fn dealing(conn: &mut Conn, host: &HostId, now: Timestamp) -> Result<Vec<(String, String)>> {
    Ok(events::table
        .filter(events::host_id.eq(host.as_str()))
        .filter(events::status.eq(EventStatus::Dealing.as_str()))
        .filter(events::deleted_at.is_null())
        .filter(
            events::starts_at
                .is_null()
                .or(events::starts_at.gt(millis(now))),
        )
        .order((events::created_at.desc(), events::id.desc()))
        .select((events::id, events::title))
        .load(conn)?)
}

/// All events of a host, also deleted ones, the newest first.
pub fn kept(
    conn: &mut Conn,
    host: &HostId,
    limit: usize,
    after: Option<&Cursor>,
) -> Result<Page<EventView>> {
    page_of(conn, host, &EventFilter::default(), limit, after, true)
}

fn page_of(
    conn: &mut Conn,
    host: &HostId,
    filter: &EventFilter,
    limit: usize,
    after: Option<&Cursor>,
    deleted_too: bool,
) -> Result<Page<EventView>> {
    let mut query = events::table
        .filter(events::host_id.eq(host.as_str()))
        .order((events::created_at.desc(), events::id.desc()))
        .limit(bound(limit + 1))
        .select(EventRow::as_select())
        .into_boxed();
    if !deleted_too {
        query = query.filter(events::deleted_at.is_null());
    }
    // The status *past* is not stored.
    if let Some((status, now)) = filter.status {
        let now = millis(now);
        query = match status {
            EventStatus::Past => query
                .filter(events::starts_at.le(now))
                .filter(events::status.ne(EventStatus::Cancelled.as_str())),
            EventStatus::Cancelled => query.filter(events::status.eq(status.as_str())),
            _ => query
                .filter(events::status.eq(status.as_str()))
                .filter(events::starts_at.is_null().or(events::starts_at.gt(now))),
        };
    }
    if let Some(from) = filter.from {
        query = query.filter(events::starts_at.ge(millis(from)));
    }
    if let Some(to) = filter.to {
        query = query.filter(events::starts_at.lt(millis(to)));
    }
    if let Some(id) = &filter.external_id {
        query = query.filter(events::external_id.eq(id.clone()));
    }
    if let Some(since) = filter.updated_since.map(millis) {
        query = query.filter(
            events::updated_at
                .ge(since)
                .or(events::created_at.ge(since)),
        );
    }
    if let Some(cursor) = after {
        let (moment, id) = (millis(cursor.moment()), cursor.id.clone());
        // The first condition is redundant, but it lets the database use the index.
        query = query
            .filter(events::created_at.le(moment))
            .filter(events::created_at.lt(moment).or(events::id.lt(id)));
    }
    // All queries read one snapshot.
    conn.transaction(|conn| {
        let rows: Vec<EventRow> = query.load(conn)?;
        let page = cut(rows, limit, |row| {
            Cursor::at(List::Events, from_millis(row.created_at), &row.id)
        });
        Ok(Page {
            items: views(conn, host, &page.items, Invited::WithSeat)?,
            next: page.next,
        })
    })
}

/// One event of this host.
pub fn get(conn: &mut Conn, host: &HostId, id: &EventId) -> Result<EventView> {
    conn.transaction(|conn| {
        let row = owned_row(conn, host, id)?;
        views(conn, host, &[row], Invited::All)?
            .pop()
            .ok_or(Error::NotFound)
    })
}

/// These events of a host, as in a list. Deleted ones are left out.
pub(crate) fn of_host(conn: &mut Conn, host: &HostId, ids: &[&str]) -> Result<Vec<EventView>> {
    let rows: Vec<EventRow> = events::table
        .filter(events::host_id.eq(host.as_str()))
        .filter(events::id.eq_any(ids))
        .filter(events::deleted_at.is_null())
        .order(events::id)
        .select(EventRow::as_select())
        .load(conn)?;
    views(conn, host, &rows, Invited::WithSeat)
}

/// The settings of this event, to be changed and passed to [`edit`].
pub fn fields(conn: &mut Conn, host: &HostId, id: &EventId) -> Result<EventFields> {
    owned_row(conn, host, id)?.into_fields()
}

/// Returns a plan that replaces the settings of an event. It writes the columns that the rules do not use; the
/// decision writes the others.
pub fn edit(
    conn: &mut Conn,
    event: &EventId,
    fields: &EventFields,
    announce: bool,
) -> Result<Command> {
    diesel::update(events::table.find(event.as_str()))
        .set((
            events::description.eq(&fields.description),
            events::colour.eq(fields.colour.as_str()),
            events::picture.eq(fields.picture.as_str()),
        ))
        .execute(conn)?;
    let event = Box::new(fields.to_core(EventStatus::Draft));
    Ok(Command::Edit { event, announce })
}

/// Deletes an event without open invitations.
///
/// # Errors
/// [`Error::Disallowed`] while there are guests who would have to be told.
pub fn delete(conn: &mut Conn, host: &HostId, id: &EventId, now: Timestamp) -> Result<()> {
    crate::change::lock(conn, id, Some(host))?;
    let row = event_row(conn, id)?;
    let live: i64 = invitations::table
        .filter(invitations::event_id.eq(id.as_str()))
        .filter(invitations::status.ne_all([
            InvitationStatus::Withdrawn.as_str(),
            InvitationStatus::Undeliverable.as_str(),
        ]))
        .select(count_star())
        .first(conn)?;
    let over = row.to_core()?.status_at(now).is_over();
    if live > 0 && !over {
        return Err(Error::Disallowed {
            code: "event-has-guests",
            sentence: "People are invited to this event. Cancel it first, so that they are told; \
                       then it can be deleted."
                .to_owned(),
        });
    }
    // The event is also cancelled, because the outcomes of its messages are still recorded by the rules, which must
    // not deal any more.
    diesel::update(events::table.find(id.as_str()))
        .set((
            events::status.eq(EventStatus::Cancelled.as_str()),
            events::deleted_at.eq(millis(now)),
            events::due_at.eq(None::<i64>),
            events::external_id.eq(None::<String>),
        ))
        .execute(conn)?;
    Ok(())
}

/// What *Deal* would do now, and the next `further` cards after that.
pub fn preview(
    conn: &mut Conn,
    host: &HostId,
    id: &EventId,
    further: usize,
    now: Timestamp,
) -> Result<(Preview, Vec<seat_dealer_core::Card>)> {
    conn.transaction(|conn| {
        let row = owned_row(conn, host, id)?;
        let table = read_table(conn, &row, &Command::Deal, now)?;
        let preview = seat_dealer_core::preview(&table, now);
        if table.event.status_at(now).is_over() {
            return Ok((preview, Vec::new()));
        }
        let resting = resting_channels(&table, &Command::Deal);
        let dealt: Vec<_> = preview.now.iter().map(|dealt| dealt.card.clone()).collect();
        let wanted = CardsWanted {
            count: further,
            party_size: None,
            tags: &table.event.tags,
        };
        let next = next_cards(conn, &row, &dealt, wanted, &resting)?;
        Ok((preview, next))
    })
}

/// The messages that the planned command would send at `now`, with the names of the guests. Nothing is stored.
///
/// # Errors
/// [`Error::NotFound`] if the event is not the host's. [`Error::Refused`] if the rules do not allow the command.
pub fn preview_messages(
    conn: &mut Conn,
    host: &HostId,
    id: &EventId,
    now: Timestamp,
    plan: impl FnOnce(&mut Conn, &EventId) -> Result<Command>,
) -> Result<Vec<(String, NewMessage)>> {
    conn.transaction(|conn| {
        let row = owned_row(conn, host, id)?;
        let command = plan(conn, id)?;
        let table = read_table(conn, &row, &command, now)?;
        seat_dealer_core::preview_messages(&table, &command, now)
            .map_err(|refusal| refused(refusal, &table, &command))
    })
}

/// The command that tells guests of the event as it is (rule 12).
pub fn announcement(conn: &mut Conn, id: &EventId) -> Result<Command> {
    let event = Box::new(event_row(conn, id)?.to_core()?);
    Ok(Command::Edit {
        event,
        announce: true,
    })
}

/// The host's events, the newest first, at most a thousand, each with a version that increases with every change.
pub fn versions(conn: &mut Conn, host: &HostId) -> Result<Vec<(EventId, i64)>> {
    let versions: Vec<(String, i64)> = events::table
        .filter(events::host_id.eq(host.as_str()))
        .filter(events::deleted_at.is_null())
        .order((events::created_at.desc(), events::id.desc()))
        .limit(1_000)
        .select((events::id, events::version))
        .load(conn)?;
    let known = |(id, version)| (EventId::new(id), version);
    Ok(versions.into_iter().map(known).collect())
}

/// Up to `limit` events that are due at `now`, in the order of their due times.
pub fn due(conn: &mut Conn, now: Timestamp, limit: usize) -> Result<Vec<EventId>> {
    let ids: Vec<String> = events::table
        .filter(events::due_at.le(millis(now)))
        .order(events::due_at)
        .limit(bound(limit))
        .select(events::id)
        .load(conn)?;
    Ok(ids.into_iter().map(EventId::new).collect())
}

/// The time at which the next event becomes due.
pub fn next_due(conn: &mut Conn) -> Result<Option<Timestamp>> {
    let due: Option<Option<i64>> = events::table
        .filter(events::due_at.is_not_null())
        .order(events::due_at)
        .select(events::due_at)
        .first(conn)
        .optional()?;
    Ok(due.flatten().map(from_millis))
}

/// Checks that an event belongs to this host.
pub fn must_own(conn: &mut Conn, host: &HostId, id: &EventId) -> Result<()> {
    owned_row(conn, host, id).map(|_| ())
}
