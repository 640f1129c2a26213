//! The layout of pages for signed-in hosts.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::announcer::use_announcer;
use super::sign_out::SignOutButton;
use crate::api::{ApiError, use_api};
use crate::browser;
use crate::reactive::effect;
use crate::router::use_router;
use crate::session::{self, Session};

/// Shows a page while the host is signed in. Otherwise remembers the path and opens the sign-in page.
#[component]
pub(crate) fn SignedInLayout(children: ChildrenFn) -> impl IntoView {
    let session = expect_context::<Session>();
    let router = use_router();
    effect(move || {
        if !session.is_open() {
            session::remember_return_path(&router.path_untracked());
            router.replace("/");
        }
    });
    load_host(session);
    // Another key, from a sign-in in another tab, loads the page again.
    let key = Memo::new(move |_| session.key_tracked());
    let children = StoredValue::new(children);
    let page = move || {
        let page = children.with_value(|children| children());
        view! { <Frame page /> }.into_any()
    };
    view! { {move || key.get().map(|_| page())} }
}

/// Loads the signed-in host once for each session.
fn load_host(session: Session) {
    let api = use_api();
    let announcer = use_announcer();
    effect(move || {
        if session.is_open() && session.me.with_untracked(Option::is_none) {
            let key = session.key();
            spawn_local(async move {
                match api.me().await {
                    Ok(me) => session.set_loaded(key.as_deref(), me),
                    Err(ApiError::SignedOut) => {}
                    Err(error) => announcer.error(&error),
                }
            });
        }
    });
}

/// The banners, the header and the navigation around a page.
#[component]
fn Frame(page: AnyView) -> impl IntoView {
    let session = expect_context::<Session>();
    let mailbox = move || {
        let has_mailbox = session
            .me
            .with(|me| me.as_ref().is_some_and(|me| me.development_mailbox));
        let banner = || {
            view! {
                <aside class="banner" aria-label="For development">
                    "Messages are kept in the "
                    <a href="/dev/messages" target="_blank" rel="external noopener">
                        "development mailbox"
                    </a> "."
                </aside>
            }
            .into_any()
        };
        has_mailbox.then(banner)
    };
    let is_offline = browser::use_offline();
    let offline = || {
        view! {
            <p class="banner">
                "You are offline. What you see may be out of date. It updates by itself once you are
                online again."
            </p>
        }
        .into_any()
    };
    view! {
        <a class="skip-link" href="#main" rel="external">
            "Skip to main content"
        </a>
        {move || mailbox()}
        <div role="status">{move || is_offline.get().then(offline)}</div>
        <header class="top">
            <a href="/events" class="brand">
                <span class="brand-mark" aria-hidden="true"></span>
                "seat-dealer"
            </a>
            <nav class="nav" aria-label="Main">
                <NavLink href="/events" label="Events" />
                <NavLink href="/contacts" label="Contacts" />
                <NavLink href="/settings" label="Settings" />
            </nav>
            <SignOutButton class="quiet-button sign-out" label="Sign out" />
        </header>
        <main id="main" class="main">
            {page}
        </main>
    }
}

/// A link of the main navigation.
#[component]
fn NavLink(href: &'static str, label: &'static str) -> impl IntoView {
    let router = use_router();
    view! {
        <a
            href=href
            aria-current=move || router.path().starts_with(href).then_some("page")
        >
            {label}
        </a>
    }
}
