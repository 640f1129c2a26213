//! Maps database views to the API types for hosts.

use jiff::Timestamp;
use seat_dealer_api_types as api;
use seat_dealer_core::{Channel, EventStatus, Invitation, NewMessage, QuietHours, Scope};
use seat_dealer_db::contacts::Contact;
use seat_dealer_db::deck::{DeckCard, DeckPlace};
use seat_dealer_db::events::EventView;
use seat_dealer_db::hosts::Host;
use seat_dealer_db::invitations::{InvitationView, MessageView};
use seat_dealer_db::keys::{Key, KeyLimits};
use seat_dealer_db::log::Entry;

use crate::http::etags::etag;
use crate::http::state::State;

/// A moment with three digits of fractions, so that moments sort as texts.
pub(crate) fn moment(moment: Timestamp) -> String {
    format!("{moment:.3}")
}

pub(crate) fn quiet_hours(quiet: QuietHours) -> api::QuietHours {
    api::QuietHours {
        from: quiet.from().strftime("%H:%M").to_string(),
        to: quiet.to().strftime("%H:%M").to_string(),
    }
}

pub(crate) fn me(host: Host, state: &State) -> api::Me {
    let mut me = api::Me {
        id: host.id.into(),
        email: host.email,
        name: host.name,
        time_zone: host.time_zone,
        country: host.country,
        quiet_hours: host.quiet_hours.map(quiet_hours),
        hand_size: host.hand_size,
        response_window_minutes: host.response_window_minutes,
        calendar: host.has_calendar,
        language: host.language.unwrap_or(state.config.language),
        development_mailbox: state.config.has_development_mailbox(),
        etag: String::new(),
    };
    me.etag = etag(&me, &me);
    me
}

pub(crate) fn api_key(key: Key) -> api::ApiKey {
    api::ApiKey {
        id: key.id,
        name: key.name,
        created_at: moment(key.created_at),
        last_used_at: key.last_used_at.map(moment),
        scopes: key.limits.scopes.into_iter().collect(),
        expires_at: key.limits.expires_at.map(moment),
    }
}

/// A session. `asking` is the id of the session of the request.
pub(crate) fn session(session: Key, asking: &str) -> api::Session {
    api::Session {
        current: session.id == asking,
        id: session.id,
        device: session.name,
        created_at: moment(session.created_at),
        last_used_at: session.last_used_at.map(moment),
    }
}

pub(crate) fn contact(contact: Contact) -> api::Contact {
    let mut contact = api::Contact {
        id: contact.id.into(),
        name: contact.name,
        phone_number: contact.phone_number,
        email: contact.email,
        priority: contact.priority,
        party_size: contact.party_size,
        not_for_dinners: contact.not_for_dinners,
        preferred_channel: contact.preferred_channel,
        language: contact.language,
        diet: contact.diet.text().map(str::to_owned),
        tags: contact.tags.texts(),
        opted_out: contact.opted_out,
        last_invited_at: contact.last_invited_at.map(moment),
        created_at: moment(contact.created_at),
        updated_at: moment(contact.updated_at),
        external_id: contact.external_id,
        etag: String::new(),
    };
    let changeable = api::Contact {
        opted_out: Vec::new(),
        last_invited_at: None,
        updated_at: String::new(),
        ..contact.clone()
    };
    contact.etag = etag(&changeable, &contact);
    contact
}

