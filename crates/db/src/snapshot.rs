//! Rows, and their conversion to the types of the rules.

use diesel::prelude::*;
use diesel::sql_types::{Nullable, Text};
use jiff::civil::Time;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use seat_dealer_core::{
    CalendarEntry, Card, CardsWanted, Channel, ContactId, Diet, Event, EventId, EventStatus,
    GuestDetails, HostId, Invitation, InvitationId, InvitationStatus, Language, Look, Note,
    PartySize, Question, QuietHours, Reach, Reason, Reminders, Response, Seat, Tags,
};

use crate::page::bound;
use crate::schema::{contacts, deck_entries, events, invitations};
use crate::tags::{self, is_tagged};
use crate::time::{from_millis, new_id};
use crate::{Conn, Error, Result};

/// A row of `events`.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = events)]
pub(crate) struct EventRow {
    pub(crate) id: String,
    pub(crate) host_id: String,
    pub(crate) title: String,
    pub(crate) description: String,
    pub(crate) seats: i32,
    pub(crate) starts_at: Option<i64>,
    pub(crate) time_zone: String,
    pub(crate) location: Option<String>,
    pub(crate) hand_size: Option<i32>,
    pub(crate) response_window_minutes: Option<i32>,
    pub(crate) quiet_from: Option<String>,
    pub(crate) quiet_to: Option<String>,
    pub(crate) deal_until: Option<i64>,
    pub(crate) party_limit: i32,
    pub(crate) by_hand: bool,
    pub(crate) colour: String,
    pub(crate) picture: String,
    pub(crate) pace: String,
    pub(crate) remind_unanswered: bool,
    pub(crate) remind_day_before: bool,
    pub(crate) status: String,
    pub(crate) version: i64,
    pub(crate) log_seq: i64,
    pub(crate) created_at: i64,
    pub(crate) deleted_at: Option<i64>,
    pub(crate) external_id: Option<String>,
    pub(crate) updated_at: i64,
    pub(crate) tags: String,
    pub(crate) ends_at: Option<i64>,
    pub(crate) url: Option<String>,
    pub(crate) question: Option<String>,
}

/// A row of `invitations`.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = invitations)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "each is a fact of its own, and any may be true beside any other"
)]
pub(crate) struct InvitationRow {
    pub(crate) id: String,
    pub(crate) event_id: String,
    pub(crate) contact_id: String,
    pub(crate) name: String,
    pub(crate) status: String,
    pub(crate) response: Option<String>,
    pub(crate) seat: String,
    pub(crate) party: i32,
    pub(crate) party_limit: i32,
    pub(crate) channel: String,
    pub(crate) respond_by: Option<i64>,
    pub(crate) answered_at: Option<i64>,
    pub(crate) standby_since: Option<i64>,
    pub(crate) offered: bool,
    pub(crate) maybe_told: bool,
    pub(crate) by_host: bool,
    pub(crate) invited_at: i64,
    pub(crate) confirmed: bool,
    pub(crate) note: Option<String>,
    pub(crate) details: Option<String>,
    pub(crate) calendar_changes: i32,
    pub(crate) calendar_address: Option<String>,
    pub(crate) calendar_starts_at: Option<i64>,
    pub(crate) reminded_at: Option<i64>,
    pub(crate) day_before_at: Option<i64>,
    pub(crate) party_size: i32,
    pub(crate) updated_at: i64,
}

/// The columns of `contacts` that the deck needs.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = contacts)]
pub(crate) struct CardRow {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) phone_number: Option<String>,
    pub(crate) email: Option<String>,
    pub(crate) priority: i32,
    pub(crate) preferred_channel: Option<String>,
    pub(crate) reachable: bool,
    pub(crate) last_invited_at: i64,
    pub(crate) sms_opted_out: bool,
    pub(crate) email_opted_out: bool,
    pub(crate) party_size: i32,
    pub(crate) tags: String,
}

/// The first `length` characters of a text, for a column of this length.
pub(crate) fn truncated(text: &str, length: usize) -> String {
    text.chars().take(length).collect()
}

/// Parses the text of an enum.
pub(crate) fn word<T: std::str::FromStr>(text: &str) -> Result<T> {
    text.parse().map_err(|_| Error::Unreadable(text.to_owned()))
}

