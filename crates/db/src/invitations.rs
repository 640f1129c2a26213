//! Invitations, for hosts and for guests.

mod open;

use std::collections::HashMap;

use diesel::prelude::*;
use jiff::Timestamp;
use seat_dealer_core::{
    Channel, Colour, Command, ContactId, Diet, Event, EventId, HostId, HostWords, Invitation,
    InvitationId, InvitationStatus, Language, MessageKind, MessageStatus, Picture, Question,
    Response,
};

use crate::contacts::{Contact, ContactRow};
use crate::messages::{MessageRow, known};
use crate::page::{bound, cut};
use crate::schema::{contacts, events, hosts, invitations, messages};
use crate::snapshot::{EventRow, InvitationRow, coalesce, count, diet, language, question, word};
use crate::time::{from_millis, millis};
use crate::tokens::hash;
use crate::{Conn, Cursor, Error, List, Page, Result};

pub use open::{open_to, texted_to};

/// An invitation with the data that the host sees.
#[derive(Debug)]
pub struct InvitationView {
    /// The event.
    pub event_id: EventId,
    /// The invitation itself.
    pub invitation: Invitation,
    /// The contact, also if it has been deleted.
    pub contact: Contact,
    /// Its messages, oldest first.
    pub messages: Vec<MessageView>,
    /// The time of the last change, those of its messages included.
    pub updated_at: Timestamp,
}

/// One message, for the host.
#[derive(Debug)]
pub struct MessageView {
    /// The kind.
    pub kind: MessageKind,
    /// The channel.
    pub channel: Channel,
    /// The status.
    pub status: MessageStatus,
    /// The time of the status.
    pub at: Timestamp,
    /// The time at which it may be sent, while it is queued.
    pub not_before: Option<Timestamp>,
    /// The last error.
    pub error: Option<String>,
    /// What the host wrote in it.
    pub words: Option<HostWords>,
}

/// The invitation of a guest's link, with its event.
#[derive(Debug)]
pub struct GuestView {
    /// The event's id.
    pub event_id: EventId,
    /// The host of the event.
    pub host_id: HostId,
    /// The description for guests.
    pub description: String,
    /// What the host asks the guests.
    pub question: Question,
    /// The colour of the guest's page.
    pub colour: Colour,
    /// The picture on the guest's page.
    pub picture: Picture,
    /// The IANA name of the event's time zone.
    pub time_zone: String,
    /// The number of changes of the guest's calendar entry since the invitation.
    pub calendar_changes: u32,
    /// The event.
    pub event: Event,
    /// The invitation.
    pub invitation: Invitation,
    /// What the host added to the message that the invitation is withdrawn.
    pub withdrawn_with: Option<HostWords>,
    /// The name of the host.
    pub host_name: String,
    /// The guest's language, or else the host's; `None`: that of the server.
    pub language: Option<Language>,
    /// What the guest eats and does not eat.
    pub diet: Diet,
}

/// What a [`GuestView`] is read from: invitation, event, the host's name, the language, the contact's diet.
type GuestRow = (
    InvitationRow,
    EventRow,
    String,
    Option<String>,
    Option<String>,
);

/// Which invitations a list has: those that meet all conditions.
#[derive(Debug, Clone, Default)]
pub struct InvitationFilter {
    /// The event.
    pub event: Option<EventId>,
    /// The invited contact.
    pub contact: Option<ContactId>,
    /// The status.
    pub status: Option<InvitationStatus>,
    /// The guest's answer.
    pub response: Option<Response>,
    /// The time since which the invitation or one of its messages has changed.
    pub updated_since: Option<Timestamp>,
}

impl InvitationFilter {
    /// All invitations to an event.
    pub fn of_event(event: &EventId) -> Self {
        Self {
            event: Some(event.clone()),
            ..Self::default()
        }
    }
}

/// A host's invitations that the filter lets through, oldest first.
pub fn list(
    conn: &mut Conn,
    host: &HostId,
    filter: &InvitationFilter,
    limit: usize,
    after: Option<&Cursor>,
) -> Result<Page<InvitationView>> {
    page_of(conn, host, filter, limit, after, false)
}

/// All invitations to an event of this host, oldest first, also if the event has been deleted.
pub fn kept(
    conn: &mut Conn,
    host: &HostId,
    event: &EventId,
    limit: usize,
    after: Option<&Cursor>,
) -> Result<Page<InvitationView>> {
    let filter = InvitationFilter::of_event(event);
    page_of(conn, host, &filter, limit, after, true)
}

