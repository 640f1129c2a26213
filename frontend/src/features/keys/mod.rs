//! API keys: for programs that act for the host.

use leptos::prelude::*;
use seat_dealer_api_types::{ApiKey, NewApiKey, NewApiKeyCreated};

use crate::api::{Api, use_api};
use crate::components::announcer::use_announcer;
use crate::components::busy::Busy;
use crate::components::button::{self, quiet_danger};
use crate::components::confirm::Question;
use crate::components::copy::copy_button;
use crate::components::dialog::use_dialog;
use crate::components::dynamic::{dynamic, part, spawn, words};
use crate::components::form::{Errors, Input, field, form};
use crate::components::page::alert;
use crate::components::shapes::{element, group, line, panel, row, rows, text};
use crate::keyed::Keyed;
use crate::time;

#[derive(Clone, Copy)]
struct Keys {
    rows: Keyed<ApiKey>,
    failure: RwSignal<Option<String>>,
}

impl Keys {
    fn load(self, api: Api) {
        spawn(async move {
            match api.api_keys().await {
                Ok(keys) => {
                    self.failure.set(None);
                    self.rows.replace(keys, |key| &key.id);
                }
                Err(failure) => self.failure.set(Some(failure.sentence())),
            }
        });
    }
}

/// The list of keys, and a form for a new one.
pub(crate) fn keys_panel() -> AnyView {
    let api = use_api();
    let keys = Keys {
        rows: Keyed::new(),
        failure: RwSignal::new(None),
    };
    let created = RwSignal::new(None::<NewApiKeyCreated>);
    keys.load(api);
    let about = view! {
        <p class="hint">
            "A key lets a program do everything you can do here. "
            <a href="/docs/" rel="external">
                "How to use one"
            </a>
        </p>
    };
    panel(
        "keys-title",
        "API keys",
        vec![
            about.into_any(),
            alert(keys.failure),
            rows("keys-title", keys.rows.view(move |key| key_row(keys, key))),
            part(move || created.get().map(shown_once)),
            new_key(keys, created),
        ],
    )
}

fn key_row(keys: Keys, key: RwSignal<ApiKey>) -> AnyView {
    let api = use_api();
    let dialog = use_dialog();
    let name = move || key.with(|key| key.name.clone());
    let used = move || {
        let zone = time::browser_zone();
        key.with(|key| {
            let created = time::date_and_time(&key.created_at, &zone);
            match &key.last_used_at {
                Some(used) => {
                    format!(
                        "Made {created} · last used {}",
                        time::date_and_time(used, &zone)
                    )
                }
                None => format!("Made {created} · never used"),
            }
        })
    };
    let revoke = move || {
        let ApiKey { id, name, .. } = key.get_untracked();
        let question = Question::new(
            format!("Revoke {name}?"),
            "Programs that use this key are refused from now on.",
            "Revoke key",
            move || {
                let (id, name) = (id.clone(), name.clone());
                async move {
                    api.revoke_api_key(&id).await?;
                    keys.load(api);
                    Ok(format!("{name} is revoked."))
                }
            },
        );
        dialog.ask(question.dangerous());
    };
    row(
        dynamic(|| ""),
        None,
        vec![
            line("row-title", words(name)),
            line("row-detail", words(used)),
        ],
        vec![quiet_danger("Revoke", revoke).of(name).view()],
    )
}

/// The new key, the only time it is seen.
fn shown_once(created: NewApiKeyCreated) -> AnyView {
    let NewApiKeyCreated { name, key, .. } = created;
    let words = format!("This is the key for {name}. It is shown only now.");
    let key_of = move || format!("for {name}");
    group(
        "note",
        vec![
            text("", words),
            element("code", "key", vec![key.clone().into_any()]),
            copy_button("Copy key", key_of, Signal::stored(key), "Key copied."),
        ],
    )
}

fn new_key(keys: Keys, created: RwSignal<Option<NewApiKeyCreated>>) -> AnyView {
    let api = use_api();
    let announcer = use_announcer();
    let busy = Busy::new();
    let errors = Errors::new("key");
    let name = RwSignal::new(String::new());
    let submit = move || {
        busy.run(async move {
            let new = NewApiKey {
                name: name.get_untracked().trim().to_owned(),
            };
            match api.create_api_key(&new).await {
                Ok(made) => {
                    announcer.say(format!("Key made: {}.", made.name));
                    created.set(Some(made));
                    name.set(String::new());
                    keys.load(api);
                }
                Err(failure) => errors.show(&failure),
            }
        });
    };
    let input = Input {
        label: "Name of the key",
        name: "name",
        hint: "What it is for.",
        ..Input::default()
    };
    let foot = button::submit("button", "Create key", busy);
    form(errors, vec![field(errors, name, input)], foot, submit)
}
