//! The HTTP interface of the development provider.

use jiff::Timestamp;
use reqwest::StatusCode;
use reqwest::header::{CONTENT_SECURITY_POLICY, LOCATION};
use seat_dealer_sign_in::{Identity, SignIn};
use serde_json::Value;
use url::Url;

use crate::browser::{Browser, client, sign_in_as};
use crate::serving::{FRONTEND, REDIRECT, development};

async fn identity(sign_in: &SignIn, name: &str, email: &str) -> Identity {
    let started = sign_in.start(REDIRECT, Timestamp::now()).await.unwrap();
    let back = sign_in_as(&started.authorization_url, name, email).await;
    sign_in
        .finish(back.code(), back.state(), &started.ticket, Timestamp::now())
        .await
        .unwrap()
}

async fn authorization_url(sign_in: &SignIn) -> Url {
    let started = sign_in.start(REDIRECT, Timestamp::now()).await.unwrap();
    Url::parse(&started.authorization_url).unwrap()
}

/// The address with one parameter changed or removed.
fn with(address: &Url, name: &str, value: Option<&str>) -> Url {
    let mut changed = address.clone();
    let kept = address.query_pairs().filter(|(kept, _)| kept != name);
    changed
        .query_pairs_mut()
        .clear()
        .extend_pairs(kept)
        .extend_pairs(value.map(|v| (name, v)));
    changed
}

#[actix_web::test]
async fn a_user_signs_in_with_any_name_and_address() {
    let (sign_in, _, base) = development();
    let ada = identity(&sign_in, " Ada Lovelace ", "Ada@Example.com").await;
    assert_eq!(ada.issuer, format!("{base}/dev/oidc"));
    assert_eq!(ada.name.as_str(), "Ada Lovelace");
    assert_eq!(ada.email.as_str(), "Ada@example.com");
}

#[actix_web::test]
async fn the_same_address_has_the_same_subject_after_a_restart() {
    let (sign_in, _, _) = development();
    let (restarted, _, _) = development();
    let ada = identity(&sign_in, "Ada", "ada@example.com").await;
    let again = identity(&restarted, "Countess", "ADA@example.com").await;
    let bob = identity(&sign_in, "Ada", "bob@example.com").await;
    assert_eq!(ada.subject, again.subject);
    assert_ne!(ada.subject, bob.subject);
}

#[actix_web::test]
async fn the_authorization_request_has_state_nonce_and_pkce() {
    let (sign_in, _, base) = development();
    let address = authorization_url(&sign_in).await;
    assert!(
        address
            .as_str()
            .starts_with(&format!("{base}/dev/oidc/authorize?"))
    );
    let value = |name: &str| {
        address
            .query_pairs()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.into_owned())
    };
    assert_eq!(value("response_type").as_deref(), Some("code"));
    assert_eq!(value("redirect_uri").as_deref(), Some(REDIRECT));
    assert_eq!(value("scope").as_deref(), Some("openid email profile"));
    assert_eq!(value("code_challenge_method").as_deref(), Some("S256"));
    for name in ["state", "nonce", "code_challenge"] {
        assert_eq!(value(name).unwrap().len(), 43, "{name}");
    }
}

