use seat_dealer_core::{Channel, InvitationStatus, Response, Seat};
use serde::{Deserialize, Serialize};

use crate::{ApiKey, Contact, DeckOrder, Event, InviteMessage, LogEntry, Me, Session};

/// Everything that is kept about a host, but for what opens a door: keys and guests' links.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Export {
    /// When it was begun. Large ones take a while; what changes meanwhile may or may not be in it.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub exported_at: String,
    /// The host.
    pub me: Me,
    /// The API keys, by their names.
    pub api_keys: Vec<ApiKey>,
    /// Where the host is signed in.
    pub sessions: Vec<Session>,
    /// The contacts; those that were deleted are kept for the invitations they have.
    pub contacts: Vec<ExportedContact>,
    /// The events, those that were deleted included.
    pub events: Vec<ExportedEvent>,
}

/// A contact, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ExportedContact {
    /// The contact.
    pub contact: Contact,
    /// When it was deleted.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub deleted_at: Option<String>,
}

/// An event with all that belongs to it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ExportedEvent {
    /// The event.
    pub event: Event,
    /// When it was deleted.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub deleted_at: Option<String>,
    /// The host's own order for it.
    pub deck: DeckOrder,
    /// Who is invited, oldest first.
    pub invitations: Vec<ExportedInvitation>,
    /// Its story, oldest first.
    pub log: Vec<LogEntry>,
}

/// An invitation, without the guest's link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ExportedInvitation {
    /// Opaque id.
    pub id: String,
    /// Who is invited.
    pub contact_id: String,
    /// Their name when they were invited.
    pub name: String,
    /// How far it has come.
    pub status: InvitationStatus,
    /// What the guest answered.
    pub response: Option<Response>,
    /// The seat it takes.
    pub seat: Seat,
    /// How many seats it has, wants or holds.
    pub party_size: u32,
    /// How many it may take.
    pub party_limit: u32,
    /// What the guest has written to you.
    pub note: Option<String>,
    /// How the guest is reached.
    pub channel: Channel,
    /// Its messages, oldest first.
    pub messages: Vec<InviteMessage>,
    /// Until when the guest has to answer.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub respond_by: Option<String>,
    /// When the guest answered.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub answered_at: Option<String>,
    /// When the guest was invited.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub invited_at: String,
    /// Invited by the host's hand.
    pub by_host: bool,
}
