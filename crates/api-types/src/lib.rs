//! The requests and responses of the HTTP API: JSON in camelCase, times as RFC 3339 text in UTC, ids
//! as opaque text. Requests accept any value of a JSON type. The server parses the values into the
//! types of `seat-dealer-core`, and its errors name the invalid fields.

mod contacts;
mod events;
mod export;
mod imports;
mod invites;
mod me;
mod problem;
mod push;
mod reminders;
mod rsvp;
mod sign_in;
mod webhooks;

pub use contacts::{
    AddedContact, AddedContacts, ChangedContacts, Contact, ContactPatch, ContactsDeletion,
    ContactsPatch, DuplicateContacts, NewContact, NewContacts, Tag,
};
pub use events::{
    Announcement, Card, ChangedList, Counts, Deck, DeckOrder, Event, EventPatch, HostLogEntry,
    HostLogPage, HostMessage, LogEntry, LogPage, NewEvent, NewHostMessage, NotTold, Notice,
    Preview, PreviewCard, QuietHours, RestingChannel,
};
pub use export::{Export, ExportedContact, ExportedEvent};
pub use imports::{
    DealingEvent, Import, ImportChange, ImportChoice, ImportColumn, ImportUndo, ImportUndone,
    ImportedPerson, NewImport,
};
pub use invites::{
    ByHand, ByHandMessage, ExportedInvitation, Invite, InviteMessage, InvitePatch, Invites,
    NewInvite, NewInvites, PassedOn,
};
pub use me::{AccountDeletion, CalendarAddress, Me, MePatch, Notifications, Session};
pub use problem::{FieldError, Problem};
pub use push::{NewPushSubscription, PushSubscription, PushSubscriptionKeys};
pub use reminders::{Reminders, RemindersPatch};
pub use rsvp::{RsvpAnswer, RsvpPage, RsvpReply, RsvpSeat, RsvpState};
pub use seat_dealer_core::{
    AddOutcome, AnswerNews, Audience, Channel, Colour, EventStatus, HostList, ImportOutcome,
    ImportedField, InvitationStatus, Language, MessageKind, MessageStatus, Pace, PausedReason,
    Picture, Response, Scope, Seat, Taken,
};
pub use sign_in::{
    ApiKey, LoginFinish, LoginStart, LoginStarted, NewApiKey, NewApiKeyCreated, SignedIn, User,
};
pub use webhooks::{
    NewWebhook, Webhook, WebhookBody, WebhookDelivery, WebhookDeliveryStatus, WebhookPatch,
    WebhookSecret, WebhookStatus,
};

use serde::{Deserialize, Deserializer, Serialize};

/// A page of a list. To get the next page, send `nextCursor` as `?cursor=`; it is `null` on the last
/// page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Page<T> {
    /// The items of this page.
    pub items: Vec<T>,
    /// The cursor of the next page.
    pub next_cursor: Option<String>,
}

/// Deserializes a list. `null` is a list without items.
fn list<'de, T, D>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    Option::deserialize(deserializer).map(Option::unwrap_or_default)
}

/// Deserializes a list of a PATCH body. An absent one is `None`, and `null` is a list without items.
fn present_list<'de, T, D>(deserializer: D) -> Result<Option<Vec<T>>, D::Error>
where
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    list(deserializer).map(Some)
}

/// Deserializes a field of a PATCH body. An absent field is `None`. A `null` is `Some(None)` if the
/// field can be cleared, and refused if it cannot.
fn present<'de, T, D>(deserializer: D) -> Result<Option<T>, D::Error>
where
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    T::deserialize(deserializer).map(Some)
}