diesel::define_sql_function! {
    /// The first of two values that is not `NULL`.
    fn coalesce(first: Nullable<Text>, second: Nullable<Text>) -> Nullable<Text>;
}

/// Parses a stored language. A language that only a newer release knows is read as `None`, so that the guest still
/// gets messages.
pub(crate) fn language(tag: Option<&str>) -> Option<Language> {
    tag?.parse().ok()
}

/// Parses a stored diet.
pub(crate) fn diet(text: Option<&str>) -> Result<Diet> {
    let text = text.unwrap_or_default();
    Diet::parse(text).map_err(|_| Error::Unreadable(text.to_owned()))
}

/// Parses a stored question.
pub(crate) fn question(text: Option<&str>) -> Result<Question> {
    let text = text.unwrap_or_default();
    Question::parse(text).map_err(|_| Error::Unreadable(text.to_owned()))
}

pub(crate) fn count(number: i32) -> u32 {
    u32::try_from(number).unwrap_or(0)
}

pub(crate) fn stored(number: u32) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

fn time_of_day(text: &str) -> Result<Time> {
    Time::strptime("%H:%M", text).map_err(|_| Error::Unreadable(text.to_owned()))
}

/// Reads quiet hours: two times `HH:MM`, or none.
pub(crate) fn quiet_hours(from: Option<&str>, to: Option<&str>) -> Result<Option<QuietHours>> {
    match (from, to) {
        (Some(from), Some(to)) => Ok(QuietHours::new(time_of_day(from)?, time_of_day(to)?)),
        _ => Ok(None),
    }
}

/// The columns of quiet hours.
pub(crate) fn clock_times(quiet: Option<QuietHours>) -> (Option<String>, Option<String>) {
    let text = |time: Time| time.strftime("%H:%M").to_string();
    quiet
        .map(|quiet| (text(quiet.from()), text(quiet.to())))
        .unzip()
}

impl EventRow {
    /// The event deals only contacts with one of these tags. Without tags, it deals all contacts.
    pub(crate) fn tags(&self) -> Result<Tags> {
        tags::read(&self.tags)
    }

    pub(crate) fn look(&self) -> Result<Look> {
        Ok(Look {
            colour: word(&self.colour)?,
            picture: word(&self.picture)?,
        })
    }

    pub(crate) fn to_core(&self) -> Result<Event> {
        let time_zone = TimeZone::get(&self.time_zone)
            .map_err(|_| Error::Unreadable(self.time_zone.clone()))?;
        Ok(Event {
            title: self.title.clone(),
            seats: count(self.seats),
            starts_at: self.starts_at.map(from_millis),
            ends_at: self.ends_at.map(from_millis),
            time_zone,
            location: self.location.clone(),
            url: self.url.clone(),
            pace: word(&self.pace)?,
            hand_size: self.hand_size.map(count),
            response_window: self
                .response_window_minutes
                .map(|minutes| SignedDuration::from_mins(minutes.into())),
            quiet_hours: quiet_hours(self.quiet_from.as_deref(), self.quiet_to.as_deref())?,
            deal_until: self.deal_until.map(from_millis),
            party_limit: count(self.party_limit),
            reminders: Reminders {
                unanswered: self.remind_unanswered,
                day_before: self.remind_day_before,
            },
            by_hand: self.by_hand,
            tags: self.tags()?,
            status: word::<EventStatus>(&self.status)?,
        })
    }
}

impl InvitationRow {
    /// The details that the guest has sent with the answer.
    fn details(&self) -> Result<GuestDetails> {
        let unreadable = || Error::Unreadable(self.id.clone());
        let details = self.details.as_deref().map(serde_json::from_str);
        let note = self.note.as_deref().map(Note::parse).transpose();
        Ok(GuestDetails {
            note: note.map_err(|_| unreadable())?,
            ..details
                .transpose()
                .map_err(|_| unreadable())?
                .unwrap_or_default()
        })
    }

