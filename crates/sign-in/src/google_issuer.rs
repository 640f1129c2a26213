//! Google's ID tokens name their issuer with or without the scheme. `openidconnect` reads an
//! issuer as an address, and `accounts.google.com` is none.
//!
//! Such a token is verified over its own bytes with the library's own cryptography; only then is
//! the issuer written out in full, for the library to verify everything else.
//! Source: <https://developers.google.com/identity/openid-connect/openid-connect#validatinganidtoken>

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use openidconnect::core::{CoreJsonWebKeySet, CoreJwsSigningAlgorithm};
use openidconnect::{IssuerUrl, JsonWebKey};
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::error::IdTokenFault;
use crate::id_token::{ALGORITHMS, decoded, signature_fault};

const FULL: &str = "https://accounts.google.com";
const SHORT: &str = "accounts.google.com";

#[derive(Deserialize)]
struct Header {
    alg: CoreJwsSigningAlgorithm,
    kid: String,
}

/// For a token with Google's short issuer: the token with the full one, which no longer carries
/// a signature that fits, once the signature of the original has been verified. Nothing for any other token.
pub(crate) fn with_scheme(
    id_token: &str,
    issuer: &IssuerUrl,
    keys: &CoreJsonWebKeySet,
) -> Option<Result<String, IdTokenFault>> {
    if issuer.as_str() != FULL {
        return None;
    }
    let (signed, signature) = id_token.rsplit_once('.')?;
    let (header, payload) = signed.split_once('.')?;
    let mut claims: Map<String, Value> = decoded(payload)?;
    if claims.get("iss")?.as_str()? != SHORT {
        return None;
    }
    claims.insert("iss".to_owned(), Value::from(FULL));
    let rewritten = URL_SAFE_NO_PAD.encode(Value::Object(claims).to_string());
    Some(
        check_signature(header, signed, signature, keys)
            .map(|()| format!("{header}.{rewritten}.{signature}")),
    )
}

fn check_signature(
    header: &str,
    signed: &str,
    signature: &str,
    keys: &CoreJsonWebKeySet,
) -> Result<(), IdTokenFault> {
    let header: Header = decoded(header).ok_or(IdTokenFault::Algorithm)?;
    if !ALGORITHMS.contains(&header.alg) {
        return Err(IdTokenFault::Algorithm);
    }
    let signature = URL_SAFE_NO_PAD
        .decode(signature)
        .map_err(|_| IdTokenFault::Malformed)?;
    keys.keys()
        .iter()
        .find(|key| key.key_id().is_some_and(|kid| kid.as_str() == header.kid))
        .ok_or(IdTokenFault::UnknownKey)?
        .verify_signature(&header.alg, signed.as_bytes(), &signature)
        .map_err(|error| signature_fault(&error))
}

#[cfg(test)]
mod tests {
    use openidconnect::{ClientId, Nonce};
    use serde_json::json;

    use super::*;
    use crate::dev_provider::keys::SigningKey;
    use crate::id_token::{Expected, verify};

    const NOW: i64 = 1_780_000_000;

    fn payload(issuer: &str) -> Value {
        json!({
            "iss": issuer, "sub": "1", "aud": "client", "exp": NOW + 60, "iat": NOW, "nonce": "nonce",
        })
    }

    fn with(issuer: &str, claim: &str, value: impl Into<Value>) -> Value {
        let mut payload = payload(issuer);
        payload[claim] = value.into();
        payload
    }

    /// The issuer and subject that a token of `key` proves at a provider that publishes `published`.
    fn proven(
        token: &str,
        published: &SigningKey,
        issuer: &str,
    ) -> Result<(String, String), IdTokenFault> {
        let keys = serde_json::from_value(json!({ "keys": [published.public()] })).unwrap();
        let expected = Expected {
            issuer: &IssuerUrl::new(issuer.to_owned()).unwrap(),
            client_id: &ClientId::new("client".to_owned()),
            nonce: &Nonce::new("nonce".to_owned()),
            now: jiff::Timestamp::from_second(NOW).unwrap(),
        };
        verify(token, &keys, &expected)
            .map(|claims| (claims.issuer().to_string(), claims.subject().to_string()))
    }

    #[test]
    fn both_forms_of_googles_issuer_are_one_issuer() {
        let key = SigningKey::generate().unwrap();
        for issuer in [FULL, SHORT] {
            let token = key.sign(&payload(issuer)).unwrap();
            assert_eq!(
                proven(&token, &key, FULL),
                Ok((FULL.to_owned(), "1".to_owned())),
                "{issuer}"
            );
        }
    }

    #[test]
    fn the_short_form_is_verified_like_the_full_one() {
        let key = SigningKey::generate().unwrap();
        for (claim, value, fault) in [
            ("aud", Value::from("another"), IdTokenFault::Audience),
            ("azp", Value::from("another"), IdTokenFault::Audience),
            ("exp", Value::from(NOW), IdTokenFault::Expired),
            ("nonce", Value::from("another"), IdTokenFault::Nonce),
            ("sub", Value::from(1), IdTokenFault::Malformed),
        ] {
            for issuer in [FULL, SHORT] {
                let token = key.sign(&with(issuer, claim, value.clone())).unwrap();
                assert_eq!(proven(&token, &key, FULL), Err(fault), "{issuer} {claim}");
            }
        }
    }

    #[test]
    fn the_short_form_needs_a_signature_over_its_own_bytes() {
        let (key, other) = (
            SigningKey::generate().unwrap(),
            SigningKey::generate().unwrap(),
        );
        let token = key.sign(&payload(SHORT)).unwrap();
        let [header, _, signature] = token.split('.').collect::<Vec<_>>()[..] else {
            panic!()
        };
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());

        let tampered = format!("{header}.{}.{signature}", part(&with(SHORT, "sub", "2")));
        assert_eq!(proven(&tampered, &key, FULL), Err(IdTokenFault::Signature));

        assert_eq!(proven(&token, &other, FULL), Err(IdTokenFault::UnknownKey));

        let kid = &key.public()["kid"];
        for alg in ["none", "HS256", "ES384", "RS512"] {
            let header = part(&json!({ "alg": alg, "kid": kid }));
            let forged = format!("{header}.{}.", part(&payload(SHORT)));
            assert_eq!(
                proven(&forged, &key, FULL),
                Err(IdTokenFault::Algorithm),
                "{alg}"
            );
        }
        let header = part(&json!({ "alg": "RS256", "kid": kid }));
        let confused = format!("{header}.{}.{signature}", part(&payload(SHORT)));
        assert_eq!(proven(&confused, &key, FULL), Err(IdTokenFault::Signature));

        let header = part(&json!({ "alg": "ES256" }));
        let nameless = format!("{header}.{}.{signature}", part(&payload(SHORT)));
        assert_eq!(proven(&nameless, &key, FULL), Err(IdTokenFault::Algorithm));
    }

    #[test]
    fn nobody_else_has_a_short_form() {
        let key = SigningKey::generate().unwrap();
        let token = key.sign(&payload("issuer.example")).unwrap();
        assert_eq!(
            proven(&token, &key, "https://issuer.example"),
            Err(IdTokenFault::Malformed)
        );
        let token = key.sign(&payload(SHORT)).unwrap();
        assert_eq!(
            proven(&token, &key, "https://issuer.example"),
            Err(IdTokenFault::Malformed)
        );
    }
}