pub(crate) fn event(view: EventView, now: Timestamp) -> api::Event {
    let counts = view.counts();
    let waiting_for = view.table.waiting_for(now, view.deck == 0);
    let channels = view.table.channels.iter();
    let resting_channels = channels
        .filter_map(|state| {
            Some(api::RestingChannel {
                channel: state.channel,
                text: state.advice()?,
            })
        })
        .collect();
    let event = view.table.event;
    let mut event = api::Event {
        id: view.id.into(),
        status: event.status_at(now),
        counts: api::Counts {
            seats: event.seats,
            seated: counts.seated,
            held: counts.held,
            open: counts.open,
            standby: counts.standby,
            maybe: counts.maybe,
            no: counts.no,
            lapsed: counts.lapsed,
            deck: view.deck,
            without_tag: view.without_tag,
        },
        title: event.title,
        description: view.description,
        seats: event.seats,
        starts_at: event.starts_at.map(moment),
        ends_at: event.ends_at.map(moment),
        time_zone: view.time_zone,
        location: event.location,
        url: event.url,
        question: view.question.text().map(str::to_owned),
        pace: event.pace,
        hand_size: event.hand_size,
        response_window_minutes: view.response_window_minutes,
        quiet_hours: event.quiet_hours.map(quiet_hours),
        deal_until: event.deal_until.map(moment),
        party_limit: event.party_limit,
        reminders: api::Reminders {
            unanswered: event.reminders.unanswered,
            day_before: event.reminders.day_before,
        },
        by_hand: event.by_hand,
        tags: event.tags.texts(),
        colour: view.colour,
        picture: view.picture,
        waiting_for,
        resting_channels,
        created_at: moment(view.created_at),
        updated_at: moment(view.updated_at),
        external_id: view.external_id,
        etag: String::new(),
    };
    let changeable = api::Event {
        status: EventStatus::Draft,
        counts: api::Counts::default(),
        waiting_for: String::new(),
        resting_channels: Vec::new(),
        updated_at: String::new(),
        ..event.clone()
    };
    event.etag = etag(&changeable, &event);
    event
}

pub(crate) fn card(card: DeckCard, zone: &jiff::tz::TimeZone) -> api::Card {
    let (position, reason) = match &card.place {
        DeckPlace::InDeck { position, reason } => {
            (Some(*position), sentence(&reason.because(zone)))
        }
        DeckPlace::Invited => (None, "Already invited.".to_owned()),
        DeckPlace::Excluded => (None, "Left out by you.".to_owned()),
        DeckPlace::NotForDinners => (None, "Not for dinners, as their contact says.".to_owned()),
        DeckPlace::WithoutTag => (None, "Has none of the event's tags.".to_owned()),
        DeckPlace::Unreachable => (None, unreachable(&card.contact).to_owned()),
    };
    let invite_first = matches!(
        card.place,
        DeckPlace::InDeck {
            reason: seat_dealer_core::Reason::InviteFirst { .. },
            ..
        }
    );
    api::Card {
        contact: contact(card.contact),
        position,
        reason,
        invite_first,
        excluded: card.place == DeckPlace::Excluded,
        unreachable: card.place == DeckPlace::Unreachable,
    }
}

fn unreachable(contact: &Contact) -> &'static str {
    match contact.opted_out[..] {
        [Channel::Sms] => "Wants no more text messages, and there is no other channel.",
        [Channel::Email] => "Wants no more email, and there is no other channel.",
        [_, _, ..] => "Wants no more text messages and no more email.",
        [] | [Channel::ByHand] => "Cannot be reached by any channel.",
    }
}

pub(crate) fn preview_card(
    card: &seat_dealer_core::Card,
    position: usize,
    zone: &jiff::tz::TimeZone,
    party_size: u32,
    respond_by: Option<Timestamp>,
    remind_at: Option<Timestamp>,
) -> Option<api::PreviewCard> {
    Some(api::PreviewCard {
        contact_id: card.contact_id.as_str().to_owned(),
        name: card.name.clone(),
        position: u32::try_from(position).ok()?,
        reason: sentence(&card.reason.because(zone)),
        party_size,
        channel: card.channel?,
        respond_by: respond_by.map(moment),
        remind_at: remind_at.map(moment),
        text: None,
    })
}

/// A maybe who would be offered a seat, which happens only if the deck is empty (rule 6).
pub(crate) fn preview_offer(offer: &Invitation, position: usize) -> Option<api::PreviewCard> {
    Some(api::PreviewCard {
        contact_id: offer.contact_id.as_str().to_owned(),
        name: offer.name.clone(),
        position: u32::try_from(position).ok()?,
        reason: "Said MAYBE, and nobody is left in the deck, so a seat is offered.".to_owned(),
        party_size: offer.party,
        channel: offer.channel,
        respond_by: offer.respond_by.map(moment),
        remind_at: None,
        text: None,
    })
}

