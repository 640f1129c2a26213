//! The devices on which the host is signed in.

use leptos::prelude::*;
use seat_dealer_api_types::Session;

use crate::api::{Api, use_api};
use crate::components::announcer::use_announcer;
use crate::components::button::Button;
use crate::components::confirm::ConfirmDialog;
use crate::components::dialog::use_dialogs;
use crate::components::list::{FetchedList, ForRows};
use crate::components::page::{LoadState, Panel};
use crate::components::sign_out::{SignOutButton, leave};
use crate::time;

/// The devices, and buttons to sign out of one or all of them.
#[component]
pub(super) fn DevicesPanel() -> impl IntoView {
    let api = use_api();
    let dialogs = use_dialogs();
    let announcer = use_announcer();
    let session = expect_context();
    let devices = FetchedList::new(move || api.sessions(), |session: &Session| &session.id);
    let sign_out_everywhere = move || {
        ConfirmDialog::new(
            "Sign out everywhere?",
            "This device is signed out as well. API keys continue to work.",
            "Sign out everywhere",
            move || async move {
                announcer.commit_pending().await;
                api.end_sessions().await?;
                Ok(leave(session).to_owned())
            },
        )
        .dangerous()
        .open(dialogs.create());
    };
    let everywhere = move || {
        let button = view! { <Button label="Sign out everywhere" on_click=sign_out_everywhere /> };
        button.into_any()
    };
    view! {
        <Panel id="devices-title" title="Signed-in devices">
            <LoadState
                loaded=devices.loaded
                failure=devices.failure
                on_retry=move || devices.refetch()
            />
            <ul class="rows" aria-labelledby="devices-title">
                <ForRows each=devices.rows let:session>
                    <DeviceRow api devices session />
                </ForRows>
            </ul>
            <div class="buttons">
                <SignOutButton class="button" label="Sign out of this device" />
                {move || (devices.rows.len() > 1).then(everywhere)}
            </div>
        </Panel>
    }
}

/// A device.
#[component]
fn DeviceRow(api: Api, devices: FetchedList<Session>, session: RwSignal<Session>) -> impl IntoView {
    let dialogs = use_dialogs();
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
                    api.end_session(&id).await?;
                    devices.refetch();
                    Ok(format!("{device} is signed out."))
                }
            },
        )
        .open(dialogs.create());
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