fn page_of(
    conn: &mut Conn,
    host: &HostId,
    filter: &InvitationFilter,
    limit: usize,
    after: Option<&Cursor>,
    deleted_too: bool,
) -> Result<Page<InvitationView>> {
    let mut query = invitations::table
        .inner_join(events::table)
        .filter(events::host_id.eq(host.as_str()))
        .order((invitations::invited_at, invitations::id))
        .limit(bound(limit + 1))
        .select(InvitationRow::as_select())
        .into_boxed();
    if !deleted_too {
        query = query.filter(events::deleted_at.is_null());
    }
    if let Some(event) = &filter.event {
        query = query.filter(invitations::event_id.eq(event.as_str().to_owned()));
    }
    if let Some(contact) = &filter.contact {
        query = query.filter(invitations::contact_id.eq(contact.as_str().to_owned()));
    }
    if let Some(status) = filter.status {
        query = query.filter(invitations::status.eq(status.as_str()));
    }
    if let Some(response) = filter.response {
        query = query.filter(invitations::response.eq(response.as_str()));
    }
    if let Some(since) = filter.updated_since.map(millis) {
        let is_new = invitations::updated_at
            .ge(since)
            .or(invitations::invited_at.ge(since));
        query = query.filter(is_new);
    }
    if let Some(cursor) = after {
        let (moment, id) = (millis(cursor.moment()), cursor.id.clone());
        query = query.filter(invitations::invited_at.ge(moment)).filter(
            invitations::invited_at
                .gt(moment)
                .or(invitations::id.gt(id)),
        );
    }
    // All queries read one snapshot.
    conn.transaction(|conn| {
        let rows: Vec<InvitationRow> = query.load(conn)?;
        let page = cut(rows, limit, |row| {
            Cursor::at(List::Invitations, from_millis(row.invited_at), &row.id)
        });
        Ok(Page {
            items: views(conn, page.items)?,
            next: page.next,
        })
    })
}

/// One invitation of this host.
pub fn get(conn: &mut Conn, host: &HostId, id: &InvitationId) -> Result<InvitationView> {
    let row: Option<InvitationRow> = invitations::table
        .inner_join(events::table)
        .filter(invitations::id.eq(id.as_str()))
        .filter(events::host_id.eq(host.as_str()))
        .filter(events::deleted_at.is_null())
        .select(InvitationRow::as_select())
        .first(conn)
        .optional()?;
    let row = row.ok_or(Error::NotFound)?;
    views(conn, vec![row])?.pop().ok_or(Error::NotFound)
}

/// The event of an invitation of this host.
pub fn event_of(conn: &mut Conn, host: &HostId, id: &InvitationId) -> Result<EventId> {
    let event: Option<String> = invitations::table
        .inner_join(events::table)
        .filter(invitations::id.eq(id.as_str()))
        .filter(events::host_id.eq(host.as_str()))
        .filter(events::deleted_at.is_null())
        .select(invitations::event_id)
        .first(conn)
        .optional()?;
    event.map(EventId::new).ok_or(Error::NotFound)
}

/// The channels that work for an invitation's contact, the preferred one first.
fn channels(conn: &mut Conn, id: &InvitationId) -> Result<Vec<Channel>> {
    let row: crate::snapshot::CardRow = invitations::table
        .inner_join(contacts::table)
        .filter(invitations::id.eq(id.as_str()))
        .select(crate::snapshot::CardRow::as_select())
        .first(conn)?;
    row.channels()
}

/// Returns a plan that sends an invitation again: on the given channel, or else on the first that works. By hand
/// always works.
///
/// # Errors
/// [`Error::Invalid`] if the guest cannot be reached on the given channel.
pub fn resend(conn: &mut Conn, id: &InvitationId, wanted: Option<Channel>) -> Result<Command> {
    let left = channels(conn, id)?;
    let channel = match wanted {
        None => left.first().copied(),
        Some(wanted) if wanted == Channel::ByHand || left.contains(&wanted) => Some(wanted),
        Some(wanted) => {
            return Err(Error::Invalid {
                field: "channel",
                code: "contradiction",
                message: format!(
                    "This guest cannot be reached by {}: send it another way, or by hand.",
                    match wanted {
                        Channel::Sms => "text message",
                        Channel::Email | Channel::ByHand => "email",
                    }
                ),
            });
        }
    };
    Ok(Command::Resend {
        invitation: id.clone(),
        channel,
    })
}

/// The invitation of the link with this token.
pub fn by_token(conn: &mut Conn, token: &str) -> Result<GuestView> {
    let found: Option<GuestRow> = invitations::table
        .inner_join(contacts::table)
        .inner_join(events::table.inner_join(hosts::table))
        .filter(invitations::token_hash.eq(hash(token)))
        .filter(events::deleted_at.is_null())
        .select((
            InvitationRow::as_select(),
            EventRow::as_select(),
            hosts::name,
            coalesce(contacts::language, hosts::language),
            contacts::diet,
        ))
        .first(conn)
        .optional()?;
    guest_view(conn, found.ok_or(Error::NotFound)?)
}

