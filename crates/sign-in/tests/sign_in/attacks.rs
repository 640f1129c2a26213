//! Forged ID tokens and user information. Each test first signs in without the forgery, and then with
//! it (`HostileProvider::attack`).

use jiff::Timestamp;
use seat_dealer_sign_in::{IdTokenFault, SignInError};
use serde_json::{Value, json};

use crate::hostile_provider::{
    CLIENT_ID, CLIENT_SECRET, HostileProvider, Key, Script, TokenSignature,
};

async fn forged_claim(claim: &str, value: impl Into<Value>, expected: impl Into<SignInError>) {
    let change = |script: &mut Script| {
        script.claims.insert(claim.to_owned(), value.into());
    };
    HostileProvider::start().attack(change, expected).await;
}

async fn forged_signature(signature: TokenSignature, expected: IdTokenFault) {
    HostileProvider::start()
        .attack(|script| script.signature = signature, expected)
        .await;
}

#[actix_web::test]
async fn wrong_nonce() {
    forged_claim("nonce", "another", IdTokenFault::Nonce).await;
    forged_claim("nonce", Value::Null, IdTokenFault::Nonce).await;
}

#[actix_web::test]
async fn wrong_audience() {
    forged_claim("aud", "another", IdTokenFault::Audience).await;
    forged_claim("aud", json!([]), IdTokenFault::Audience).await;
    forged_claim("aud", Value::Null, IdTokenFault::Audience).await;
    forged_claim("aud", json!([CLIENT_ID, "another"]), IdTokenFault::Audience).await;
    forged_claim("azp", "another", IdTokenFault::Audience).await;
}

#[actix_web::test]
async fn wrong_issuer() {
    forged_claim("iss", "https://accounts.google.com", IdTokenFault::Issuer).await;
    forged_claim("iss", "accounts.google.com", IdTokenFault::Malformed).await;
    forged_claim("iss", Value::Null, IdTokenFault::Malformed).await;
    let slash = |script: &mut Script| {
        let issuer = format!("{}/", script.claims["iss"].as_str().unwrap());
        script.claims.insert("iss".to_owned(), Value::from(issuer));
    };
    HostileProvider::start()
        .attack(slash, IdTokenFault::Issuer)
        .await;
}

#[actix_web::test]
async fn expired_token() {
    let now = Timestamp::now().as_second();
    forged_claim("exp", now - 1, IdTokenFault::Expired).await;
    forged_claim("exp", 0, IdTokenFault::Expired).await;
    forged_claim("exp", Value::Null, IdTokenFault::Malformed).await;
}

#[actix_web::test]
async fn token_that_is_not_yet_valid() {
    let now = Timestamp::now().as_second();
    forged_claim("nbf", now + 3600, IdTokenFault::NotYetValid).await;
    forged_claim("nbf", "now", IdTokenFault::Malformed).await;
    // A small difference between the clocks is allowed, and `iat` is not checked.
    let provider = HostileProvider::start();
    provider.change(|script| {
        script.claims.insert("nbf".to_owned(), json!(now + 60));
        script.claims.insert("iat".to_owned(), json!(now + 3600));
    });
    assert!(provider.sign_in(Timestamp::now()).await.is_ok());
}

#[actix_web::test]
async fn invalid_subject() {
    for subject in [
        "",
        " ",
        "subject-1 ",
        "\tsubject-1",
        "sub\0ject",
        &"s".repeat(256),
    ] {
        forged_claim("sub", subject, IdTokenFault::Subject).await;
    }
    forged_claim("sub", Value::Null, IdTokenFault::Malformed).await;
    let provider = HostileProvider::start();
    let longest = "s".repeat(255);
    provider.change(|script| {
        let subject = Value::from(longest.as_str());
        script.claims.insert("sub".to_owned(), subject);
    });
    let identity = provider.sign_in(Timestamp::now()).await.unwrap();
    assert_eq!(identity.subject, longest);
}

#[actix_web::test]
async fn unsigned_token() {
    forged_signature(TokenSignature::None(""), IdTokenFault::Unsigned).await;
    forged_signature(TokenSignature::None("c2lnbmF0dXJl"), IdTokenFault::Unsigned).await;
}

#[actix_web::test]
async fn signed_with_the_client_secret() {
    forged_signature(
        TokenSignature::Hs256(CLIENT_SECRET.into()),
        IdTokenFault::Algorithm,
    )
    .await;
}

