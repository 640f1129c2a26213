//! Sign-in with `oidc-provider`, a certified implementation for Node.js that shares no code with this
//! crate. It signs with RS256 and gives the email address only in its user information.

use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use jiff::Timestamp;
use reqwest::StatusCode;
use seat_dealer_sign_in::{SignIn, SignInError};

use crate::browser::{Browser, Callback};
use crate::hostile_provider::{CLIENT_ID, CLIENT_SECRET, settings};
use crate::serving::REDIRECT;

struct IndependentProvider {
    process: Child,
    issuer: String,
}

impl IndependentProvider {
    fn start(auth_method: &str) -> Self {
        const MISSING: &str =
            "the independent OpenID provider cannot start: run `./just setup-tests` first";
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        assert!(
            here.join("../../e2e/node_modules/oidc-provider/package.json")
                .exists(),
            "{MISSING} (e2e/node_modules/oidc-provider is missing)"
        );
        let mut process = Command::new("node")
            .arg(here.join("tests/sign_in/independent-provider.mjs"))
            .args([CLIENT_ID, CLIENT_SECRET, REDIRECT, auth_method])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("{MISSING} (node: {error})"));
        let mut issuer = String::new();
        BufReader::new(process.stdout.as_mut().unwrap())
            .read_line(&mut issuer)
            .unwrap();
        if issuer.is_empty() {
            let mut complaint = String::new();
            process
                .stderr
                .as_mut()
                .unwrap()
                .read_to_string(&mut complaint)
                .unwrap();
            panic!("{MISSING}\n{complaint}");
        }
        Self {
            process,
            issuer: issuer.trim().to_owned(),
        }
    }
}

impl Drop for IndependentProvider {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Signs in and consents on the provider's pages.
async fn sign_in_as(authorization_url: &str, email: &str) -> Callback {
    let browser = Browser::default();
    let (address, status, html) = browser.open(authorization_url).await.page();
    assert_eq!(status, StatusCode::OK, "{html}");
    let typed = [("login", email), ("password", "any")];
    let (address, status, html) = browser.submit(&address, &html, &typed).await.page();
    assert_eq!(status, StatusCode::OK, "{html}");
    browser.submit(&address, &html, &[]).await.callback()
}

#[actix_web::test]
async fn sign_in_with_an_independent_provider() {
    for auth_method in ["client_secret_basic", "client_secret_post"] {
        let provider = IndependentProvider::start(auth_method);
        let sign_in = SignIn::new(&settings(&provider.issuer)).unwrap();
        let started = sign_in.start(REDIRECT, Timestamp::now()).await.unwrap();
        let back = sign_in_as(&started.authorization_url, "grace@example.com").await;
        let finish =
            || sign_in.finish(back.code(), back.state(), &started.ticket, Timestamp::now());

        let identity = finish().await.unwrap();
        assert_eq!(identity.issuer, provider.issuer);
        assert_eq!(identity.subject, "grace@example.com");
        assert_eq!(identity.email.as_str(), "grace@example.com");
        assert_eq!(identity.name.as_str(), "Name of grace@example.com");

        assert_eq!(
            finish().await,
            Err(SignInError::CodeRefused),
            "a replayed code"
        );
    }
}

#[actix_web::test]
async fn failed_sign_ins_with_an_independent_provider() {
    let provider = IndependentProvider::start("client_secret_basic");
    let sign_in = SignIn::new(&settings(&provider.issuer)).unwrap();
    let started = sign_in.start(REDIRECT, Timestamp::now()).await.unwrap();
    let victim = sign_in_as(&started.authorization_url, "grace@example.com").await;
    let other = sign_in.start(REDIRECT, Timestamp::now()).await.unwrap();
    let attacker = sign_in_as(&other.authorization_url, "eve@example.com").await;

    let outcome = sign_in
        .finish(
            attacker.code(),
            victim.state(),
            &started.ticket,
            Timestamp::now(),
        )
        .await;
    assert_eq!(
        outcome,
        Err(SignInError::CodeRefused),
        "a code of another sign-in"
    );

    let started = sign_in.start(REDIRECT, Timestamp::now()).await.unwrap();
    let back = sign_in_as(&started.authorization_url, "unverified@example.com").await;
    let outcome = sign_in
        .finish(back.code(), back.state(), &started.ticket, Timestamp::now())
        .await;
    assert_eq!(outcome, Err(SignInError::EmailUnverified));

    let mut wrong = settings(&provider.issuer);
    wrong.client_secret = "not the secret of this client at all".to_owned();
    let wrong = SignIn::new(&wrong).unwrap();
    let started = wrong.start(REDIRECT, Timestamp::now()).await.unwrap();
    let back = sign_in_as(&started.authorization_url, "grace@example.com").await;
    let outcome = wrong
        .finish(back.code(), back.state(), &started.ticket, Timestamp::now())
        .await;
    assert_eq!(outcome, Err(SignInError::ClientRefused));
}