    pub(crate) fn to_core(&self) -> Result<Invitation> {
        Ok(Invitation {
            id: InvitationId::new(self.id.clone()),
            contact_id: ContactId::new(self.contact_id.clone()),
            name: self.name.clone(),
            status: word::<InvitationStatus>(&self.status)?,
            response: self.response.as_deref().map(word::<Response>).transpose()?,
            seat: word::<Seat>(&self.seat)?,
            party: count(self.party),
            party_limit: count(self.party_limit),
            party_size: count(self.party_size),
            details: self.details()?,
            respond_by: self.respond_by.map(from_millis),
            answered_at: self.answered_at.map(from_millis),
            standby_since: self.standby_since.map(from_millis),
            offered: self.offered,
            maybe_told: self.maybe_told,
            reminded_at: self.reminded_at.map(from_millis),
            day_before_at: self.day_before_at.map(from_millis),
            calendar: self.confirmed.then(|| CalendarEntry {
                address: self.calendar_address.clone(),
                starts_at: self.calendar_starts_at.map(from_millis),
            }),
            by_host: self.by_host,
            channel: word::<Channel>(&self.channel)?,
            invited_at: from_millis(self.invited_at),
        })
    }
}

impl CardRow {
    /// The channels of this contact, the preferred one first.
    pub(crate) fn reach(&self) -> Result<Vec<Reach>> {
        let preferred = self.preferred_channel.as_deref();
        let preferred = preferred.map(word::<Channel>).transpose()?;
        let by_hand = preferred == Some(Channel::ByHand);
        let way = |channel, address: &Option<String>, is_open| {
            address.as_ref().map(|address| Reach {
                channel,
                address: Some(address.clone()),
                is_open: is_open && !by_hand,
            })
        };
        let mut reach: Vec<_> = [
            way(Channel::Sms, &self.phone_number, !self.sms_opted_out),
            way(Channel::Email, &self.email, !self.email_opted_out),
            by_hand.then_some(Reach {
                channel: Channel::ByHand,
                address: None,
                is_open: true,
            }),
        ]
        .into_iter()
        .flatten()
        .collect();
        reach.sort_by_key(|way| Some(way.channel) != preferred);
        Ok(reach)
    }

    /// The channels that work for this contact, the preferred one first.
    pub(crate) fn channels(&self) -> Result<Vec<Channel>> {
        let reach = self.reach()?.into_iter();
        Ok(reach
            .filter(|way| way.is_open)
            .map(|way| way.channel)
            .collect())
    }

    pub(crate) fn last_invited_at(&self) -> Option<Timestamp> {
        (self.last_invited_at > 0).then(|| from_millis(self.last_invited_at))
    }

    /// The contact as a card, with the first channel that does not rest, or with the first one if all rest.
    pub(crate) fn to_core(&self, reason: Reason, resting: &[Channel]) -> Result<Card> {
        let mut channels = if self.reachable {
            self.channels()?
        } else {
            Vec::new()
        };
        channels.sort_by_key(|channel| resting.contains(channel));
        Ok(Card {
            invitation_id: InvitationId::new(new_id()),
            contact_id: ContactId::new(self.id.clone()),
            name: self.name.clone(),
            party_size: count(self.party_size),
            tags: tags::read(&self.tags)?,
            reason,
            channel: channels.first().copied(),
        })
    }

    pub(crate) fn priority_reason(&self) -> Reason {
        Reason::Priority {
            priority: count(self.priority),
            last_invited_at: self.last_invited_at(),
        }
    }
}

/// All invitations of an event with their contacts, in the order of their creation.
pub(crate) fn invitations_of(
    conn: &mut Conn,
    event: &str,
) -> Result<Vec<(InvitationRow, CardRow)>> {
    Ok(invitations::table
        .inner_join(contacts::table)
        .filter(invitations::event_id.eq(event))
        .order((invitations::invited_at, invitations::id))
        .select((InvitationRow::as_select(), CardRow::as_select()))
        .load(conn)?)
}

#[diesel::dsl::auto_type(no_type_alias)]
fn by_hand() -> _ {
    let by_hand: &'static str = Channel::ByHand.as_str();
    contacts::preferred_channel.eq(by_hand)
}

#[diesel::dsl::auto_type(no_type_alias)]
fn by_text() -> _ {
    contacts::phone_number
        .is_not_null()
        .and(contacts::sms_opted_out.eq(false))
}

#[diesel::dsl::auto_type(no_type_alias)]
fn by_email() -> _ {
    contacts::email
        .is_not_null()
        .and(contacts::email_opted_out.eq(false))
}

