use serde::{Deserialize, Serialize};

/// A browser that shows the host's news.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PushSubscription {
    /// Opaque id.
    pub id: String,
    /// The browser and the operating system as text, or the name of the API key that added it.
    pub device: String,
    /// Whether the session or API key of this request added it.
    pub current: bool,
    /// The time at which it was added.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub created_at: String,
}

/// A browser's push subscription, as its `PushSubscription.toJSON()` returns it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewPushSubscription {
    /// The address at the browser's push service: https, at most 2,000 characters.
    #[cfg_attr(
        feature = "openapi",
        schema(
            format = "uri",
            min_length = 1,
            max_length = 2000,
            example = "https://push.example.net/send/dXJs"
        )
    )]
    pub endpoint: String,
    /// When the browser expects the subscription to end, in milliseconds since 1970. It is not used: the push service
    /// says when a subscription has ended.
    #[serde(default)]
    pub expiration_time: Option<f64>,
    /// The keys with which messages are encrypted.
    pub keys: PushSubscriptionKeys,
}

/// The keys with which messages to a browser are encrypted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PushSubscriptionKeys {
    /// The browser's public key of P-256, not compressed, as base64url.
    #[cfg_attr(
        feature = "openapi",
        schema(
            example = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
        )
    )]
    pub p256dh: String,
    /// The browser's secret: 16 bytes as base64url.
    #[cfg_attr(
        feature = "openapi",
        schema(pattern = "^[A-Za-z0-9_-]{21}[AQgw](==)?$", example = "BTBZMqHH6r4Tts7J_aSIgg")
    )]
    pub auth: String,
}
