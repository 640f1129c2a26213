//! API keys: for programs that act for the host.

use leptos::prelude::*;
use seat_dealer_api_types::{ApiKey, NewApiKey, NewApiKeyCreated};

use crate::api::{Api, use_api};
use crate::components::announcer::use_announcer;
use crate::components::busy::Busy;
use crate::components::button::{self, quiet_danger};
use crate::components::confirm::{Question, use_confirm};
use crate::components::copy::CopyButton;
use crate::components::dynamic::{part, spawn, words};
use crate::components::form::{Errors, Input, field, form};
use crate::components::page::alert;
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
    let keys = Keys { rows: Keyed::new(), failure: RwSignal::new(None) };
    let created = RwSignal::new(None::<NewApiKeyCreated>);
    keys.load(api);
    view! {
        <section class="panel" aria-labelledby="keys-title">
            <h2 id="keys-title">"API keys"</h2>
            <p class="hint">
                "A key lets a program do everything you can do here. "
                <a href="/docs" rel="external">
                    "How to use one"
                </a>
            </p>
            {alert(keys.failure)}
            <ul class="rows">{keys.rows.view(move |key| key_row(keys, key))}</ul>
            {part(move || created.get().map(shown_once))}
            {new_key(keys, created)}
        </section>
    }
    .into_any()
}

fn key_row(keys: Keys, key: RwSignal<ApiKey>) -> AnyView {
    let api = use_api();
    let confirm = use_confirm();
    let name = move || key.with(|key| key.name.clone());
    let used = move || {
        let zone = time::browser_zone();
        key.with(|key| {
            let created = time::date_and_time(&key.created_at, &zone);
            match &key.last_used_at {
                Some(used) => {
                    format!("Made {created} · last used {}", time::date_and_time(used, &zone))
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
        confirm.ask(question.dangerous());
    };
    view! {
        <li class="row">
            <div class="row-main">
                <p class="row-title">{words(name)}</p>
                <p class="row-detail">{words(used)}</p>
            </div>
            <div class="row-actions">{quiet_danger("Revoke", revoke).of(name).view()}</div>
        </li>
    }
    .into_any()
}

/// The new key, the only time it is seen.
fn shown_once(created: NewApiKeyCreated) -> AnyView {
    let NewApiKeyCreated { name, key, .. } = created;
    view! {
        <div class="note" role="status">
            <p>"This is the key for " <strong>{name.clone()}</strong> ". It is shown only now."</p>
            <p>
                <code class="key">{key.clone()}</code>
            </p>
            <CopyButton
                label="Copy key"
                of=move || format!("for {name}")
                text=Signal::stored(key)
                done="Key copied."
            />
        </div>
    }
    .into_any()
}

fn new_key(keys: Keys, created: RwSignal<Option<NewApiKeyCreated>>) -> AnyView {
    let api = use_api();
    let announcer = use_announcer();
    let busy = Busy::new();
    let errors = Errors::new("key");
    let name = RwSignal::new(String::new());
    let submit = move || {
        busy.run(async move {
            let new = NewApiKey { name: name.get_untracked().trim().to_owned() };
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
