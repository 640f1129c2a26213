//! The host's profile, keys for programs, and the way out.

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
use crate::components::sign_out::sign_out;
use crate::country;
use crate::features::keys::keys_panel;
use crate::session::Session;
use crate::time;

/// `/settings`
pub(crate) fn settings() -> AnyView {
    page::begin("Settings");
    let session = expect_context::<Session>();
    let profile = part(move || {
        Some(match session.me.get() {
            Some(me) => profile_form(&me),
            None => page::loading(),
        })
    });
    let content = vec![
        panel("profile-title", "You", vec![profile]),
        keys_panel(),
        panel(
            "session-title",
            "This device",
            vec![group(
                "",
                vec![sign_out("button", "Sign out of this device")],
            )],
        ),
    ];
    view! {
        {page_head("Settings", nothing())}
        {group("stack", content)}
    }
    .into_any()
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
