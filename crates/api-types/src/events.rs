use seat_dealer_core::{
    Audience, Channel, Colour, EventStatus, HostList, MessageKind, Pace, Picture,
};
use serde::{Deserialize, Serialize};

use crate::{Contact, Reminders, RemindersPatch, list, present, present_list};

/// The time of day in which no card is dealt and no message is sent, in the event's time zone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct QuietHours {
    /// The begin, `HH:MM`.
    #[cfg_attr(
        feature = "openapi",
        schema(example = "21:00", pattern = "^([01][0-9]|2[0-3]):[0-5][0-9]$")
    )]
    pub from: String,
    /// The end, `HH:MM`. If it is before `from`, it is on the next day.
    #[cfg_attr(
        feature = "openapi",
        schema(example = "09:00", pattern = "^([01][0-9]|2[0-3]):[0-5][0-9]$")
    )]
    pub to: String,
}

/// The counts of an event. `seats`, `seated`, `held` and `open` count seats, parties included. `deck`
/// counts the contacts that can still be invited, and `withoutTag` those that could be if they had one of the event's
/// tags. The other fields count invitations.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[allow(missing_docs)] // Each field is the product's word for what it counts.
pub struct Counts {
    pub seats: u32,
    pub seated: u32,
    pub held: u32,
    pub open: u32,
    pub standby: u32,
    pub maybe: u32,
    pub no: u32,
    pub lapsed: u32,
    pub deck: u32,
    pub without_tag: u32,
}

/// A seat-limited event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Event {
    /// Opaque id.
    pub id: String,
    /// The title.
    pub title: String,
    /// The description for guests.
    pub description: String,
    /// The number of seats.
    pub seats: u32,
    /// The time at which the event begins.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub starts_at: Option<String>,
    /// The time at which the event ends.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub ends_at: Option<String>,
    /// The IANA name of the time zone of the quiet hours and of the times that guests see.
    pub time_zone: String,
    /// The place.
    pub location: Option<String>,
    /// A link to a page about the event or to a video call.
    pub url: Option<String>,
    /// What the host asks the guests. Their answers are in `answerToQuestion` of the invitations.
    pub question: Option<String>,
    /// How fast the event deals.
    pub pace: Pace,
    /// The number of invitations that may wait for an answer at the same time; `null`: chosen by the
    /// rules.
    pub hand_size: Option<u32>,
    /// The minutes that a guest has to answer; `null`: chosen by the rules.
    pub response_window_minutes: Option<u32>,
    /// The quiet hours; `null`: none.
    pub quiet_hours: Option<QuietHours>,
    /// No card is dealt after this time.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub deal_until: Option<String>,
    /// 1: guests cannot bring others; 2: each contact can bring one more person than its `partySize`, and so on.
    pub party_limit: u32,
    /// The reminders that guests get.
    pub reminders: Reminders,
    /// Whether the host passes on all messages of this event by hand.
    pub by_hand: bool,
    /// Only contacts with one of these tags are dealt; empty: all contacts. Guests never see them.
    pub tags: Vec<String>,
    /// The colour of the guest's page.
    pub colour: Colour,
    /// The picture on the guest's page.
    pub picture: Picture,
    /// The state of the event.
    pub status: EventStatus,
    /// The counts of seats and invitations.
    pub counts: Counts,
    /// What the event is waiting for, as a sentence.
    pub waiting_for: String,
    /// The channels by which nothing is sent or dealt until the host deals again.
    pub resting_channels: Vec<RestingChannel>,
    /// The time at which the event was added.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub created_at: String,
    /// The time of the last change of the event or of one of its invitations.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub updated_at: String,
    /// The id by which a client knows the event.
    pub external_id: Option<String>,
    /// The ETag: send it as `If-Match` with a change.
    pub etag: String,
}

/// A channel by which nothing is sent or dealt until the host deals again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RestingChannel {
    /// The channel.
    pub channel: Channel,
    /// What has stopped, why, and what to do, in sentences.
    pub text: String,
}

