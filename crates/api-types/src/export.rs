use seat_dealer_core::{Channel, InvitationStatus, Response, Seat};
use serde::{Deserialize, Serialize};

use crate::{ApiKey, Contact, DeckOrder, Event, InviteMessage, LogEntry, Me, Session, Webhook};

/// All stored data of a host, except keys and guests' links.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Export {
    /// The time at which the export began. Changes during the export may be missing from it.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub exported_at: String,
    /// The host.
    pub me: Me,
    /// The API keys, without the keys themselves.
    pub api_keys: Vec<ApiKey>,
    /// The devices on which the host is signed in.
    pub sessions: Vec<Session>,
    /// The webhooks, without their secrets.
    pub webhooks: Vec<Webhook>,
    /// The contacts, including deleted ones that still have invitations.
    pub contacts: Vec<ExportedContact>,
    /// The events, including deleted ones that are not erased yet.
    pub events: Vec<ExportedEvent>,
}

/// A stored contact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ExportedContact {
    /// The contact.
    pub contact: Contact,
    /// The time of the deletion.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub deleted_at: Option<String>,
}

/// An event with its deck order, invitations and log.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ExportedEvent {
    /// The event.
    pub event: Event,
    /// The time of the deletion.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub deleted_at: Option<String>,
    /// The host's own order of the deck.
    pub deck: DeckOrder,
    /// The invitations, oldest first.
    pub invitations: Vec<ExportedInvitation>,
    /// The log, oldest entry first.
    pub log: Vec<LogEntry>,
}

/// An invitation, without the guest's link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ExportedInvitation {
    /// Opaque id.
    pub id: String,
    /// The invited contact.
    pub contact_id: String,
    /// The contact's name at the time of the invitation.
    pub name: String,
    /// The state of the invitation.
    pub status: InvitationStatus,
    /// The guest's answer.
    pub response: Option<Response>,
    /// Whether the invitation has a seat, a hold or a place on standby.
    pub seat: Seat,
    /// The number of seats that the invitation has, holds or waits for.
    pub party_size: u32,
    /// The number of seats that the invitation may take.
    pub party_limit: u32,
    /// The guest's note to the host.
    pub note: Option<String>,
    /// The channel of the latest message.
    pub channel: Channel,
    /// The messages to the guest, oldest first.
    pub messages: Vec<InviteMessage>,
    /// The end of the hold; `null` if no seat is held.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub respond_by: Option<String>,
    /// The time at which the guest was reminded to answer; `null`: not yet.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub reminded_at: Option<String>,
    /// The time of the latest answer.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub answered_at: Option<String>,
    /// The time of the invitation.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub invited_at: String,
    /// The time of the last change of the invitation or of one of its messages.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub updated_at: String,
    /// Whether the host invited the contact out of the deck's order.
    pub by_host: bool,
}
