//! What stands around every page of a signed-in host.

use leptos::prelude::*;

use crate::api::{Failure, use_api};
use crate::browser;
use crate::components::announcer::use_announcer;
use crate::components::dynamic::{dynamic, effect, part, spawn};
use crate::components::shapes::text;
use crate::components::sign_out::sign_out;
use crate::router::use_router;
use crate::session::{self, Session};

/// Puts a page into the frame of those that need a session. Without one it remembers where the
/// host wanted to go, and goes to the sign-in page.
pub(crate) fn framed(page: impl Fn() -> AnyView + Send + Sync + 'static) -> AnyView {
    let session = expect_context::<Session>();
    let router = use_router();
    effect(move || {
        if !session.is_open() {
            session::remember_place(&router.path_now());
            router.replace("/");
        }
    });
    load_host(session);
    let open = Memo::new(move |_| session.is_open());
    part(move || open.get().then(|| frame(page())))
}

/// Asks who is signed in, once for each session.
fn load_host(session: Session) {
    let api = use_api();
    let announcer = use_announcer();
    effect(move || {
        if session.is_open() && session.me.with_untracked(Option::is_none) {
            spawn(async move {
                match api.me().await {
                    Ok(me) => session.me.set(Some(me)),
                    Err(Failure::SignedOut) => {}
                    Err(failure) => announcer.fail(&failure),
                }
            });
        }
    });
}

fn frame(page: AnyView) -> AnyView {
    let session = expect_context::<Session>();
    let mailbox = move || {
        session
            .me
            .with(|me| me.as_ref().is_some_and(|me| me.development_mailbox))
            .then(|| {
                view! {
                    <aside class="banner" aria-label="For development">
                        "Messages are kept in the "
                        <a href="/dev/messages" target="_blank" rel="external noopener">
                            "development mailbox"
                        </a> "."
                    </aside>
                }
                .into_any()
            })
    };
    let is_offline = browser::offline();
    let offline = move || {
        is_offline.get().then(|| {
            text(
                "banner",
                "You are offline. What you see may be old; it is brought up to date by itself.",
            )
        })
    };
    let router = use_router();
    let way = move |href: &'static str, label: &'static str| {
        let current = dynamic(move || router.path().starts_with(href).then_some("page"));
        view! {
            <a href=href aria-current=current>
                {label}
            </a>
        }
        .into_any()
    };
    view! {
        <a class="skip-link" href="#main" rel="external">
            "Skip to the page"
        </a>
        {part(mailbox)}
        <div role="status">{part(offline)}</div>
        <header class="top">
            <a href="/events" class="brand">
                <span class="brand-mark" aria-hidden="true"></span>
                "seat-dealer"
            </a>
            <nav class="nav" aria-label="Main">
                {way("/events", "Events")}
                {way("/contacts", "Contacts")}
                {way("/settings", "Settings")}
            </nav>
            {sign_out("quiet-button sign-out", "Sign out")}
        </header>
        <main id="main" class="main">
            {page}
        </main>
    }
    .into_any()
}
