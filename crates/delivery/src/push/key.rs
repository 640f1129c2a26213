use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64;
use jiff::{SignedDuration, Timestamp};
use p256::SecretKey;
use p256::ecdsa::signature::Signer as _;
use p256::ecdsa::{Signature, SigningKey};
use seat_dealer_db::RsvpTokens;
use serde::Serialize;
use url::Url;

/// How long a signature is valid; at most a day.
const VALID: SignedDuration = SignedDuration::from_hours(12);

/// The key by which push services know this server (VAPID, RFC 8292). It is derived from `APP_SECRET`, so all servers
/// have the same, and nothing has to be stored. With another secret, browsers have to subscribe again.
#[derive(Clone)]
pub struct PushKey(SecretKey);

/// The claims of a signature.
#[derive(Serialize)]
struct Claims<'a> {
    aud: String,
    exp: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    sub: Option<&'a str>,
}

impl PushKey {
    /// Derives the key. Never `None` in practice: one candidate in four thousand million is not a key, and there are 256.
    pub fn derive(tokens: &RsvpTokens) -> Option<Self> {
        (0..=u8::MAX)
            .find_map(|attempt| SecretKey::from_slice(&tokens.push_key_candidate(attempt)).ok())
            .map(Self)
    }

    /// The public key, as browsers need it to subscribe: not compressed, as base64url.
    pub fn public(&self) -> String {
        BASE64.encode(self.0.public_key().to_sec1_bytes())
    }

    /// The header `Authorization` of a request to this endpoint.
    pub(super) fn authorization(
        &self,
        endpoint: &Url,
        subject: Option<&str>,
        now: Timestamp,
    ) -> String {
        let claims = Claims {
            aud: endpoint.origin().ascii_serialization(),
            exp: now.saturating_add(VALID).unwrap_or(now).as_second(),
            sub: subject,
        };
        let claims = serde_json::to_string(&claims).unwrap_or_default();
        let header = BASE64.encode(r#"{"typ":"JWT","alg":"ES256"}"#);
        let signed = format!("{header}.{}", BASE64.encode(claims));
        let signature: Signature = SigningKey::from(&self.0).sign(signed.as_bytes());
        let signature = BASE64.encode(signature.to_bytes());
        format!("vapid t={signed}.{signature}, k={}", self.public())
    }
}

impl std::fmt::Debug for PushKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PushKey(secret)")
    }
}
