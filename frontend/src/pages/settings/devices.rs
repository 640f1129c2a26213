//! The devices on which the host is signed in.

use leptos::prelude::*;
use leptos::task::spawn_local;
use seat_dealer_api_types::Session;

use crate::api::{Api, use_api};
use crate::components::announcer::use_announcer;
use crate::components::button::Button;
use crate::components::confirm::ConfirmDialog;
use crate::components::dialog::use_dialog;
use crate::components::list::{ForRows, KeyedList};
use crate::components::page::{Alert, Panel};
use crate::components::sign_out::{SignOutButton, leave};
use crate::time;

#[derive(Clone, Copy)]
struct DeviceStore {
    api: Api,
    rows: KeyedList<Session>,
    failure: RwSignal<Option<String>>,
}

impl DeviceStore {
    fn refetch(self) {
        spawn_local(async move {
            match self.api.sessions().await {
                Ok(sessions) => {
                    self.failure.set(None);
                    self.rows.replace(sessions, |session| &session.id);
                }
                Err(error) => self.failure.set(Some(error.message())),
            }
        });
    }
}

/// The devices, and buttons to sign out of one or all of them.
#[component]
pub(super) fn DevicesPanel() -> impl IntoView {
    let api = use_api();
    let dialog = use_dialog();
    let announcer = use_announcer();
    let store = DeviceStore {
        api,
        rows: KeyedList::new(),
        failure: RwSignal::new(None),
    };
    store.refetch();
    let sign_out_everywhere = move || {
        ConfirmDialog::new(
            "Sign out everywhere?",
            "This device is signed out as well. API keys continue to work.",
            "Sign out everywhere",
            move || async move {
                announcer.commit_pending().await;
                api.end_sessions().await?;
                Ok(leave().to_owned())
            },
        )
        .dangerous()
        .open(dialog);
    };
    let everywhere = move || {
        let button = view! { <Button label="Sign out everywhere" on_click=sign_out_everywhere /> };
        button.into_any()
    };
    view! {
        <Panel id="devices-title" title="Signed-in devices">
            <Alert message=store.failure />
            <ul class="rows" aria-labelledby="devices-title">
                <ForRows each=store.rows let:session>
                    <DeviceRow store session />
                </ForRows>
            </ul>
            <div class="buttons">
                <SignOutButton class="button" label="Sign out of this device" />
                {move || (store.rows.len() > 1).then(everywhere)}
            </div>
        </Panel>
    }
}

/// A device.
#[component]
fn DeviceRow(store: DeviceStore, session: RwSignal<Session>) -> impl IntoView {
    let dialog = use_dialog();
    let device = move || session.with(|session| session.device.clone());
    let is_current = move || session.with(|session| session.current);
    let usage = move || {
        let zone = time::browser_zone();
        session.with(|session| {
            let since = time::date_and_time(&session.created_at, &zone);
            let used = session
                .last_used_at
                .as_ref()
                .map(|used| format!(" · last used {}", time::date_and_time(used, &zone)));
            format!("Signed in {since}{}", used.unwrap_or_default())
        })
    };
    let sign_out = move || {
        let Session { id, device, .. } = session.get_untracked();
        ConfirmDialog::new(
            format!("Sign out of {device}?"),
            "Anyone who uses this device has to sign in again.",
            "Sign out",
            move || {
                let (id, device) = (id.clone(), device.clone());
                async move {
                    store.api.end_session(&id).await?;
                    store.refetch();
                    Ok(format!("{device} is signed out."))
                }
            },
        )
        .open(dialog);
    };
    let sign_out_button = (!untrack(is_current)).then(|| {
        view! {
            <Button
                class="quiet-button danger"
                label="Sign out"
                subject=move || format!("of {}", device())
                on_click=sign_out
            />
        }
        .into_any()
    });
    view! {
        <li class="row">
            <div class="row-main">
                <p class="row-title">
                    {move || device()} {move || if is_current() { " · this device" } else { "" }}
                </p>
                <p class="row-detail">{move || usage()}</p>
            </div>
            <div class="row-actions">{sign_out_button}</div>
        </li>
    }
}
