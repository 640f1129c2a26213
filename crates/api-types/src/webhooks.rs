use seat_dealer_core::PausedReason;
use serde::{Deserialize, Serialize};

use crate::{HostLogEntry, present};

/// A webhook, without its secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Webhook {
    /// Opaque id.
    pub id: String,
    /// The address.
    pub url: String,
    /// The kinds of log entries that are sent; `null`: all.
    pub kinds: Option<Vec<String>>,
    /// Whether entries are sent.
    pub status: WebhookStatus,
    /// Why it is paused; `null`: it is active.
    pub paused_reason: Option<PausedReason>,
    /// Until when the previous secret signs, too; `null`: the secret was never rotated.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub previous_secret_until: Option<String>,
    /// The time at which the webhook was created.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub created_at: String,
}

/// Whether a webhook is sent anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum WebhookStatus {
    /// Entries are sent.
    Active,
    /// Entries wait.
    Paused,
}

/// A new webhook.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewWebhook {
    /// A web address that begins with `https://` and is on the public internet; at most 2,000 characters,
    /// percent-encoded. It is kept in its normal form (WHATWG URL).
    #[cfg_attr(
        feature = "openapi",
        schema(
            format = "uri",
            min_length = 1,
            max_length = 2000,
            example = "https://example.org/hooks/seats"
        )
    )]
    pub url: String,
    /// The kinds of log entries to send; `null`: all.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(min_items = 1, example = json!(["answered", "cancelled"])))]
    pub kinds: Option<Vec<String>>,
}

/// Changes of a webhook. Absent fields keep their values.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WebhookPatch {
    /// A web address that begins with `https://` and is on the public internet; at most 2,000 characters,
    /// percent-encoded. It is kept in its normal form (WHATWG URL).
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "openapi",
        schema(nullable = false, format = "uri", min_length = 1, max_length = 2000)
    )]
    pub url: Option<String>,
    /// The kinds of log entries to send; `null`: all.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Vec<String>>, min_items = 1))]
    pub kinds: Option<Option<Vec<String>>>,
    /// `true` pauses the webhook. `false` continues it: everything that was not delivered is sent.
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable = false))]
    pub paused: Option<bool>,
}

/// A created webhook, or one with a new secret. The secret is shown only here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WebhookSecret {
    /// The id of the webhook.
    pub id: String,
    /// The secret: `whsec_` and the Base64 of the key that signs.
    pub secret: String,
    /// Until when the previous secret signs, too; `null`: there is none.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub previous_secret_until: Option<String>,
}

/// A log entry on its way to a webhook.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WebhookDelivery {
    /// The number of the entry among all entries of the host.
    pub number: i64,
    /// The header `webhook-id`, which is the same at each try.
    pub webhook_id: String,
    /// The event.
    pub event_id: String,
    /// The kind of the log entry.
    #[serde(rename = "type")]
    pub kind: String,
    /// Whether the receiver has accepted it.
    pub status: WebhookDeliveryStatus,
    /// The number of tries since it was planned, or since the webhook was continued or the delivery repeated by hand.
    pub attempts: u32,
    /// The time of the last try.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub last_attempt_at: Option<String>,
    /// The time of the next try; `null`: it is delivered, or the webhook is paused.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub next_attempt_at: Option<String>,
    /// The HTTP status of the last response; `null`: there was none.
    pub http_status: Option<u32>,
    /// Why the last try failed, in a sentence.
    pub error: Option<String>,
    /// The time at which the delivery was planned.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub created_at: String,
    /// The time at which the receiver accepted it.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub delivered_at: Option<String>,
}

/// The state of a delivery.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum WebhookDeliveryStatus {
    /// It is not accepted yet.
    Pending,
    /// The receiver has accepted it.
    Delivered,
}

/// The body of a request to a webhook.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WebhookBody {
    /// The kind of the log entry.
    #[serde(rename = "type")]
    pub kind: String,
    /// The time of the log entry.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub timestamp: String,
    /// The log entry, with its event and its number among all entries of the host.
    pub data: HostLogEntry,
}
