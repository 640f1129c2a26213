use seat_dealer_core::{Channel, InvitationStatus, MessageKind, MessageStatus, Response, Seat};
use serde::{Deserialize, Serialize};

use crate::{Contact, present};

/// An invitation of one contact to one event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Invite {
    /// Opaque id.
    pub id: String,
    /// The event.
    pub event_id: String,
    /// The invited contact.
    pub contact: Contact,
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
    /// The names of the people who come with the guest.
    pub companions: Vec<String>,
    /// What the contact eats and does not eat, as in `contact`: the same for all invitations of the contact.
    pub diet: Option<String>,
    /// The guest's answer to the event's question.
    pub answer_to_question: Option<String>,
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
    /// The guest's link. Whoever has it can answer for the guest, so it is `null` for a key without the scope `write`.
    pub rsvp_url: Option<String>,
}

/// An invitation in the export, without the guest's link.
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
    /// The names of the people who come with the guest.
    pub companions: Vec<String>,
    /// What the contact eats and does not eat: the same for all invitations of the contact.
    pub diet: Option<String>,
    /// The guest's answer to the event's question.
    pub answer_to_question: Option<String>,
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

/// One message to the guest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InviteMessage {
    /// The kind of message.
    pub kind: MessageKind,
    /// The channel.
    pub channel: Channel,
    /// The delivery status.
    pub status: MessageStatus,
    /// The time at which the message got this status.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub at: String,
    /// The earliest time of the next try, while the message waits for it or for the end of quiet hours.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub not_before: Option<String>,
    /// The reason of a failure, for the host.
    pub error: Option<String>,
    /// The host's own words in it; `null`: none.
    pub text: Option<String>,
}

/// The messages that a host has to pass on to a guest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ByHand {
    /// The contact's phone number, for a text from the host's own phone.
    pub phone_number: Option<String>,
    /// The waiting messages, oldest first.
    pub messages: Vec<ByHandMessage>,
}

/// One message that the host has to pass on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ByHandMessage {
    /// Opaque id.
    pub id: String,
    /// The kind of message.
    pub kind: MessageKind,
    /// The text, with the guest's link.
    pub text: String,
}

/// The messages that the host has passed on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PassedOn {
    /// The ids of the messages that the host was shown.
    pub messages: Vec<String>,
}

/// Invites a contact now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewInvite {
    /// The event.
    pub event_id: String,
    /// The contact.
    pub contact_id: String,
}

/// Invites several contacts now: all of them, or none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewInvites {
    /// The event.
    pub event_id: String,
    /// The contacts, at most 100, in the order in which they are invited.
    #[cfg_attr(feature = "openapi", schema(min_items = 1, max_items = 100))]
    pub contact_ids: Vec<String>,
}

/// The invitations of several contacts, in the order of the request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Invites {
    /// The invitations.
    pub items: Vec<Invite>,
}

/// Records an answer, or withdraws an invitation. Exactly one of `response` and `status` is needed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(min_properties = 1))]
pub struct InvitePatch {
    /// The guest's answer.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable = false))]
    pub response: Option<Response>,
    /// With `response`: the number of seats that the guest takes. It is ignored with `MAYBE` and `NO`, which take none.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable = false, minimum = 1, maximum = 20))]
    pub party_size: Option<i64>,
    /// `withdrawn`, which is the only status that can be set.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(schema_with = withdrawn))]
    pub status: Option<InvitationStatus>,
    /// With `status`, if the guest knows of a seat: what you add to the message that says that it is gone, in 1 to 300
    /// characters.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable = false, min_length = 1, max_length = 300))]
    pub text: Option<String>,
}

#[cfg(feature = "openapi")]
fn withdrawn() -> utoipa::openapi::schema::Object {
    utoipa::openapi::ObjectBuilder::new()
        .schema_type(utoipa::openapi::schema::Type::String)
        .description(Some("The only status that can be set."))
        .enum_values(Some([InvitationStatus::Withdrawn.as_str()]))
        .build()
}
