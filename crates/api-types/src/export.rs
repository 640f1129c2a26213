use serde::{Deserialize, Serialize};

use crate::{
    ApiKey, Contact, DeckOrder, Event, ExportedInvitation, LogEntry, Me, Notifications,
    PushSubscription, Session, Webhook,
};

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
    /// What the host hears, and how.
    pub notifications: Notifications,
    /// The API keys, without the keys themselves.
    pub api_keys: Vec<ApiKey>,
    /// The devices on which the host is signed in.
    pub sessions: Vec<Session>,
    /// The browsers that show the host's news, without their keys.
    pub push_subscriptions: Vec<PushSubscription>,
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
