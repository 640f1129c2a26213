//! Providers that are unavailable or send invalid responses.

use jiff::{SignedDuration, Timestamp};
use seat_dealer_sign_in::{SignIn, SignInError};
use serde_json::Value;

use crate::browser::sign_in_as;
use crate::hostile_provider::{HostileProvider, Key, Script, TokenSignature, settings};
use crate::serving::{APP_SECRET, FRONTEND, REDIRECT, free_port, serve};

#[actix_web::test]
async fn a_provider_that_is_down_is_a_temporary_failure() {
    let (listener, base) = free_port();
    let provider = seat_dealer_sign_in::DevProvider::new(&base, FRONTEND).unwrap();
    drop(listener);
    let sign_in = SignIn::new(&provider.sign_in_settings(APP_SECRET)).unwrap();
    let now = Timestamp::now();
    let error = sign_in.start(REDIRECT, now).await.unwrap_err();
    assert_eq!(
        (error.status(), &error),
        (503, &SignInError::ProviderUnavailable)
    );
    assert!(error.to_string().contains("temporarily"), "{error}");

    // The same `SignIn` works as soon as the provider is up.
    let address = base.strip_prefix("http://").unwrap();
    let listener = std::net::TcpListener::bind(address).unwrap();
    serve(listener, move |config| provider.configure(config));
    let started = sign_in.start(REDIRECT, now).await.unwrap();
    let back = sign_in_as(&started.authorization_url, "Ada", "ada@example.com").await;
    assert!(
        sign_in
            .finish(back.code(), back.state(), &started.ticket, now)
            .await
            .is_ok()
    );
}

#[actix_web::test]
async fn a_provider_with_another_issuer() {
    let provider = HostileProvider::start();
    provider.change(|script| {
        script.metadata.insert(
            "issuer".to_owned(),
            Value::from("https://accounts.google.com"),
        );
    });
    let error = provider.sign_in(Timestamp::now()).await.unwrap_err();
    assert!(
        matches!(error, SignInError::ProviderIssuer { .. }),
        "{error:?}"
    );
    assert_eq!(error.status(), 502);
}

#[actix_web::test]
async fn a_provider_whose_addresses_are_not_allowed() {
    for name in [
        "authorization_endpoint",
        "token_endpoint",
        "userinfo_endpoint",
    ] {
        for address in [
            "javascript:alert(1)",
            "data:text/html,x",
            "file:///etc/passwd",
            "ftp://127.0.0.1/x",
            "http://login.example.org/authorize",
            "http://127.0.0.1.example.org/authorize",
            "https://google.com@login.example.org/authorize",
            "https://user:password@login.example.org/authorize",
            "https://:password@login.example.org/authorize",
            "https://login.example.org/authorize#fragment",
        ] {
            let provider = HostileProvider::start();
            provider.change(|script| {
                script
                    .metadata
                    .insert(name.to_owned(), Value::from(address));
            });
            let started = provider.sign_in.start(REDIRECT, Timestamp::now()).await;
            let error = started.unwrap_err();
            assert_eq!(error, SignInError::ProviderAddress { name }, "{address}");
            assert_eq!(error.status(), 502);
            assert!(error.to_string().contains(name), "{error}");
        }
    }
    for (from, to) in [("http://", "http://user@"), ("/jwks", "/jwks#fragment")] {
        let provider = HostileProvider::start();
        provider.change(|script| {
            let keys = &mut script.metadata["jwks_uri"];
            *keys = keys.as_str().unwrap().replace(from, to).into();
        });
        let started = provider.sign_in.start(REDIRECT, Timestamp::now()).await;
        let name = "jwks_uri";
        assert_eq!(started.unwrap_err(), SignInError::ProviderAddress { name });
    }
}

#[actix_web::test]
async fn a_provider_may_use_other_hosts() {
    let provider = HostileProvider::start();
    provider.change(|script| {
        for (name, address) in [
            (
                "authorization_endpoint",
                "https://accounts.google.com/o/oauth2/v2/auth",
            ),
            ("token_endpoint", "https://oauth2.googleapis.com/token"),
            (
                "userinfo_endpoint",
                "https://openidconnect.googleapis.com/v1/userinfo",
            ),
        ] {
            script.metadata.insert(name.to_owned(), address.into());
        }
    });
    let started = provider.sign_in.start(REDIRECT, Timestamp::now()).await;
    assert!(started.is_ok());
}

