//! API keys: for programs that act for the host.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use seat_dealer_api_types::{ApiKey, NewApiKey, NewApiKeyCreated};

use crate::api::{Api, use_api};
use crate::components::announcer::use_announcer;
use crate::components::busy::Busy;
use crate::components::confirm::{Question, use_confirm};
use crate::components::copy::CopyButton;
use crate::components::form::{Errors, FormAlert, Input, field};
use crate::keyed::{Keyed, Row};
use crate::time;

#[derive(Clone, Copy)]
struct Keys {
    rows: Keyed<ApiKey>,
    failure: RwSignal<Option<String>>,
}

impl Keys {
    fn load(self, api: Api) {
        spawn_local(async move {
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
#[component]
pub(crate) fn KeysPanel() -> impl IntoView {
    let api = use_api();
    let keys = Keys { rows: Keyed::new(), failure: RwSignal::new(None) };
    let created = RwSignal::new(None::<NewApiKeyCreated>);
    keys.load(api);
    view! {
        <section class="panel" aria-labelledby="keys-title">
            <h2 id="keys-title">"API keys"</h2>
            <p class="hint">
                "A key lets a program do everything you can do here. "
                <a href="/docs" rel="external">"How to use one"</a>
            </p>
            {move || {
                let failure = keys.failure.get();
                failure.map(|line| view! { <p class="alert" role="alert">{line}</p> })
            }}
            <ul class="rows">
                <For each=move || keys.rows.rows() key=|row| row.key.clone() let(row)>
                    <KeyRow keys row />
                </For>
            </ul>
            {move || created.get().map(shown_once)}
            <NewKey keys created />
        </section>
    }
    .into_any()
}

#[component]
fn KeyRow(keys: Keys, row: Row<ApiKey>) -> impl IntoView {
    let api = use_api();
    let confirm = use_confirm();
    let key = RwSignal::from(row.value);
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
    let revoke = move |_| {
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
                <p class="row-title">{name}</p>
                <p class="row-detail">{used}</p>
            </div>
            <div class="row-actions">
                <button type="button" class="quiet-button danger" on:click=revoke>
                    "Revoke"
                    <span class="sr-only">" " {name}</span>
                </button>
            </div>
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
                of=format!(" for {name}")
                text=Signal::stored(key)
                done="Key copied."
            />
        </div>
    }
    .into_any()
}

#[component]
fn NewKey(keys: Keys, created: RwSignal<Option<NewApiKeyCreated>>) -> impl IntoView {
    let api = use_api();
    let announcer = use_announcer();
    let busy = Busy::new();
    let errors = Errors::new("key");
    let name = RwSignal::new(String::new());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        errors.clear();
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
    view! {
        <form class="form" novalidate on:submit=submit>
            <FormAlert errors />
            {field(errors, name, input)}
            <button type="submit" class="button" disabled=move || busy.get()>
                "Create key"
            </button>
        </form>
    }
    .into_any()
}
