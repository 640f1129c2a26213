use seat_dealer_core::{Channel, InvitationStatus, MessageKind, MessageStatus, Response, Seat};
use serde::{Deserialize, Serialize};

use crate::{Contact, present};

/// An invitation: one contact invited to one event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Invite {
    /// Opaque id.
    pub id: String,
    /// The event.
    pub event_id: String,
    /// Who is invited.
    pub contact: Contact,
    /// Where it stands.
    pub status: InvitationStatus,
    /// What was answered.
    pub response: Option<Response>,
    /// What it has of the table.
    pub seat: Seat,
    /// How many seats it has, wants or holds.
    pub party_size: u32,
    /// How many it may take.
    pub party_limit: u32,
    /// What the guest has written to you.
    pub note: Option<String>,
    /// The channel of its latest message.
    pub channel: Channel,
    /// Its messages, oldest first.
    pub messages: Vec<InviteMessage>,
    /// Until when the hold stands; `null` when nothing is held.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub respond_by: Option<String>,
    /// When the guest answered last.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub answered_at: Option<String>,
    /// When it was dealt.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub invited_at: String,
    /// Whether the host invited by hand, out of the deck's order.
    pub by_host: bool,
    /// The guest's own link.
    pub rsvp_url: String,
}

/// One message to the guest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InviteMessage {
    /// What it is about.
    pub kind: MessageKind,
    /// How it is sent.
    pub channel: Channel,
    /// How far it has come.
    pub status: MessageStatus,
    /// When it got there.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub at: String,
    /// When it will be sent, while it waits for quiet hours to end or for another try.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub not_before: Option<String>,
    /// Why it failed, for the host.
    pub error: Option<String>,
}

/// What a host passes on to a guest in person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ByHand {
    /// The contact's number, for a text from the host's own phone.
    pub phone_number: Option<String>,
    /// What waits, oldest first.
    pub messages: Vec<ByHandMessage>,
}

/// One message that waits to be passed on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ByHandMessage {
    /// Opaque id.
    pub id: String,
    /// What it is about.
    pub kind: MessageKind,
    /// The words, with the guest's link.
    pub text: String,
}

/// The messages that the host has passed on: those that were shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PassedOn {
    /// Their ids.
    pub messages: Vec<String>,
}

/// Invites a given contact now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewInvite {
    /// The event.
    pub event_id: String,
    /// Who.
    pub contact_id: String,
}

/// Records an answer given by phone, or withdraws an invitation: one of the two.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InvitePatch {
    /// What the guest answered.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable = false))]
    pub response: Option<Response>,
    /// With `response`: how many seats the guest takes.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable = false, minimum = 1, maximum = 20))]
    pub party_size: Option<i64>,
    /// Only `withdrawn` can be set.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable = false))]
    pub status: Option<InvitationStatus>,
}
