use seat_dealer_core::{Colour, Language, Picture, Response};
use serde::{Deserialize, Serialize};

/// The data of the guest's page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RsvpPage {
    /// The event's title.
    pub title: String,
    /// The description.
    pub description: String,
    /// The time at which the event begins.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub starts_at: Option<String>,
    /// The time at which the event ends.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub ends_at: Option<String>,
    /// The IANA name of the time zone in which to show the time.
    pub time_zone: String,
    /// The place.
    pub location: Option<String>,
    /// A link to a page about the event or to a video call.
    pub url: Option<String>,
    /// The name of the host.
    pub host_name: String,
    /// The name of the guest.
    pub guest_name: String,
    /// Whether the guest can answer.
    pub state: RsvpState,
    /// The guest's answer.
    pub response: Option<Response>,
    /// Whether the guest has a seat; `null` before an answer.
    pub seat: Option<RsvpSeat>,
    /// The number of seats that the guest takes.
    pub party_size: u32,
    /// The number of seats that the guest may take.
    pub party_limit: u32,
    /// The number of people to preselect: as many as the guest has answered for, or else all people of the invited
    /// contact.
    pub default_party_size: u32,
    /// The guest's note to the host.
    pub note: Option<String>,
    /// The names of the people who come with the guest.
    pub companions: Vec<String>,
    /// What the guest eats and does not eat, as it is kept for all events of the host.
    pub diet: Option<String>,
    /// What the host asks the guests.
    pub question: Option<String>,
    /// The guest's answer to the question.
    pub answer_to_question: Option<String>,
    /// The event's colour.
    pub colour: Colour,
    /// The event's picture.
    pub picture: Picture,
    /// The time until which a seat is held without an answer.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub respond_by: Option<String>,
    /// The guest's state, as a sentence in the guest's language.
    pub message: String,
}

/// Whether an invitation can be answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum RsvpState {
    /// The guest can answer.
    Open,
    /// The invitation was withdrawn.
    Withdrawn,
    /// The event was cancelled.
    Cancelled,
    /// The event has begun.
    Past,
}

/// The result of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum RsvpSeat {
    /// The guest has a seat.
    Seated,
    /// The guest has no seat yet, and is told when one is free.
    Standby,
    /// The guest does not come.
    None,
    /// The guest answered MAYBE and has no seat.
    NotGuaranteed,
}

/// A guest's answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RsvpAnswer {
    /// The answer.
    pub response: Response,
    /// The number of people who come, up to `partyLimit`. The default is as many as in the earlier answer, or else
    /// all people of the invited contact. It is ignored with `MAYBE` and `NO`, which take no seat.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 20, default = 1))]
    pub party_size: Option<i64>,
    /// A note to the host: plain text of at most 500 characters. If it is absent, the earlier note stays.
    /// If it is empty, the earlier note is removed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(format = "lines", max_length = 500))]
    pub note: Option<String>,
    /// The names of the people who come with the guest. If they are absent, the earlier names stay. They are words to
    /// the host: they come with any answer, and may be more or fewer than `partySize` says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_items = 19))]
    pub companions: Option<Vec<String>>,
    /// What the guest eats and does not eat, for this and later events of the host: one line of at most 200
    /// characters. If it is absent, the earlier line stays. If it is empty, the earlier line is removed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "openapi",
        schema(format = "line", max_length = 200, example = "No nuts")
    )]
    pub diet: Option<String>,
    /// The answer to the event's question: plain text of at most 500 characters. If it is absent, the earlier answer
    /// stays. If it is empty, the earlier answer is removed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(format = "lines", max_length = 500))]
    pub answer_to_question: Option<String>,
    /// The language of all later messages to the guest, and of this response. If it is absent, messages
    /// stay in their language.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
}

/// The response to an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RsvpReply {
    /// The recorded answer.
    pub response: Response,
    /// The result of the answer.
    pub seat: RsvpSeat,
    /// The result as a sentence in the guest's language.
    pub message: String,
}
