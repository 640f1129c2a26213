//! API keys, for programs that act for the host.

use leptos::prelude::*;
use seat_dealer_api_types::{ApiKey, NewApiKey, NewApiKeyCreated, Scope};

use crate::api::{Api, use_api};
use crate::components::announcer::use_announcer;
use crate::components::busy::Busy;
use crate::components::button::{Button, SubmitButton};
use crate::components::confirm::ConfirmDialog;
use crate::components::copy_button::CopyButton;
use crate::components::dialog::use_dialogs;
use crate::components::form::{self, Form, FormState, Select, TextField, field_error};
use crate::components::list::{FetchedList, ForRows};
use crate::components::page::{LoadState, Panel};
use crate::time;

/// What a key may be used for, as a value of the form, with its label. `scopes` reads the value.
const ACCESS: [(&str, &str); 3] = [
    ("read write", "Read and change contacts and events"),
    ("read", "Only read"),
    (
        "read write account",
        "Everything, also keys and the export of all data",
    ),
];

fn scopes(access: &str) -> Vec<Scope> {
    access
        .split(' ')
        .filter_map(|word| word.parse().ok())
        .collect()
}

#[derive(Clone, Copy)]
struct ApiKeyStore {
    api: Api,
    keys: FetchedList<ApiKey>,
    /// The key that was created last.
    created: RwSignal<Option<NewApiKeyCreated>>,
}

/// The list of keys, and the form for a new one.
#[component]
pub(super) fn ApiKeysPanel() -> impl IntoView {
    let api = use_api();
    let store = ApiKeyStore {
        api,
        keys: FetchedList::new(move || api.api_keys(), |key| &key.id),
        created: RwSignal::new(None),
    };
    let created = |created| view! { <CreatedKey created /> }.into_any();
    view! {
        <Panel id="keys-title" title="API keys">
            <p class="hint">
                "A key lets a program act for you. "
                <a href="/docs/" rel="external">
                    "How to use one"
                </a>
            </p>
            <LoadState
                loaded=store.keys.loaded
                failure=store.keys.failure
                on_retry=move || store.keys.refetch()
            />
            <ul class="rows" aria-labelledby="keys-title">
                <ForRows each=store.keys.rows let:key>
                    <ApiKeyRow store key />
                </ForRows>
            </ul>
            {move || store.created.get().map(created)}
            <NewKeyForm store />
        </Panel>
    }
}

/// A key.
#[component]
fn ApiKeyRow(store: ApiKeyStore, key: RwSignal<ApiKey>) -> impl IntoView {
    let dialogs = use_dialogs();
    let name = move || key.with(|key| key.name.clone());
    let usage = move || {
        let zone = time::browser_zone();
        key.with(|key| {
            let created = time::date_and_time(&key.created_at, &zone);
            let mut usage = match &key.last_used_at {
                Some(used) => {
                    let used = time::date_and_time(used, &zone);
                    format!("Created {created} · last used {used}")
                }
                None => format!("Created {created} · never used"),
            };
            let access = ACCESS.iter().find(|(value, _)| scopes(value) == key.scopes);
            if let Some((_, label)) = access {
                usage = format!("{label} · {usage}");
            }
            if let Some(end) = &key.expires_at {
                let end = time::date_and_time(end, &zone);
                usage = format!("{usage} · valid until {end}");
            }
            usage
        })
    };
    let revoke = move || {
        let ApiKey { id, name, .. } = key.get_untracked();
        ConfirmDialog::new(
            format!("Revoke {name}?"),
            "Programs that use this key stop working.",
            "Revoke key",
            move || {
                let (id, name) = (id.clone(), name.clone());
                async move {
                    store.api.revoke_api_key(&id).await?;
                    store.keys.refetch();
                    Ok(format!("{name} is revoked."))
                }
            },
        )
        .dangerous()
        .open(dialogs.create());
    };
    view! {
        <li class="row">
            <div class="row-main">
                <p class="row-title">{move || name()}</p>
                <p class="row-detail">{move || usage()}</p>
            </div>
            <div class="row-actions">
                <Button
                    class="quiet-button danger"
                    label="Revoke"
                    subject=name
                    on_click=revoke
                />
            </div>
        </li>
    }
}

/// A new key, which the server returns only once.
#[component]
fn CreatedKey(created: NewApiKeyCreated) -> impl IntoView {
    let NewApiKeyCreated { name, key, .. } = created;
    view! {
        <div class="note">
            <p>{format!("This is the key for {name}. It is shown only now.")}</p>
            <code class="key">{key.clone()}</code>
            <CopyButton
                label="Copy key"
                subject=format!("for {name}")
                text=key
                success="Key copied."
            />
        </div>
    }
}

/// The form for a new key.
#[component]
fn NewKeyForm(store: ApiKeyStore) -> impl IntoView {
    let announcer = use_announcer();
    let busy = Busy::new();
    let form = FormState::new("key");
    let name = RwSignal::new(String::new());
    let access = RwSignal::new(ACCESS[0].0.to_owned());
    let end = RwSignal::new(String::new());
    let create = move || {
        let expires_at = form::text(end).map(|end| time::from_local(&end, &time::browser_zone()));
        if expires_at == Some(None) {
            let error = field_error("expiresAt", "This must be a date and a time.");
            return form.show_field_errors(vec![error]);
        }
        let new = NewApiKey {
            name: name.get_untracked().trim().to_owned(),
            scopes: Some(scopes(&access.get_untracked())),
            expires_at: expires_at.flatten(),
        };
        busy.run(async move {
            match store.api.create_api_key(&new).await {
                Ok(created) => {
                    announcer.success(format!("Key created: {}.", created.name));
                    store.created.set(Some(created));
                    name.set(String::new());
                    end.set(String::new());
                    store.keys.refetch();
                }
                Err(error) => form.show_error(&error),
            }
        });
    };
    let buttons = move || view! { <SubmitButton class="button" label="Create key" busy /> };
    view! {
        <Form form on_submit=create buttons>
            <TextField
                form
                value=name
                label="Name of the key"
                name="name"
                hint="What it is for."
            />
            <div class="columns">
                <Select
                    form
                    value=access
                    label="What it may do"
                    name="scopes"
                    options=ACCESS.map(|(value, label)| (value.to_owned(), label.to_owned())).into()
                />
                <TextField
                    form
                    value=end
                    label="Valid until"
                    name="expiresAt"
                    kind="datetime-local"
                    hint="Leave empty for a key without an end."
                />
            </div>
        </Form>
    }
}
