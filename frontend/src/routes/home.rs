//! The page for those who are not signed in: what this is, and the way in.

use leptos::prelude::*;
use seat_dealer_api_types::LoginStart;

use crate::api::use_api;
use crate::browser;
use crate::components::busy::Busy;
use crate::components::button::button;
use crate::components::dynamic::{effect, nothing, part};
use crate::components::page;
use crate::features::table::picture;
use crate::router::use_router;
use crate::session::{self, Session};

/// `/`
pub(crate) fn home() -> AnyView {
    let session = expect_context::<Session>();
    let router = use_router();
    effect(move || {
        if session.is_open() {
            router.replace("/events");
        }
    });
    if session.is_open() {
        // On the way to the events: no flash of this page.
        return nothing();
    }
    page::begin("Fill your table");
    let farewell = session::take_farewell();
    let note = move || {
        let sentence = if session.expired.get() {
            "Your session has ended. Sign in again to go on where you were.".to_owned()
        } else {
            farewell.clone()?
        };
        let note = view! {
            <p class="note" role="status">
                {sentence}
            </p>
        };
        Some(note.into_any())
    };
    view! {
        <main class="main welcome">
            <h1 tabindex="-1">"seat-dealer"</h1>
            {picture::example()}
            <p class="lead">
                "You have eight chairs and forty friends. seat-dealer invites them a few at a time,
                in your own order, until every chair is filled by somebody who said yes."
            </p>
            {part(note)}
            {sign_in("Sign in")}
        </main>
    }
    .into_any()
}

/// The button that begins a sign-in.
pub(super) fn sign_in(label: &'static str) -> AnyView {
    let api = use_api();
    let busy = Busy::new();
    let failure = RwSignal::new(None::<String>);
    let start = move || {
        busy.run(async move {
            failure.set(None);
            let origin = window().location().origin().unwrap_or_default();
            let redirect_uri = format!("{origin}/login/callback");
            match api.start_login(&LoginStart { redirect_uri }).await {
                Ok(started) => {
                    session::remember_ticket(&started.ticket);
                    if browser::go(&started.authorization_url).is_err() {
                        failure.set(Some("The sign-in page could not be opened.".to_owned()));
                    }
                }
                Err(reason) => failure.set(Some(reason.sentence())),
            }
        });
    };
    view! {
        {page::alert(failure)}
        <p>{button("button button-primary button-large", label, start).busy(busy).view()}</p>
    }
    .into_any()
}