#[actix_web::test]
async fn the_page_has_no_script_and_allows_none() {
    let (sign_in, _, _) = development();
    let answer = client()
        .get(authorization_url(&sign_in).await)
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
    let policy = answer.headers()[CONTENT_SECURITY_POLICY]
        .to_str()
        .unwrap()
        .to_owned();
    assert!(
        policy.starts_with("default-src 'none'; style-src 'sha256-"),
        "{policy}"
    );
    assert!(
        policy.contains(&format!("form-action 'self' {FRONTEND};")),
        "{policy}"
    );
    assert!(!policy.contains("unsafe"), "{policy}");
    assert_eq!(answer.headers()["cache-control"], "no-store");
    assert_eq!(answer.headers()["referrer-policy"], "no-referrer");
    let html = answer.text().await.unwrap();
    assert!(!html.contains("<script") && !html.contains(" on") && !html.contains("style=\""));
    assert!(html.contains(r#"<label for="name">Name</label>"#));
    assert!(html.contains(r#"<label for="email">Email</label>"#));
    assert!(html.contains(r#"<button type="submit">Sign in</button>"#));
    assert!(html.contains(r#"value="""#) && html.contains(r#"lang="en""#));
}

#[actix_web::test]
async fn invalid_input_is_shown_again_with_an_error_and_escaped() {
    let (sign_in, _, _) = development();
    let browser = Browser::default();
    let (address, _, html) = browser
        .open(authorization_url(&sign_in).await.as_str())
        .await
        .page();
    let nasty = r#""><script>alert(1)</script>"#;
    let typed = [("name", nasty), ("email", "nonsense")];
    let (address, status, html) = browser.submit(&address, &html, &typed).await.page();
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        html.contains("The email address must look like name@example.com."),
        "{html}"
    );
    assert!(
        !html.contains("<script") && html.contains("&#60;script&#62;"),
        "{html}"
    );
    assert!(html.contains(r#"aria-describedby="email-error""#), "{html}");
    assert!(!html.contains("name-error"), "{html}");

    let typed = [("name", "Ada"), ("email", "ada@example.com")];
    let back = browser.submit(&address, &html, &typed).await.callback();
    assert!(back.parameters.contains_key("code"));
}

#[actix_web::test]
async fn unknown_clients_and_redirect_addresses_get_no_redirect() {
    let (sign_in, _, _) = development();
    let address = authorization_url(&sign_in).await;
    let mut twice = address.clone();
    twice
        .query_pairs_mut()
        .append_pair("redirect_uri", "http://evil.example/login/callback");
    for requested in [
        with(&address, "client_id", None),
        with(&address, "client_id", Some("another")),
        with(&address, "redirect_uri", None),
        with(
            &address,
            "redirect_uri",
            Some("http://evil.example/login/callback"),
        ),
        with(
            &address,
            "redirect_uri",
            Some("http://localhost:8080/login/callback/"),
        ),
        twice,
    ] {
        for request in [
            client().get(requested.clone()),
            client()
                .post(requested.clone())
                .form(&[("name", "Ada"), ("email", "ada@example.com")]),
        ] {
            let answer = request.send().await.unwrap();
            assert_eq!(answer.status(), StatusCode::BAD_REQUEST, "{requested}");
            assert!(!answer.headers().contains_key(LOCATION));
            assert!(
                answer
                    .text()
                    .await
                    .unwrap()
                    .contains("This sign-in cannot continue")
            );
        }
    }
}

#[actix_web::test]
async fn invalid_requests_are_redirected_with_an_error() {
    let (sign_in, _, _) = development();
    let address = authorization_url(&sign_in).await;
    for (name, value, error) in [
        ("response_type", Some("token"), "unsupported_response_type"),
        ("response_type", None, "unsupported_response_type"),
        ("scope", Some("email"), "invalid_scope"),
        ("code_challenge", None, "invalid_request"),
        ("code_challenge", Some("short"), "invalid_request"),
        ("code_challenge_method", Some("plain"), "invalid_request"),
        ("code_challenge_method", None, "invalid_request"),
        ("response_mode", Some("fragment"), "invalid_request"),
        ("prompt", Some("none"), "login_required"),
    ] {
        let requested = with(&address, name, value);
        let back = Browser::default().open(requested.as_str()).await.callback();
        assert_eq!(back.parameters["error"], error, "{name} {value:?}");
        assert!(!back.parameters.contains_key("code"));
        assert!(!back.state().is_empty());
    }
}

#[actix_web::test]
async fn the_token_endpoint_gives_tokens_to_its_client_only() {
    let (sign_in, settings, base) = development();
    let token = format!("{base}/dev/oidc/token");
    let verifier = "a-verifier-of-forty-three-or-more-characters";
    let challenge = "PbVxXKYxQnvlNQ2hTjZ40k8o_3qNQ1rpHpi6ITrNnCQ";
    let (id, secret) = (settings.client_id.as_str(), settings.client_secret.as_str());
    let address = with(
        &authorization_url(&sign_in).await,
        "code_challenge",
        Some(&challenge_of(verifier)),
    );
    assert_ne!(challenge_of(verifier), challenge);

    let good = [
        ("grant_type", "authorization_code"),
        ("redirect_uri", REDIRECT),
        ("code_verifier", verifier),
        ("client_id", id),
        ("client_secret", secret),
    ];
    let bad = [
        ("client_secret", Some("wrong"), 401, "invalid_client"),
        ("client_secret", None, 401, "invalid_client"),
        ("client_id", Some("another"), 401, "invalid_client"),
        (
            "grant_type",
            Some("password"),
            400,
            "unsupported_grant_type",
        ),
        (
            "redirect_uri",
            Some("http://evil.example"),
            400,
            "invalid_grant",
        ),
        ("redirect_uri", None, 400, "invalid_grant"),
        ("code_verifier", Some(challenge), 400, "invalid_grant"),
        ("code_verifier", None, 400, "invalid_grant"),
    ];
    for (name, value, status, error) in bad {
        let back = sign_in_as(address.as_str(), "Ada", "ada@example.com").await;
        let mut form: Vec<_> = good
            .iter()
            .copied()
            .filter(|(kept, _)| *kept != name)
            .collect();
        form.extend(value.map(|value| (name, value)));
        form.push(("code", back.code()));
        let answer = client().post(&token).form(&form).send().await.unwrap();
        assert_eq!(answer.status(), status, "{name} {value:?}");
        let answer: Value = answer.json().await.unwrap();
        assert_eq!(answer["error"], error, "{name} {value:?}");
        assert!(answer.get("id_token").is_none());
    }

    // Valid requests, with the secret in the form and then in the header.
    let back = sign_in_as(address.as_str(), "Ada", "ada@example.com").await;
    let mut form = good.to_vec();
    form.push(("code", back.code()));
    let answer = client().post(&token).form(&form).send().await.unwrap();
    assert_eq!(answer.headers()["cache-control"], "no-store");
    let answer: Value = answer.json().await.unwrap();
    assert!(answer["id_token"].is_string() && answer["access_token"].is_string());

    let back = sign_in_as(address.as_str(), "Ada", "ada@example.com").await;
    form.retain(|(name, _)| !name.starts_with("cl") && *name != "code");
    form.push(("code", back.code()));
    let request = client()
        .post(&token)
        .basic_auth(id, Some(secret))
        .form(&form);
    let answer: Value = request.send().await.unwrap().json().await.unwrap();
    assert!(answer["id_token"].is_string(), "{answer}");
}

#[actix_web::test]
async fn large_bodies_are_refused() {
    let (sign_in, _, base) = development();
    for address in [
        authorization_url(&sign_in).await.to_string(),
        format!("{base}/dev/oidc/token"),
    ] {
        let body = "a".repeat(20 * 1024);
        let answer = client().post(&address).body(body).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::PAYLOAD_TOO_LARGE, "{address}");
    }
}

fn challenge_of(verifier: &str) -> String {
    let verifier = openidconnect::PkceCodeVerifier::new(verifier.to_owned());
    openidconnect::PkceCodeChallenge::from_code_verifier_sha256(&verifier)
        .as_str()
        .to_owned()
}