#[actix_web::test]
async fn signed_with_the_public_key_as_a_shared_secret() {
    let as_bytes = |script: &mut Script| {
        let TokenSignature::Key(key) = &script.signature else {
            panic!()
        };
        script.signature = TokenSignature::Hs256(key.public_bytes());
    };
    HostileProvider::start()
        .attack(as_bytes, IdTokenFault::Algorithm)
        .await;
    let as_json = |script: &mut Script| {
        script.signature = TokenSignature::Hs256(script.published[0].to_string().into_bytes());
    };
    HostileProvider::start()
        .attack(as_json, IdTokenFault::Algorithm)
        .await;
}

#[actix_web::test]
async fn wrong_key() {
    forged_signature(
        TokenSignature::Key(Key::new("key-1")),
        IdTokenFault::Signature,
    )
    .await;
    forged_signature(
        TokenSignature::Key(Key::new("unknown")),
        IdTokenFault::UnknownKey,
    )
    .await;
}

#[actix_web::test]
async fn key_for_encryption() {
    let encryption_key = |script: &mut Script| {
        let key = Key::new("key-2");
        let mut public = key.public();
        public["use"] = Value::from("enc");
        script.published.push(public);
        script.signature = TokenSignature::Key(key);
    };
    HostileProvider::start()
        .attack(encryption_key, IdTokenFault::UnknownKey)
        .await;
}

#[actix_web::test]
async fn claim_changed_after_signing() {
    let tamper = |script: &mut Script| {
        let TokenSignature::Key(key) = script.signature.clone() else {
            panic!()
        };
        script.signature = TokenSignature::Tampered(key, "sub", Value::from("somebody-else"));
    };
    HostileProvider::start()
        .attack(tamper, IdTokenFault::Signature)
        .await;
}

#[actix_web::test]
async fn missing_or_malformed_token() {
    forged_signature(TokenSignature::Missing, IdTokenFault::Missing).await;
    for nonsense in ["", "x", "a.b.c", "..", "e30.e30.e30", "é.é.é"] {
        forged_signature(TokenSignature::Text(nonsense), IdTokenFault::Malformed).await;
    }
}

#[actix_web::test]
async fn unverified_email() {
    forged_claim("email_verified", false, SignInError::EmailUnverified).await;
    forged_claim("email_verified", "false", SignInError::EmailUnverified).await;
    forged_claim("email_verified", Value::Null, SignInError::EmailUnverified).await;
    forged_claim("email_verified", 1, IdTokenFault::Malformed).await;
}

#[actix_web::test]
async fn missing_email() {
    forged_claim("email", Value::Null, SignInError::EmailMissing).await;
    forged_claim("email", "", SignInError::EmailMissing).await;
    forged_claim("email", "nobody", SignInError::EmailMissing).await;
}

/// Gives the email address only in the user information.
fn user_info(user_info: Value) -> impl FnOnce(&mut Script) {
    move |script| {
        let endpoint = format!("{}/userinfo", script.metadata["issuer"].as_str().unwrap());
        script
            .metadata
            .insert("userinfo_endpoint".to_owned(), Value::from(endpoint));
        script
            .claims
            .retain(|claim, _| !claim.starts_with("email") && claim != "name");
        script.user_info = Some(user_info);
    }
}

#[actix_web::test]
async fn user_information_is_checked_like_the_id_token() {
    let info = |subject: &str, verified: Value| json!({ "sub": subject, "email": "eve@example.com", "email_verified": verified, "name": "Eve" });
    let now = Timestamp::now();
    for (response, expected) in [
        (info("subject-1", true.into()), None),
        (info("subject-1", "true".into()), None),
        (
            info("somebody-else", true.into()),
            Some(SignInError::ProviderSubject),
        ),
        (
            info("subject-1", false.into()),
            Some(SignInError::EmailUnverified),
        ),
        (
            info("subject-1", Value::Null),
            Some(SignInError::EmailUnverified),
        ),
        (
            json!({ "sub": "subject-1" }),
            Some(SignInError::EmailMissing),
        ),
        (json!(["nonsense"]), Some(SignInError::ProviderResponse)),
    ] {
        let provider = HostileProvider::start();
        provider.change(user_info(response.clone()));
        let outcome = provider.sign_in(now).await;
        assert_eq!(outcome.as_ref().err(), expected.as_ref(), "{response}");
        assert_eq!(provider.requests_to("/userinfo"), 1);
        if let Ok(identity) = outcome {
            assert_eq!(
                (identity.email.as_str(), identity.name.as_str()),
                ("eve@example.com", "Eve")
            );
        }
    }
}