/// A new event.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewEvent {
    /// 1 to 160 characters.
    #[cfg_attr(
        feature = "openapi",
        schema(
            format = "line",
            min_length = 1,
            max_length = 160,
            example = "Goose and red cabbage"
        )
    )]
    pub title: String,
    /// At most 4,000 characters.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(format = "lines", max_length = 4000))]
    pub description: String,
    /// 1 to 10,000.
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 10_000, example = 8))]
    pub seats: i64,
    /// RFC 3339.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(format = DateTime, example = "2030-12-05T18:00:00Z"))]
    pub starts_at: Option<String>,
    /// RFC 3339; after `startsAt` and at most 14 days later.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(format = DateTime, example = "2030-12-05T22:00:00Z"))]
    pub ends_at: Option<String>,
    /// The IANA name of the time zone. The default is the host's time zone, or else UTC.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(format = "time-zone", example = "Europe/Berlin"))]
    pub time_zone: Option<String>,
    /// At most 300 characters.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(format = "line", max_length = 300))]
    pub location: Option<String>,
    /// A link (https) to a page about the event or to a video call: at most 2,000 characters.
    #[serde(default)]
    #[cfg_attr(
        feature = "openapi",
        schema(format = "uri", max_length = 2000, example = "https://example.org/dinner")
    )]
    pub url: Option<String>,
    /// A question that guests answer beside whether they come: one line of at most 200 characters.
    #[serde(default)]
    #[cfg_attr(
        feature = "openapi",
        schema(format = "line", max_length = 200, example = "Fish or mushrooms?")
    )]
    pub question: Option<String>,
    /// How fast the event deals.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(default = "usual"))]
    pub pace: Option<Pace>,
    /// 1 to 10,000; `null`: chosen by the rules. The default is the host's setting.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 10_000))]
    pub hand_size: Option<Option<i64>>,
    /// 5 to 86,400; `null`: chosen by the rules. The default is the host's setting.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(minimum = 5, maximum = 86_400))]
    pub response_window_minutes: Option<Option<i64>>,
    /// The quiet hours; `null`: none. The default is the host's setting.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub quiet_hours: Option<Option<QuietHours>>,
    /// RFC 3339; not after `startsAt`.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub deal_until: Option<String>,
    /// 1 to 20: 2 if each contact can bring one more person.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 20, default = 1))]
    pub party_limit: Option<i64>,
    /// The reminders that guests get.
    #[serde(default)]
    pub reminders: RemindersPatch,
    /// Whether the host passes on all messages of this event by hand.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(default = false))]
    pub by_hand: bool,
    /// Only contacts with one of these tags are dealt; empty: all contacts. At most 20 of at most 40 characters.
    #[serde(default, deserialize_with = "list")]
    #[cfg_attr(
        feature = "openapi",
        schema(value_type = Option<Vec<String>>, max_items = 20, example = json!(["book club"]))
    )]
    pub tags: Vec<String>,
    /// The colour of the guest's page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(default = "wine"))]
    pub colour: Option<Colour>,
    /// The picture on the guest's page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(default = "plate"))]
    pub picture: Option<Picture>,
    /// The ids of the contacts that are dealt first, in this order.
    #[serde(default, deserialize_with = "list")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Vec<String>>, max_items = 1_000))]
    pub invite_first: Vec<String>,
    /// The id of an event whose own order of the deck is taken over: the contacts to invite first, and the excluded
    /// ones. Not together with `inviteFirst`.
    #[serde(default)]
    pub order_of: Option<String>,
    /// The id by which a client knows the event: 1 to 200 characters, unique among the host's events.
    #[serde(default)]
    #[cfg_attr(
        feature = "openapi",
        schema(format = "line", min_length = 1, max_length = 200, example = "dinner-42")
    )]
    pub external_id: Option<String>,
}

