//! The host's profile, what new events have, keys for programs, devices, and the way out.

use leptos::prelude::*;
use seat_dealer_api_types::{Me, MePatch};

use crate::api::use_api;
use crate::components::announcer::use_announcer;
use crate::components::busy::Busy;
use crate::components::button::submit;
use crate::components::dynamic::{nothing, part};
use crate::components::form::{self, Errors, Input, choice, field};
use crate::components::page;
use crate::components::shapes::{group, page_head, panel, text};
use crate::country;
use crate::features::account::account_panel;
use crate::features::devices::devices_panel;
use crate::features::events::pace::Pace;
use crate::features::keys::keys_panel;
use crate::session::Session;
use crate::time;

/// `/settings`
pub(crate) fn settings() -> AnyView {
    page::begin("Settings");
    let session = expect_context::<Session>();
    // Drawn once, so that what is typed into one form stays when the other one is saved; and all of it
    // together, so that nothing moves under the finger.
    let known = Memo::new(move |_| session.me.with(Option::is_some));
    let content = move || {
        let me = known.get().then(|| session.me.get_untracked()).flatten();
        Some(me.map_or_else(page::loading, |me| untrack(|| panels(&me))))
    };
    view! {
        {page_head("Settings", nothing())}
        {part(content)}
    }
    .into_any()
}

fn panels(me: &Me) -> AnyView {
    let content = vec![
        panel("profile-title", "You", vec![profile_form(me)]),
        panel("new-events-title", "New events", vec![new_events_form(me)]),
        keys_panel(),
        devices_panel(),
        account_panel(),
    ];
    group("stack", content)
}

fn profile_form(me: &Me) -> AnyView {
    let api = use_api();
    let session = expect_context::<Session>();
    let announcer = use_announcer();
    let busy = Busy::new();
    let errors = Errors::new("profile");
    let name = RwSignal::new(me.name.clone());
    let zone = RwSignal::new(me.time_zone.clone().unwrap_or_else(time::browser_zone));
    let country = RwSignal::new(me.country.clone().unwrap_or_default());
    let save = move || {
        busy.run(async move {
            let patch = MePatch {
                name: Some(name.get_untracked().trim().to_owned()),
                time_zone: Some(zone.get_untracked()),
                country: form::text(country),
                ..MePatch::default()
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
    let fields = vec![
        field(errors, name, input),
        form::time_zone(errors, zone),
        choice(
            errors,
            country,
            "Country of your phone numbers",
            "country",
            country::options(),
        ),
    ];
    let foot = submit("button button-primary", "Save settings", busy);
    let form = form::form(errors, fields, foot, save);
    group(
        "stack-tight",
        vec![text("hint", format!("Signed in as {}", me.email)), form],
    )
}

/// What new events begin with; each can have something else.
fn new_events_form(me: &Me) -> AnyView {
    let api = use_api();
    let session = expect_context::<Session>();
    let announcer = use_announcer();
    let busy = Busy::new();
    let errors = Errors::new("new-events");
    let pace = Pace::of_host(Some(me));
    let save = move || {
        let mut wrong = Vec::new();
        let (quiet_hours, hand_size, window) = pace.read(&mut wrong);
        if !wrong.is_empty() {
            return errors.show_fields(wrong);
        }
        busy.run(async move {
            let patch = MePatch {
                quiet_hours: Some(quiet_hours),
                hand_size: Some(hand_size),
                response_window_minutes: Some(window),
                ..MePatch::default()
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
    let foot = submit("button button-primary", "Save for new events", busy);
    let form = form::form(errors, pace.fields(errors), foot, save);
    group(
        "stack-tight",
        vec![
            text(
                "hint",
                "Every new event begins with this. You can change it for each of them.",
            ),
            form,
        ],
    )
}
