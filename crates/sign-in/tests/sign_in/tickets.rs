//! Invalid tickets, states, codes and redirect addresses.

use jiff::{SignedDuration, Timestamp};
use seat_dealer_sign_in::{SignIn, SignInError};

use crate::browser::{Callback, sign_in_as};
use crate::serving::{REDIRECT, development};

/// A sign-in whose browser has returned from the provider, and its ticket.
async fn return_from_provider(sign_in: &SignIn) -> (Callback, String) {
    let started = sign_in.start(REDIRECT, Timestamp::now()).await.unwrap();
    let back = sign_in_as(&started.authorization_url, "Ada", "ada@example.com").await;
    (back, started.ticket)
}

#[actix_web::test]
async fn wrong_redirect_address() {
    let (sign_in, _, _) = development();
    let now = Timestamp::now();
    for address in [
        "",
        "http://localhost:8080",
        "http://localhost:8080/login/callback/",
        "http://localhost:8080/login/callback?next=x",
        "http://localhost:8080/login/callback#x",
        "https://localhost:8080/login/callback",
        "http://127.0.0.1:8080/login/callback",
        "http://localhost:8080@evil.example/login/callback",
        "http://evil.example/login/callback",
    ] {
        let error = sign_in.start(address, now).await.unwrap_err();
        assert_eq!(
            error,
            SignInError::RedirectUri {
                expected: REDIRECT.to_owned()
            },
            "{address}"
        );
        assert_eq!(error.status(), 400);
        assert!(error.to_string().contains(REDIRECT), "{error}");
    }
    assert!(sign_in.start(REDIRECT, now).await.is_ok(), "the control");
}

#[actix_web::test]
async fn wrong_state() {
    let (sign_in, _, _) = development();
    let now = Timestamp::now();
    let (back, ticket) = return_from_provider(&sign_in).await;
    let (other, _) = return_from_provider(&sign_in).await;
    let mut longer = back.state().to_owned();
    longer.push('A');
    for state in [
        "",
        "x",
        &back.state()[1..],
        &longer,
        other.state(),
        back.code(),
    ] {
        let outcome = sign_in.finish(back.code(), state, &ticket, now).await;
        assert_eq!(outcome, Err(SignInError::State), "{state}");
    }
    let outcome = sign_in
        .finish(back.code(), back.state(), &ticket, now)
        .await;
    assert!(outcome.is_ok(), "the control: {outcome:?}");
}

#[actix_web::test]
async fn wrong_ticket() {
    let (sign_in, settings, _) = development();
    let now = Timestamp::now();
    let (back, ticket) = return_from_provider(&sign_in).await;
    let (_, other_ticket) = return_from_provider(&sign_in).await;
    let parts: Vec<_> = ticket.split('.').collect();
    let others: Vec<_> = other_ticket.split('.').collect();

    let outcome = sign_in
        .finish(back.code(), back.state(), &other_ticket, now)
        .await;
    assert_eq!(outcome, Err(SignInError::State));

    let unsigned = format!("eyJhbGciOiJub25lIn0.{}.", parts[1]);
    let exchanged = format!("{}.{}.{}", parts[0], others[1], parts[2]);
    for forged in ["", "x", "..", parts[1], &unsigned, &exchanged, &ticket[1..]] {
        let outcome = sign_in.finish(back.code(), back.state(), forged, now).await;
        assert_eq!(outcome, Err(SignInError::Ticket), "{forged}");
    }
    for index in 0..ticket.len() - 1 {
        let mut forged = ticket.clone().into_bytes();
        forged[index] = if forged[index] == b'A' { b'B' } else { b'A' };
        let forged = String::from_utf8(forged).unwrap();
        let outcome = sign_in
            .finish(back.code(), back.state(), &forged, now)
            .await;
        assert_eq!(outcome, Err(SignInError::Ticket), "{index}");
    }

    let mut elsewhere = settings.clone();
    elsewhere.app_secret = "the app secret of quite another seat-dealer".to_owned();
    let elsewhere = SignIn::new(&elsewhere).unwrap();
    let outcome = elsewhere
        .finish(back.code(), back.state(), &ticket, now)
        .await;
    assert_eq!(outcome, Err(SignInError::Ticket));

    // Another server with the same secret can finish the sign-in.
    let same = SignIn::new(&settings).unwrap();
    let outcome = same.finish(back.code(), back.state(), &ticket, now).await;
    assert!(outcome.is_ok(), "the control: {outcome:?}");
}

#[actix_web::test]
async fn expired_ticket() {
    let (sign_in, _, _) = development();
    let (back, ticket) = return_from_provider(&sign_in).await;
    let later = Timestamp::now() + SignedDuration::from_mins(10);
    let outcome = sign_in
        .finish(back.code(), back.state(), &ticket, later)
        .await;
    assert_eq!(outcome, Err(SignInError::TicketExpired));
    let outcome = sign_in
        .finish(back.code(), back.state(), &ticket, Timestamp::now())
        .await;
    assert!(outcome.is_ok(), "the control: {outcome:?}");
}

#[actix_web::test]
async fn replayed_code() {
    let (sign_in, _, _) = development();
    let now = Timestamp::now();
    let (back, ticket) = return_from_provider(&sign_in).await;
    let outcome = sign_in
        .finish(back.code(), back.state(), &ticket, now)
        .await;
    assert!(outcome.is_ok(), "the control: {outcome:?}");
    let outcome = sign_in
        .finish(back.code(), back.state(), &ticket, now)
        .await;
    assert_eq!(outcome, Err(SignInError::CodeRefused));
}

/// An attacker injects a code into a victim's sign-in: the PKCE verifier does not match.
#[actix_web::test]
async fn code_of_another_sign_in() {
    let (sign_in, _, _) = development();
    let now = Timestamp::now();
    let (attacker, _) = return_from_provider(&sign_in).await;
    let (victim, ticket) = return_from_provider(&sign_in).await;
    let outcome = sign_in
        .finish(attacker.code(), victim.state(), &ticket, now)
        .await;
    assert_eq!(outcome, Err(SignInError::CodeRefused));
    let outcome = sign_in
        .finish(victim.code(), victim.state(), &ticket, now)
        .await;
    assert!(outcome.is_ok(), "the control: {outcome:?}");
}

#[actix_web::test]
async fn code_that_was_never_issued() {
    let (sign_in, _, _) = development();
    let (back, ticket) = return_from_provider(&sign_in).await;
    for code in ["", "x", back.state()] {
        let outcome = sign_in
            .finish(code, back.state(), &ticket, Timestamp::now())
            .await;
        assert_eq!(outcome, Err(SignInError::CodeRefused), "{code}");
    }
}