/// The next cards in dealing order (rule 3) behind the `known` ones, with a channel that does not rest. Two queries
/// read an index with a limit, so that the cost does not depend on the size of the host's address book.
pub(crate) fn next_cards(
    conn: &mut Conn,
    event: &EventRow,
    known: &[Card],
    wanted: CardsWanted<'_>,
    resting: &[Channel],
) -> Result<Vec<Card>> {
    let limit = wanted.count;
    if limit == 0 {
        return Ok(Vec::new());
    }
    let largest = stored(wanted.party_size.unwrap_or(PartySize::MAX));
    let known: Vec<&str> = known.iter().map(|card| card.contact_id.as_str()).collect();
    let invited = invitations::table
        .filter(invitations::event_id.eq(&event.id))
        .filter(invitations::contact_id.eq(contacts::id));
    let mut first = deck_entries::table
        .inner_join(contacts::table)
        .filter(deck_entries::event_id.eq(&event.id))
        .filter(deck_entries::place.is_not_null())
        .filter(deck_entries::excluded.eq(false))
        .filter(contacts::reachable.eq(true))
        .filter(contacts::not_for_dinners.eq(false))
        .filter(contacts::party_size.le(largest))
        .filter(contacts::id.ne_all(known.clone()))
        .filter(diesel::dsl::not(diesel::dsl::exists(invited)))
        .order(deck_entries::place)
        .limit(bound(limit))
        .select((deck_entries::place, CardRow::as_select()))
        .into_boxed();
    for channel in resting {
        first = match channel {
            Channel::Sms => first.filter(by_hand().or(by_email())),
            Channel::Email => first.filter(by_hand().or(by_text())),
            Channel::ByHand => first,
        };
    }
    let keys = wanted.tags.keys();
    if !keys.is_empty() {
        first = first.filter(is_tagged!(keys.clone()));
    }
    let first: Vec<(Option<i32>, CardRow)> = first.load(conn)?;
    let mut cards = first
        .into_iter()
        .map(|(place, row)| {
            let place = place.map_or(0, count);
            row.to_core(Reason::InviteFirst { place }, resting)
        })
        .collect::<Result<Vec<_>>>()?;
    if cards.len() == limit {
        return Ok(cards);
    }
    let invited = invitations::table
        .filter(invitations::event_id.eq(&event.id))
        .filter(invitations::contact_id.eq(contacts::id));
    let arranged = deck_entries::table
        .filter(deck_entries::event_id.eq(&event.id))
        .filter(deck_entries::contact_id.eq(contacts::id));
    let mut rest = contacts::table
        .filter(contacts::reachable.eq(true))
        .filter(contacts::not_for_dinners.eq(false))
        .filter(contacts::party_size.le(largest))
        .filter(contacts::id.ne_all(known))
        .filter(diesel::dsl::not(diesel::dsl::exists(invited)))
        .filter(diesel::dsl::not(diesel::dsl::exists(arranged)))
        .order((
            contacts::priority,
            contacts::last_invited_at,
            contacts::created_at,
            contacts::id,
        ))
        .limit(bound(limit - cards.len()))
        .select(CardRow::as_select())
        .into_boxed();
    rest = if keys.is_empty() {
        rest.filter(contacts::host_id.eq(&event.host_id))
    } else if let Some(few) = tags::few(conn, &event.host_id, &keys)? {
        rest.filter(contacts::id.eq_any(few))
    } else {
        rest.filter(contacts::host_id.eq(&event.host_id))
            .filter(is_tagged!(keys))
    };
    for channel in resting {
        rest = match channel {
            Channel::Sms => rest.filter(by_hand().or(by_email())),
            Channel::Email => rest.filter(by_hand().or(by_text())),
            Channel::ByHand => rest,
        };
    }
    let rest: Vec<CardRow> = rest.load(conn)?;
    for row in rest {
        cards.push(row.to_core(row.priority_reason(), resting)?);
    }
    Ok(cards)
}

/// An event of `host` that has not been deleted.
pub(crate) fn owned_row(conn: &mut Conn, host: &HostId, id: &EventId) -> Result<EventRow> {
    let row = events::table
        .filter(events::id.eq(id.as_str()))
        .filter(events::host_id.eq(host.as_str()))
        .filter(events::deleted_at.is_null())
        .select(EventRow::as_select())
        .first(conn)
        .optional()?;
    row.ok_or(Error::NotFound)
}
