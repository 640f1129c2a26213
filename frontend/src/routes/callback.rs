//! Where the sign-in provider sends the browser back to.

use leptos::prelude::*;
use seat_dealer_api_types::LoginFinish;

use crate::api::{Failure, use_api};
use crate::components::dynamic::{dynamic, spawn};
use crate::components::page;
use crate::router::{query, use_router};
use crate::routes::home::sign_in;
use crate::session::{self, Session};

/// `/login/callback`
pub(crate) fn callback() -> AnyView {
    page::begin("Signing in");
    let session = expect_context::<Session>();
    let api = use_api();
    let router = use_router();
    let failure = RwSignal::new(None::<String>);
    let ticket = session::take_ticket();
    let is_under_way = ticket.is_some();
    match (query("code"), query("state"), ticket) {
        (Some(code), Some(state), Some(ticket)) => spawn(async move {
            match api
                .finish_login(&LoginFinish {
                    code,
                    state,
                    ticket,
                })
                .await
            {
                Ok(signed_in) => {
                    session.begin(signed_in.auth_token);
                    router.replace(&session::take_place());
                }
                Err(reason) => failure.set(Some(explained(&reason))),
            }
        }),
        // The address of an earlier sign-in, out of the history or a tab that comes back.
        _ if session.is_open() => router.replace(&session::take_place()),
        (None, ..) if query("error").is_some() => {
            let cancelled = query("error").as_deref() == Some("access_denied");
            // Anybody can write a link with words in it: they count when a sign-in is under way.
            let said = query("error_description").filter(|text| is_under_way && !text.is_empty());
            failure.set(Some(match said {
                _ if cancelled => "The sign-in was cancelled.".to_owned(),
                Some(said) => format!("The sign-in did not work: {said}"),
                None => "The sign-in did not work.".to_owned(),
            }));
        }
        _ => failure.set(Some(
            "This sign-in was begun in another tab, or has been used already.".to_owned(),
        )),
    }
    let content = dynamic(move || match failure.get() {
        None => view! {
            <h1 tabindex="-1">"Signing you in…"</h1>
            {page::loading()}
        }
        .into_any(),
        Some(line) => view! {
            <h1 tabindex="-1">"You are not signed in yet"</h1>
            <p class="alert" role="alert">
                {line}
            </p>
            {sign_in("Try again")}
        }
        .into_any(),
    });
    view! { <main class="main welcome">{content}</main> }.into_any()
}

fn explained(failure: &Failure) -> String {
    match failure {
        Failure::SignedOut => "The provider's answer was not accepted.".to_owned(),
        other => other.sentence(),
    }
}