/// A change of an event. An absent field keeps its value, and `null` clears it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EventPatch {
    /// 1 to 160 characters.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "openapi",
        schema(
            nullable = false,
            format = "line",
            min_length = 1,
            max_length = 160,
            example = "Goose and red cabbage"
        )
    )]
    pub title: Option<String>,
    /// At most 4,000 characters.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable = false, format = "lines", max_length = 4000))]
    pub description: Option<String>,
    /// 1 to 10,000; not fewer than the seats that are taken or held.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "openapi",
        schema(nullable = false, minimum = 1, maximum = 10_000, example = 8)
    )]
    pub seats: Option<i64>,
    /// RFC 3339.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(format = DateTime, example = "2030-12-05T18:00:00Z"))]
    pub starts_at: Option<Option<String>>,
    /// RFC 3339; after `startsAt` and at most 14 days later. If it is absent and a new `startsAt` is not before it, or more
    /// than 14 days before it, it moves with `startsAt`, and the event lasts as long as before.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(format = DateTime, example = "2030-12-05T22:00:00Z"))]
    pub ends_at: Option<Option<String>>,
    /// IANA name.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "openapi",
        schema(nullable = false, format = "time-zone", example = "Europe/Berlin")
    )]
    pub time_zone: Option<String>,
    /// At most 300 characters.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(format = "line", max_length = 300))]
    pub location: Option<Option<String>>,
    /// A link (https): at most 2,000 characters.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "openapi",
        schema(format = "uri", max_length = 2000, example = "https://example.org/dinner")
    )]
    pub url: Option<Option<String>>,
    /// One line of at most 200 characters. The guests' answers stay when the question is changed or removed.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(format = "line", max_length = 200))]
    pub question: Option<Option<String>>,
    /// How fast the event deals.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable = false))]
    pub pace: Option<Pace>,
    /// 1 to 10,000.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 10_000))]
    pub hand_size: Option<Option<i64>>,
    /// 5 to 86,400.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(minimum = 5, maximum = 86_400))]
    pub response_window_minutes: Option<Option<i64>>,
    /// `null` for none.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub quiet_hours: Option<Option<QuietHours>>,
    /// RFC 3339; not after `startsAt`.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub deal_until: Option<Option<String>>,
    /// 1 to 20.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable = false, minimum = 1, maximum = 20))]
    pub party_limit: Option<i64>,
    /// The reminders that guests get.
    #[serde(default)]
    pub reminders: RemindersPatch,
    /// Whether the host passes on all messages of this event by hand.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable = false))]
    pub by_hand: Option<bool>,
    /// Only contacts with one of these tags are dealt; empty or `null`: all contacts. At most 20 of at most 40
    /// characters.
    #[serde(default, deserialize_with = "present_list", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_items = 20))]
    pub tags: Option<Vec<String>>,
    /// The colour of the guest's page.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable = false))]
    pub colour: Option<Colour>,
    /// The picture on the guest's page.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable = false))]
    pub picture: Option<Picture>,
    /// The id by which a client knows the event: 1 to 200 characters, unique among the host's events.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(format = "line", min_length = 1, max_length = 200))]
    pub external_id: Option<Option<String>>,
    /// Whether to tell the guests who are seated, on standby or maybe about a change of time or place.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(default = false))]
    pub announce: bool,
}

/// One contact in an event's deck.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Card {
    /// The contact.
    pub contact: Contact,
    /// The position in the dealing order, from 1; `null` if the card is left out.
    pub position: Option<u32>,
    /// The reason for the position, or for leaving the card out.
    pub reason: String,
    /// Whether the contact is in the host's *invite first* list.
    pub invite_first: bool,
    /// Whether the host has excluded the contact.
    pub excluded: bool,
    /// Whether the card is left out because no channel to the contact works.
    pub unreachable: bool,
}

/// The deck in dealing order, followed by the cards that are left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Deck {
    /// The cards.
    pub items: Vec<Card>,
    /// The cursor of the next page; `null` on the last page.
    pub next_cursor: Option<String>,
    /// The host's own order without the contacts that cannot be dealt any more. Each page contains the
    /// whole order, so that a client can change it and put it back.
    pub order: DeckOrder,
    /// The ETag: send it as `If-Match` with a new order.
    pub etag: String,
}

/// The preview of messages: of a change of time or place, a cancellation, an invitation, another
/// sending or a withdrawal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Announcement {
    /// The messages that would be sent. Empty if nobody would be told.
    pub items: Vec<Notice>,
}

/// One message that would be sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Notice {
    /// The invitation of the guest.
    pub invitation_id: String,
    /// The name of the contact.
    pub name: String,
    /// The kind of message, among them an update of the guest's calendar entry.
    pub kind: MessageKind,
    /// The channel of the message.
    pub channel: Channel,
    /// The earliest time at which the message would be sent; `null`: at once.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub not_before: Option<String>,
}

