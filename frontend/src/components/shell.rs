//! What stands around every page of a signed-in host.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::components::{A, Outlet};
use leptos_router::hooks::{use_location, use_navigate};

use crate::api::{Failure, use_api};
use crate::components::announcer::use_announcer;
use crate::session::{self, Session};

/// The frame of the pages that need a session. Without one it remembers where the host wanted to
/// go, and goes to the sign-in page.
#[component]
pub(crate) fn Shell() -> impl IntoView {
    let session = expect_context::<Session>();
    let location = use_location();
    let navigate = use_navigate();
    Effect::new(move |_| {
        if !session.is_open() {
            session::remember_place(&location.pathname.get_untracked());
            navigate("/", NavigateOptions { replace: true, ..NavigateOptions::default() });
        }
    });
    load_host(session);
    (move || session.is_open().then(frame)).into_any()
}

/// Asks who is signed in, once for each session.
fn load_host(session: Session) {
    let api = use_api();
    let announcer = use_announcer();
    Effect::new(move |_| {
        if session.is_open() && session.me.with_untracked(Option::is_none) {
            spawn_local(async move {
                match api.me().await {
                    Ok(me) => session.me.set(Some(me)),
                    Err(Failure::SignedOut) => {}
                    Err(failure) => announcer.fail(&failure),
                }
            });
        }
    });
}

fn frame() -> AnyView {
    let session = expect_context::<Session>();
    let mailbox = move || {
        session.me.with(|me| me.as_ref().is_some_and(|me| me.development_mailbox)).then(|| {
            view! {
                <p class="banner">
                    "Messages are kept in the "
                    <a href="/dev/messages" target="_blank" rel="external noopener">
                        "development mailbox"
                    </a> "."
                </p>
            }
        })
    };
    view! {
        <a class="skip-link" href="#main" rel="external">
            "Skip to the page"
        </a>
        {mailbox}
        <header class="top">
            <A href="/events" attr:class="brand">
                <span class="brand-mark" aria-hidden="true"></span>
                "seat-dealer"
            </A>
            <nav class="nav" aria-label="Main">
                <A href="/events">"Events"</A>
                <A href="/contacts">"Contacts"</A>
                <A href="/settings">"Settings"</A>
            </nav>
        </header>
        <main id="main" class="main">
            <Outlet />
        </main>
    }
    .into_any()
}