#[actix_web::test]
async fn the_provider_refuses_the_code() {
    let refuse = |script: &mut Script| {
        script.token_response = Some((400, r#"{"error":"invalid_grant"}"#.to_owned()));
    };
    HostileProvider::start()
        .attack(refuse, SignInError::CodeRefused)
        .await;
}

#[actix_web::test]
async fn the_provider_refuses_the_client() {
    for error in ["invalid_client", "unauthorized_client"] {
        let refuse = |script: &mut Script| {
            script.token_response = Some((401, format!(r#"{{"error":"{error}"}}"#)));
        };
        HostileProvider::start()
            .attack(refuse, SignInError::ClientRefused)
            .await;
    }
}

#[actix_web::test]
async fn the_provider_has_a_temporary_error() {
    for (status, body) in [
        (500, "{}"),
        (503, r#"{"error":"server_error"}"#),
        (429, "slow down"),
    ] {
        let trouble = |script: &mut Script| script.token_response = Some((status, body.to_owned()));
        HostileProvider::start()
            .attack(trouble, SignInError::ProviderUnavailable)
            .await;
    }
}

#[actix_web::test]
async fn malformed_responses() {
    for body in ["", "<html>", "[]", "{}"] {
        let malformed = |script: &mut Script| script.token_response = Some((200, body.to_owned()));
        HostileProvider::start()
            .attack(malformed, SignInError::ProviderResponse)
            .await;
    }
}

#[actix_web::test]
async fn responses_that_are_too_long() {
    for (kilobytes, expected) in [(400, None), (600, Some(SignInError::ProviderResponse))] {
        let provider = HostileProvider::start();
        provider.change(|script| {
            let padding = Value::from("x".repeat(kilobytes * 1024));
            script.metadata.insert("padding".to_owned(), padding);
        });
        let outcome = provider.sign_in(Timestamp::now()).await;
        assert_eq!(outcome.err(), expected, "{kilobytes} KB");
    }
}

#[actix_web::test]
async fn redirects_are_not_followed() {
    let provider = HostileProvider::start();
    let script = std::sync::Arc::clone(&provider.script);
    let redirect = |script: &mut Script| script.token_redirect = Some("/userinfo");
    provider
        .attack(redirect, SignInError::ProviderResponse)
        .await;
    assert!(
        !script
            .lock()
            .unwrap()
            .requested
            .iter()
            .any(|path| path == "/userinfo")
    );
}

#[actix_web::test]
async fn metadata_are_fetched_once_a_day() {
    let provider = HostileProvider::start();
    let fetched = || provider.requests_to("/.well-known/openid-configuration");
    let now = Timestamp::now();
    assert_eq!(fetched(), 0);
    for _ in 0..3 {
        provider.sign_in.start(REDIRECT, now).await.unwrap();
    }
    provider
        .sign_in
        .start(REDIRECT, now + SignedDuration::from_hours(23))
        .await
        .unwrap();
    assert_eq!(fetched(), 1);
    provider
        .sign_in
        .start(REDIRECT, now + SignedDuration::from_hours(24))
        .await
        .unwrap();
    assert_eq!(fetched(), 2);
}

#[actix_web::test]
async fn new_keys_are_fetched_when_they_are_used() {
    let provider = HostileProvider::start();
    let now = Timestamp::now();
    provider.sign_in(now).await.unwrap();
    provider.change(|script| {
        let key = Key::new("key-2");
        script.published = vec![key.public()];
        script.signature = TokenSignature::Key(key);
    });
    provider.sign_in(now).await.unwrap();
    assert_eq!(provider.requests_to("/jwks"), 2);
}

#[actix_web::test]
async fn an_error_names_the_invalid_setting() {
    let refused = |change: fn(&mut seat_dealer_sign_in::SignInSettings)| {
        let mut settings = settings("https://issuer.example");
        change(&mut settings);
        SignIn::new(&settings).unwrap_err().to_string()
    };
    let http = refused(|settings| settings.issuer = "http://issuer.example".to_owned());
    assert!(http.starts_with("OAUTH2_ISSUER"), "{http}");
    let secret = refused(|settings| settings.client_secret.clear());
    assert!(secret.contains("OAUTH2_CLIENT_SECRET"), "{secret}");
    let frontend = refused(|settings| settings.frontend_base_uri = "localhost".to_owned());
    assert!(frontend.starts_with("FRONTEND_BASE_URI"), "{frontend}");
    let app_secret = refused(|settings| settings.app_secret.truncate(31));
    assert!(app_secret.starts_with("APP_SECRET"), "{app_secret}");
}
