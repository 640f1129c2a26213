use seat_dealer_core::{Channel, Colour, EventStatus, MessageKind, Picture};
use serde::{Deserialize, Serialize};

use crate::{Contact, present};

/// The times of day between which nothing is dealt or sent, in the event's time zone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct QuietHours {
    /// When quiet begins, `HH:MM`.
    #[cfg_attr(
        feature = "openapi",
        schema(example = "21:00", pattern = "^([01][0-9]|2[0-3]):[0-5][0-9]$")
    )]
    pub from: String,
    /// When it ends, `HH:MM`; before `from` means the next morning.
    #[cfg_attr(
        feature = "openapi",
        schema(example = "09:00", pattern = "^([01][0-9]|2[0-3]):[0-5][0-9]$")
    )]
    pub to: String,
}

/// How an event's seats and invitations stand. `seats`, `seated`, `held` and `open` count seats,
/// parties included; the others count invitations, and `deck` the contacts that can still be invited.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
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
}

/// A seat-limited event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Event {
    /// Opaque id.
    pub id: String,
    /// What it is.
    pub title: String,
    /// What guests should know.
    pub description: String,
    /// How many can come.
    pub seats: u32,
    /// When it begins.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub starts_at: Option<String>,
    /// IANA name; guests see the time in it and quiet hours are in it.
    pub time_zone: String,
    /// Where it is.
    pub location: Option<String>,
    /// How many invitations may wait for an answer at once; `null`: the deal decides.
    pub hand_size: Option<u32>,
    /// How long a guest has to answer; `null`: the deal decides.
    pub response_window_minutes: Option<u32>,
    /// `null`: none.
    pub quiet_hours: Option<QuietHours>,
    /// Nothing is dealt after this moment.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub deal_until: Option<String>,
    /// How many seats one invitation may take; 1 means no guests of guests.
    pub party_limit: u32,
    /// Whether the host passes every message of this event on by hand.
    pub by_hand: bool,
    /// The colour in which guests see it.
    pub colour: Colour,
    /// What is drawn above it where guests see it.
    pub picture: Picture,
    /// Where it stands.
    pub status: EventStatus,
    /// How its seats stand.
    pub counts: Counts,
    /// What the deal is waiting for, in a sentence.
    pub waiting_for: String,
    /// When it was added.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub created_at: String,
}

/// An event to add.
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
    /// IANA name; the host's unless said, else UTC.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(format = "time-zone", example = "Europe/Berlin"))]
    pub time_zone: Option<String>,
    /// At most 300 characters.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(format = "line", max_length = 300))]
    pub location: Option<String>,
    /// 1 to 10,000; the host's unless said; `null`: the deal decides.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 10_000))]
    pub hand_size: Option<Option<i64>>,
    /// 5 to 86,400; the host's unless said; `null`: the deal decides.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(minimum = 5, maximum = 86_400))]
    pub response_window_minutes: Option<Option<i64>>,
    /// The host's unless said; `null` for none.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub quiet_hours: Option<Option<QuietHours>>,
    /// RFC 3339; not after `startsAt`.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub deal_until: Option<String>,
    /// 1 to 20; 1 unless said.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 20))]
    pub party_limit: Option<i64>,
    /// Whether you pass every message of this event on by hand; `false` unless said.
    #[serde(default)]
    pub by_hand: bool,
    /// The colour in which guests see it; `wine` unless said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub colour: Option<Colour>,
    /// What is drawn above it where guests see it; `plate` unless said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picture: Option<Picture>,
    /// Contacts that are dealt before all others, in this order.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_items = 1_000))]
    pub invite_first: Vec<String>,
}

/// What to change about an event: a field that is absent stays as it is, `null` clears it.
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
    /// 1 to 10,000; not below what is seated and held.
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
    /// Whether you pass every message of this event on by hand.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable = false))]
    pub by_hand: Option<bool>,
    /// The colour in which guests see it.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable = false))]
    pub colour: Option<Colour>,
    /// What is drawn above it where guests see it.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable = false))]
    pub picture: Option<Picture>,
    /// Tell everyone seated, on standby and maybe about a change of time or place.
    #[serde(default)]
    pub announce: bool,
}

/// One contact in an event's deck.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Card {
    /// Who.
    pub contact: Contact,
    /// Place in dealing order from 1; `null` for a card that is left out.
    pub position: Option<u32>,
    /// Why it is where it is, or why it is left out.
    pub reason: String,
    /// On the host's *invite first* list.
    pub invite_first: bool,
    /// Left out by the host.
    pub excluded: bool,
    /// Left out because no channel is left.
    pub unreachable: bool,
}

/// The deck in dealing order, followed by the cards that are left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Deck {
    /// The cards.
    pub items: Vec<Card>,
    /// Where the next page begins; `null` on the last.
    pub next_cursor: Option<String>,
    /// The host's own order, less those who cannot be dealt any more: whole on every page, to be
    /// changed and put back.
    pub order: DeckOrder,
}

/// Who would be told about a change of an event's time or place, before anything is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Announcement {
    /// Each message that would go out; none when nobody has answered, or nobody can be told any more.
    pub items: Vec<Notice>,
}

/// One message that would go out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Notice {
    /// Whose invitation.
    pub invitation_id: String,
    /// Their name.
    pub name: String,
    /// What it is about: the change itself, or the entry in the guest's calendar.
    pub kind: MessageKind,
    /// How it would be sent.
    pub channel: Channel,
    /// When it would leave; `null`: at once.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub not_before: Option<String>,
}

/// The host's own order for an event.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeckOrder {
    /// Contacts that are dealt before all others, in this order.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_items = 1_000))]
    pub invite_first: Vec<String>,
    /// Contacts that are not dealt.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_items = 1_000))]
    pub exclude: Vec<String>,
}

/// What dealing would do, before anything is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Preview {
    /// Who would be dealt at once, in order.
    pub now: Vec<PreviewCard>,
    /// Who would follow as places come free, in order.
    pub next: Vec<PreviewCard>,
    /// Why not more at once, in a sentence.
    pub why_not_more: String,
}

/// One card of a preview.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PreviewCard {
    /// Who.
    pub contact_id: String,
    /// Their name.
    pub name: String,
    /// Place in the order from 1.
    pub position: u32,
    /// Why they are there.
    pub reason: String,
    /// The channel that would be used first.
    pub channel: Channel,
    /// Until when they would have to answer; `null` for cards that are not dealt at once.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub respond_by: Option<String>,
}

/// One entry of an event's log.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LogEntry {
    /// Counts from 1 without gaps.
    pub seq: i64,
    /// When it happened.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub at: String,
    /// What kind of thing happened, e.g. `dealt`, `answered`, `lapsed`.
    pub kind: String,
    /// The invitation it is about.
    pub invitation_id: Option<String>,
    /// The name of the contact it is about.
    pub contact_name: Option<String>,
    /// What happened and why, in a sentence.
    pub text: String,
    /// The same for programs. What a guest has texted is in `words`, at most 500 characters, for 90 days.
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub detail: serde_json::Value,
}

/// Entries of a log, oldest first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LogPage {
    /// At most `limit` entries after `after`.
    pub items: Vec<LogEntry>,
    /// The `seq` to pass as `after` for more; `null` when these are all.
    pub next_cursor: Option<String>,
}