/// A message that would be sent at `now` or later.
pub(crate) fn notice(name: String, message: NewMessage, now: Timestamp) -> api::Notice {
    api::Notice {
        invitation_id: message.invitation.into(),
        name,
        kind: message.kind,
        channel: message.channel,
        not_before: (message.not_before > now).then(|| moment(message.not_before)),
    }
}

pub(crate) fn log_entry(entry: Entry) -> api::LogEntry {
    api::LogEntry {
        seq: entry.seq,
        at: moment(entry.at),
        kind: entry.kind,
        invitation_id: entry.invitation_id,
        contact_id: entry.contact_id,
        contact_name: entry.contact_name,
        text: entry.text,
        detail: entry.detail,
        key_name: entry.key_name,
    }
}

/// An invitation for a key that may write.
pub(crate) fn invite(view: InvitationView, state: &State) -> api::Invite {
    let invitation = view.invitation;
    let diet = view.contact.diet.text().map(str::to_owned);
    api::Invite {
        rsvp_url: Some(state.rsvp_url(&invitation.id)),
        id: invitation.id.into(),
        event_id: view.event_id.into(),
        contact: contact(view.contact),
        status: invitation.status,
        response: invitation.response,
        seat: invitation.seat,
        party_size: invitation.party,
        party_limit: invitation.party_limit,
        note: invitation.details.note().map(str::to_owned),
        companions: invitation.details.companions().to_vec(),
        diet,
        answer_to_question: invitation.details.answer_to_question().map(str::to_owned),
        channel: invitation.channel,
        messages: view.messages.into_iter().map(message).collect(),
        respond_by: invitation.respond_by.map(moment),
        reminded_at: invitation.reminded_at.map(moment),
        answered_at: invitation.answered_at.map(moment),
        invited_at: moment(invitation.invited_at),
        updated_at: moment(view.updated_at),
        by_host: invitation.by_host,
    }
}

/// An invitation for the key of a request that reads it.
pub(crate) fn invite_for(key: &KeyLimits, view: InvitationView, state: &State) -> api::Invite {
    let invite = invite(view, state);
    api::Invite {
        rsvp_url: invite
            .rsvp_url
            .filter(|_| key.scopes.contains(&Scope::Write)),
        ..invite
    }
}

/// An invitation for the export, without the guest's link.
pub(crate) fn exported_invitation(view: InvitationView) -> api::ExportedInvitation {
    let invitation = view.invitation;
    let diet = view.contact.diet.text().map(str::to_owned);
    api::ExportedInvitation {
        id: invitation.id.into(),
        contact_id: invitation.contact_id.into(),
        name: invitation.name,
        status: invitation.status,
        response: invitation.response,
        seat: invitation.seat,
        party_size: invitation.party,
        party_limit: invitation.party_limit,
        note: invitation.details.note().map(str::to_owned),
        companions: invitation.details.companions().to_vec(),
        diet,
        answer_to_question: invitation.details.answer_to_question().map(str::to_owned),
        channel: invitation.channel,
        messages: view.messages.into_iter().map(message).collect(),
        respond_by: invitation.respond_by.map(moment),
        reminded_at: invitation.reminded_at.map(moment),
        answered_at: invitation.answered_at.map(moment),
        invited_at: moment(invitation.invited_at),
        updated_at: moment(view.updated_at),
        by_host: invitation.by_host,
    }
}

fn message(message: MessageView) -> api::InviteMessage {
    api::InviteMessage {
        kind: message.kind,
        channel: message.channel,
        status: message.status,
        at: moment(message.at),
        not_before: message.not_before.map(moment),
        error: message.error,
        text: message.words.map(|words| words.text().to_owned()),
    }
}

/// A reason as a sentence.
fn sentence(reason: &str) -> String {
    let mut chars = reason.chars();
    match chars.next() {
        Some(first) => format!("{}{}.", first.to_uppercase(), chars.as_str()),
        None => String::new(),
    }
}
