use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use p256::SecretKey;
use p256::elliptic_curve::sec1::ToEncodedPoint;
use p256::pkcs8::EncodePrivateKey;
use serde::Serialize;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::no_randomness;
use crate::error::InvalidSetting;

/// The provider's only key. It is generated at the start and never stored.
pub(crate) struct SigningKey {
    private: EncodingKey,
    header: Header,
    public: Value,
}

impl SigningKey {
    /// Generates a P-256 key.
    pub(crate) fn generate() -> Result<Self, InvalidSetting> {
        let mut random = [0; 32];
        // Fewer than one in four billion random values are not a valid private key.
        let private = loop {
            getrandom::fill(&mut random).map_err(|_| no_randomness())?;
            if let Ok(key) = SecretKey::from_slice(&random) {
                break key;
            }
        };
        let point = private.public_key().to_encoded_point(false);
        let coordinate = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        let (Some(x), Some(y)) = (point.x(), point.y()) else {
            return Err(unusable());
        };
        let (x, y) = (coordinate(x), coordinate(y));

        // The thumbprint of the key (RFC 7638).
        let canonical = format!(r#"{{"crv":"P-256","kty":"EC","x":"{x}","y":"{y}"}}"#);
        let kid = URL_SAFE_NO_PAD.encode(Sha256::digest(canonical));

        let mut header = Header::new(Algorithm::ES256);
        header.kid = Some(kid.clone());
        let pkcs8 = private.to_pkcs8_der().map_err(|_| unusable())?;
        Ok(Self {
            private: EncodingKey::from_ec_der(pkcs8.as_bytes()),
            header,
            public: json!({
                "kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": kid, "x": x, "y": y,
            }),
        })
    }

    /// The public key as a JSON Web Key.
    pub(crate) fn public(&self) -> &Value {
        &self.public
    }

    /// Signs a token.
    pub(crate) fn sign(&self, claims: &impl Serialize) -> jsonwebtoken::errors::Result<String> {
        jsonwebtoken::encode(&self.header, claims, &self.private)
    }
}

fn unusable() -> InvalidSetting {
    InvalidSetting("A key for the development sign-in could not be generated.".to_owned())
}
