use seat_dealer_core::{Colour, Picture, Response};
use serde::{Deserialize, Serialize};

/// What the guest's page shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RsvpPage {
    /// The event's title.
    pub title: String,
    /// What guests should know.
    pub description: String,
    /// When it begins.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub starts_at: Option<String>,
    /// IANA name of the time zone to show it in.
    pub time_zone: String,
    /// Where it is.
    pub location: Option<String>,
    /// Who invites.
    pub host_name: String,
    /// Who is invited.
    pub guest_name: String,
    /// Whether the guest can answer.
    pub state: RsvpState,
    /// What the guest answered.
    pub response: Option<Response>,
    /// Where the guest stands; `null` before an answer.
    pub seat: Option<RsvpSeat>,
    /// How many seats the guest takes.
    pub party_size: u32,
    /// How many the guest may take.
    pub party_limit: u32,
    /// What the guest has written to the host.
    pub note: Option<String>,
    /// The event's colour.
    pub colour: Colour,
    /// What is drawn above the event.
    pub picture: Picture,
    /// Until when a seat is kept without an answer.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub respond_by: Option<String>,
    /// The same in a sentence.
    pub message: String,
}

/// Whether an invitation can be answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum RsvpState {
    /// It can be answered.
    Open,
    /// It has been withdrawn.
    Withdrawn,
    /// The event is called off.
    Cancelled,
    /// The event has begun.
    Past,
}

/// Where a guest stands after an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum RsvpSeat {
    /// Has a seat.
    Seated,
    /// Has no seat yet and will be told when one is free.
    Standby,
    /// Does not come.
    None,
    /// Said MAYBE: no seat is guaranteed.
    NotGuaranteed,
}

/// A guest's answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RsvpAnswer {
    /// One of the four words.
    pub response: Response,
    /// How many seats, where the host allows guests of guests; 1 unless said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 20))]
    pub party_size: Option<i64>,
    /// A few words to the host: plain text of at most 500 characters. Absent: what was written before
    /// stays; empty: it is taken back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(format = "lines", max_length = 500))]
    pub note: Option<String>,
}

/// What a guest is told after an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RsvpReply {
    /// The answer as it stands.
    pub response: Response,
    /// Where the guest stands.
    pub seat: RsvpSeat,
    /// The same in a sentence.
    pub message: String,
}
