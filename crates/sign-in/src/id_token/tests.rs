//! Verification of ID tokens with both forms of Google's issuer.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use openidconnect::{ClientId, IssuerUrl, Nonce};
use serde_json::{Value, json};

use super::{Expected, verify};
use crate::dev_provider::keys::SigningKey;
use crate::error::IdTokenFault;
use crate::google_issuer::{FULL, SHORT};

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

/// The verified issuer and subject of a token, when the provider publishes the key `published`.
fn verified(
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
            verified(&token, &key, FULL),
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
            assert_eq!(verified(&token, &key, FULL), Err(fault), "{issuer} {claim}");
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
    assert_eq!(
        verified(&tampered, &key, FULL),
        Err(IdTokenFault::Signature)
    );

    assert_eq!(
        verified(&token, &other, FULL),
        Err(IdTokenFault::UnknownKey)
    );

    let kid = &key.public()["kid"];
    for alg in ["none", "HS256", "ES384", "RS512"] {
        let header = part(&json!({ "alg": alg, "kid": kid }));
        let forged = format!("{header}.{}.", part(&payload(SHORT)));
        assert_eq!(
            verified(&forged, &key, FULL),
            Err(IdTokenFault::Algorithm),
            "{alg}"
        );
    }
    let header = part(&json!({ "alg": "RS256", "kid": kid }));
    let confused = format!("{header}.{}.{signature}", part(&payload(SHORT)));
    assert_eq!(
        verified(&confused, &key, FULL),
        Err(IdTokenFault::Signature)
    );

    let header = part(&json!({ "alg": "ES256" }));
    let nameless = format!("{header}.{}.{signature}", part(&payload(SHORT)));
    assert_eq!(
        verified(&nameless, &key, FULL),
        Err(IdTokenFault::Algorithm)
    );
}

#[test]
fn nobody_else_has_a_short_form() {
    let key = SigningKey::generate().unwrap();
    let token = key.sign(&payload("issuer.example")).unwrap();
    assert_eq!(
        verified(&token, &key, "https://issuer.example"),
        Err(IdTokenFault::Malformed)
    );
    let token = key.sign(&payload(SHORT)).unwrap();
    assert_eq!(
        verified(&token, &key, "https://issuer.example"),
        Err(IdTokenFault::Malformed)
    );
}