/// A message to guests in the host's own words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewHostMessage {
    /// To whom it goes, one by one.
    #[cfg_attr(feature = "openapi", schema(min_items = 1))]
    pub to: Vec<Audience>,
    /// The text: 1 to 1000 characters of plain text, with line breaks. At most 480, if a guest gets it by text message.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 1000))]
    pub text: String,
}

/// Who is told what the host wrote, how and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HostMessage {
    /// The messages, one for each guest who is told.
    pub items: Vec<Notice>,
    /// The guests who cannot be told.
    pub not_told: Vec<NotTold>,
    /// In how many parts the longest text message is sent; `null`: no guest gets it by text message.
    pub text_parts: Option<u32>,
}

/// A guest who cannot be told what the host wrote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NotTold {
    /// The invitation of the guest.
    pub invitation_id: String,
    /// The name of the contact.
    pub name: String,
    /// Why, in one sentence for the host.
    pub reason: String,
}

/// The host's own order for an event.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeckOrder {
    /// The ids of the contacts that are dealt first, in this order.
    #[serde(default, deserialize_with = "list")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Vec<String>>, max_items = 1_000))]
    pub invite_first: Vec<String>,
    /// The ids of the contacts that are not dealt.
    #[serde(default, deserialize_with = "list")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Vec<String>>, max_items = 1_000))]
    pub exclude: Vec<String>,
}

/// The preview of *Deal*.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Preview {
    /// The cards that would be dealt at once, in order.
    pub now: Vec<PreviewCard>,
    /// The cards that would follow as seats become free, in order.
    pub next: Vec<PreviewCard>,
    /// Why no more cards would be dealt at once, as a sentence.
    pub why_not_more: String,
    /// The ETag: send it as `If-Match` with *Deal*, so that exactly these cards are dealt, or none.
    pub etag: String,
}

/// One card of a preview.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PreviewCard {
    /// The contact.
    pub contact_id: String,
    /// The name of the contact.
    pub name: String,
    /// The position in the order, from 1.
    pub position: u32,
    /// The reason for the position.
    pub reason: String,
    /// The number of seats that are held, or that the whole party takes if the card is not dealt at once.
    pub party_size: u32,
    /// The channel that would be tried first.
    pub channel: Channel,
    /// The deadline of the answer; `null` for cards that are not dealt at once.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub respond_by: Option<String>,
    /// When the guest is reminded if there is no answer; `null`: never, or the card is not dealt at once.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub remind_at: Option<String>,
    /// The words of the invitation, with a stand-in for the guest's own link; `null` for cards that are not dealt
    /// at once.
    pub text: Option<String>,
}

/// One entry of an event's log.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LogEntry {
    /// The number of the entry, from 1 without gaps.
    pub seq: i64,
    /// The time of the entry.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub at: String,
    /// The kind of the entry.
    pub kind: String,
    /// The invitation that the entry is about.
    pub invitation_id: Option<String>,
    /// The contact that the entry is about.
    pub contact_id: Option<String>,
    /// The name of the contact that the entry is about.
    pub contact_name: Option<String>,
    /// What happened and why, as a sentence.
    pub text: String,
    /// The data of the entry, for programs. `words` is what a guest has texted: at most 500 characters, kept for 90
    /// days.
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub detail: serde_json::Value,
    /// The name of the API key by which a program did this for the host; `null`: the host did it in the app, or it was
    /// not the host.
    #[serde(default)]
    pub key_name: Option<String>,
}

/// One entry of the log of one of the host's events.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HostLogEntry {
    /// The number of the entry among those of all events. Numbers increase, and may have gaps.
    pub number: i64,
    /// The event.
    pub event_id: String,
    /// The entry.
    pub entry: LogEntry,
}

/// Entries of the logs of all events, in the order of their numbers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HostLogPage {
    /// At most `limit` entries after `after`.
    pub items: Vec<HostLogEntry>,
    /// The `number` to send as `after` to get more entries; `null` if there are none.
    pub next_cursor: Option<String>,
}

/// Something has changed. Read the list to see what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChangedList {
    /// The list that has changed.
    pub list: HostList,
}

/// Entries of a log, oldest first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LogPage {
    /// At most `limit` entries after `after`.
    pub items: Vec<LogEntry>,
    /// The `seq` to send as `after` to get more entries; `null` if there are none.
    pub next_cursor: Option<String>,
}
