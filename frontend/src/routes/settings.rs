//! The host's profile, keys for programs, and the way out.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use seat_dealer_api_types::{Me, MePatch};

use crate::api::use_api;
use crate::browser;
use crate::components::announcer::use_announcer;
use crate::components::busy::Busy;
use crate::components::form::{self, Errors, FormAlert, Input, field};
use crate::components::page;
use crate::features::keys::KeysPanel;
use crate::session::{self, Session};
use crate::time;

/// `/settings`
#[component]
pub(crate) fn Settings() -> impl IntoView {
    page::begin("Settings");
    let session = expect_context::<Session>();
    let profile = move || match session.me.get() {
        Some(me) => profile_form(me),
        None => page::loading(),
    };
    view! {
        <div class="page-head">
            <h1 tabindex="-1">"Settings"</h1>
        </div>
        <div class="stack">
            <section class="panel" aria-labelledby="profile-title">
                <h2 id="profile-title">"You"</h2>
                {profile}
            </section>
            <KeysPanel />
            <SignOut />
        </div>
    }
    .into_any()
}

fn profile_form(me: Me) -> AnyView {
    let api = use_api();
    let session = expect_context::<Session>();
    let announcer = use_announcer();
    let busy = Busy::new();
    let errors = Errors::new("profile");
    let name = RwSignal::new(me.name.clone());
    let zone = RwSignal::new(me.time_zone.clone().unwrap_or_else(time::browser_zone));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        errors.clear();
        busy.run(async move {
            let patch = MePatch {
                name: Some(name.get_untracked().trim().to_owned()),
                time_zone: Some(zone.get_untracked()),
            };
            match api.change_me(&patch).await {
                Ok(me) => {
                    session.me.set(Some(me));
                    announcer.say("Settings saved.");
                }
                Err(failure) => errors.show(&failure),
            }
        });
    };
    let input = Input {
        label: "Your name",
        name: "name",
        hint: "Guests see it on their invitation.",
        autocomplete: "name",
        ..Input::default()
    };
    view! {
        <p class="hint">"Signed in as " <strong>{me.email}</strong></p>
        <form class="form" novalidate on:submit=submit>
            <FormAlert errors />
            {field(errors, name, input)}
            {form::time_zone(errors, zone)}
            <button type="submit" class="button button-primary" disabled=move || busy.get()>
                "Save settings"
            </button>
        </form>
    }
    .into_any()
}

#[component]
fn SignOut() -> impl IntoView {
    let api = use_api();
    let announcer = use_announcer();
    let busy = Busy::new();
    let sign_out = move |_| {
        busy.run(async move {
            // The key is forgotten here even when the server cannot be told.
            let _ = api.logout().await;
            session::forget();
            // A new page: nothing of this host stays in memory.
            if browser::go("/").is_err() {
                announcer.say("You are signed out. Close this page.");
            }
        });
    };
    view! {
        <section class="panel" aria-labelledby="session-title">
            <h2 id="session-title">"This device"</h2>
            <button
                type="button"
                class="button"
                disabled=move || busy.get()
                on:click=sign_out
            >
                "Sign out"
            </button>
        </section>
    }
    .into_any()
}