/// The languages of the guests of these invitations, each once; `None`: the host's.
pub fn languages(conn: &mut Conn, ids: &[&str]) -> Result<Vec<Option<Language>>> {
    let tags: Vec<Option<String>> = invitations::table
        .inner_join(contacts::table)
        .inner_join(events::table.inner_join(hosts::table))
        .filter(invitations::id.eq_any(ids))
        .select(coalesce(contacts::language, hosts::language))
        .distinct()
        .load(conn)?;
    Ok(tags.iter().map(|tag| language(tag.as_deref())).collect())
}

/// What the host added to the message that the seat is gone.
fn told_of_withdrawal(conn: &mut Conn, invitation: &str) -> Result<Option<HostWords>> {
    let last: Option<MessageRow> = messages::table
        .filter(messages::invitation_id.eq(invitation))
        .filter(messages::kind.eq(MessageKind::Released.as_str()))
        .filter(messages::words.is_not_null())
        .order(messages::occasion.desc())
        .select(MessageRow::as_select())
        .first(conn)
        .optional()?;
    let last = last.map(MessageRow::into_core).transpose()?;
    Ok(last.and_then(|message| message.words))
}

/// An invitation with the data that the guest sees.
pub fn as_guest(conn: &mut Conn, id: &InvitationId) -> Result<GuestView> {
    let found: Option<GuestRow> = invitations::table
        .inner_join(contacts::table)
        .inner_join(events::table.inner_join(hosts::table))
        .filter(invitations::id.eq(id.as_str()))
        .filter(events::deleted_at.is_null())
        .select((
            InvitationRow::as_select(),
            EventRow::as_select(),
            hosts::name,
            coalesce(contacts::language, hosts::language),
            contacts::diet,
        ))
        .first(conn)
        .optional()?;
    guest_view(conn, found.ok_or(Error::NotFound)?)
}

fn guest_view(
    conn: &mut Conn,
    (invitation, event, host_name, tag, eats): GuestRow,
) -> Result<GuestView> {
    let is_withdrawn = invitation.status == InvitationStatus::Withdrawn.as_str();
    let told = is_withdrawn.then(|| told_of_withdrawal(conn, &invitation.id));
    Ok(GuestView {
        withdrawn_with: told.transpose()?.flatten(),
        event_id: EventId::new(event.id.clone()),
        host_id: HostId::new(event.host_id.clone()),
        event: event.to_core()?,
        description: event.description,
        question: question(event.question.as_deref())?,
        colour: word(&event.colour)?,
        picture: word(&event.picture)?,
        time_zone: event.time_zone,
        calendar_changes: count(invitation.calendar_changes),
        invitation: invitation.to_core()?,
        host_name,
        language: language(tag.as_deref()),
        diet: diet(eats.as_deref())?,
    })
}

fn views(conn: &mut Conn, rows: Vec<InvitationRow>) -> Result<Vec<InvitationView>> {
    let contact_ids: Vec<&str> = rows.iter().map(|row| row.contact_id.as_str()).collect();
    let mut people: HashMap<String, Contact> = HashMap::new();
    let found: Vec<ContactRow> = contacts::table
        .filter(contacts::id.eq_any(&contact_ids))
        .select(ContactRow::as_select())
        .load(conn)?;
    for row in found {
        let contact = row.into_contact()?;
        people.insert(contact.id.as_str().to_owned(), contact);
    }
    let mut letters = messages_of(conn, &rows)?;
    rows.into_iter()
        .map(|row| {
            let contact = people
                .get(&row.contact_id)
                .cloned()
                .ok_or_else(|| Error::Unreadable(row.contact_id.clone()))?;
            Ok(InvitationView {
                event_id: EventId::new(row.event_id.clone()),
                updated_at: from_millis(row.updated_at.max(row.invited_at)),
                messages: letters.remove(&row.id).unwrap_or_default(),
                invitation: row.to_core()?,
                contact,
            })
        })
        .collect()
}

fn messages_of(
    conn: &mut Conn,
    rows: &[InvitationRow],
) -> Result<HashMap<String, Vec<MessageView>>> {
    let ids: Vec<&str> = rows.iter().map(|row| row.id.as_str()).collect();
    let found = messages::table
        .filter(messages::invitation_id.eq_any(&ids))
        .order((messages::occasion, messages::kind))
        .select(MessageRow::as_select())
        .load(conn)?;
    let mut by_invitation: HashMap<String, Vec<MessageView>> = HashMap::new();
    for message in known(found)? {
        by_invitation
            .entry(message.invitation.into())
            .or_default()
            .push(MessageView {
                kind: message.kind,
                channel: message.channel,
                status: message.status,
                at: message.changed_at,
                not_before: message
                    .due_at
                    .filter(|_| message.status == MessageStatus::Queued),
                error: message.error,
                words: message.words,
            });
    }
    Ok(by_invitation)
}
