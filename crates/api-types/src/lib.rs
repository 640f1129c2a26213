//! What the HTTP API takes and answers: JSON in camelCase, times as RFC 3339 text in UTC, ids as
//! opaque text. Requests are as lenient as JSON allows; the server parses their values into the
//! types of `seat-dealer-core` and says which field to mend.

mod contacts;
mod events;
mod export;
mod imports;
mod invites;
mod me;
mod problem;
mod rsvp;
mod sign_in;

pub use contacts::{Contact, ContactPatch, NewContact};
pub use events::{
    Announcement, Card, Counts, Deck, DeckOrder, Event, EventPatch, LogEntry, LogPage, NewEvent,
    Notice, Preview, PreviewCard, QuietHours,
};
pub use export::{Export, ExportedContact, ExportedEvent, ExportedInvitation};
pub use imports::{Import, ImportOutcome, ImportedPerson, NewImport};
pub use invites::{
    ByHand, ByHandMessage, Invite, InviteMessage, InvitePatch, NewInvite, PassedOn,
};
pub use me::{AccountDeletion, Me, MePatch, Session};
pub use problem::{FieldError, Problem};
pub use rsvp::{RsvpAnswer, RsvpPage, RsvpReply, RsvpSeat, RsvpState};
pub use seat_dealer_core::{
    Channel, Colour, EventStatus, InvitationStatus, MessageKind, MessageStatus, Picture, Response,
    Seat,
};
pub use sign_in::{
    ApiKey, LoginFinish, LoginStart, LoginStarted, NewApiKey, NewApiKeyCreated, SignedIn, User,
};

use serde::{Deserialize, Deserializer, Serialize};

/// A page of a list. `nextCursor` is passed back as `?cursor=` to get the next one; `null` on the
/// last page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Page<T> {
    /// The things of this page.
    pub items: Vec<T>,
    /// Where the next page begins.
    pub next_cursor: Option<String>,
}

/// Reads a field of a PATCH body so that one that is absent (`None`) is told from one that is
/// `null`: `Some(None)` where the field can be cleared, and refused where it cannot.
fn present<'de, T, D>(deserializer: D) -> Result<Option<T>, D::Error>
where
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    T::deserialize(deserializer).map(Some)
}
