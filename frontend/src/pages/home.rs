//! `/`: what the app does, and the sign-in.

use leptos::prelude::*;

use super::event::table::ExampleTable;
use crate::components::page::enter_page;
use crate::components::sign_in::SignInButton;
use crate::reactive::effect;
use crate::router::use_router;
use crate::session::{self, Session};

/// The page for hosts who are not signed in.
#[component]
pub(super) fn HomePage() -> impl IntoView {
    let session = expect_context::<Session>();
    let router = use_router();
    effect(move || {
        if session.is_open() {
            router.replace("/events");
        }
    });
    if session.is_open() {
        // The effect opens the events; this page does not flash up before.
        return None;
    }
    enter_page("Fill your table");
    let notice = move || {
        let expired = "Your session has ended. Sign in again to continue where you were.";
        let is_expired = session.expired.get();
        let notice = session::notice().or_else(|| is_expired.then(|| expired.to_owned()))?;
        let notice = view! {
            <p class="note" role="status">
                {notice}
            </p>
        };
        Some(notice.into_any())
    };
    Some(view! {
        <main class="main welcome">
            <h1 tabindex="-1">"seat-dealer"</h1>
            <ExampleTable />
            <p class="lead">
                "You have eight chairs and forty friends. seat-dealer invites them a few at a time,
                in your own order, until every chair is filled by somebody who said yes."
            </p>
            {move || notice()}
            <SignInButton label="Sign in" />
        </main>
    })
}
