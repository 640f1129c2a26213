//! Where the host is signed in, and the way out there.

use leptos::prelude::*;
use seat_dealer_api_types::Session;

use crate::api::{Api, use_api};
use crate::components::announcer::use_announcer;
use crate::components::button::{button, quiet_danger};
use crate::components::confirm::Question;
use crate::components::dialog::use_dialog;
use crate::components::dynamic::{dynamic, part, spawn, words};
use crate::components::page::alert;
use crate::components::shapes::{group, line, panel, row, rows};
use crate::components::sign_out::{leave, sign_out};
use crate::keyed::Keyed;
use crate::time;

#[derive(Clone, Copy)]
struct Devices {
    rows: Keyed<Session>,
    failure: RwSignal<Option<String>>,
}

impl Devices {
    fn load(self, api: Api) {
        spawn(async move {
            match api.sessions().await {
                Ok(sessions) => {
                    self.failure.set(None);
                    self.rows.replace(sessions, |session| &session.id);
                }
                Err(failure) => self.failure.set(Some(failure.sentence())),
            }
        });
    }
}

/// The devices, and a way out of each and of all.
pub(crate) fn devices_panel() -> AnyView {
    let api = use_api();
    let dialog = use_dialog();
    let announcer = use_announcer();
    let devices = Devices {
        rows: Keyed::new(),
        failure: RwSignal::new(None),
    };
    devices.load(api);
    let everywhere = move || {
        let question = Question::new(
            "Sign out everywhere?",
            "This device is signed out as well. API keys go on working.",
            "Sign out everywhere",
            move || async move {
                announcer.settle().await;
                api.end_sessions().await?;
                Ok(leave().to_owned())
            },
        );
        dialog.ask(question.dangerous());
    };
    let others = part(move || {
        (devices.rows.len() > 1).then(|| button("button", "Sign out everywhere", everywhere).view())
    });
    panel(
        "devices-title",
        "Signed-in devices",
        vec![
            alert(devices.failure),
            rows(
                "devices-title",
                devices
                    .rows
                    .view(move |session| device_row(devices, session)),
            ),
            group(
                "buttons",
                vec![sign_out("button", "Sign out of this device"), others],
            ),
        ],
    )
}

fn device_row(devices: Devices, session: RwSignal<Session>) -> AnyView {
    let api = use_api();
    let dialog = use_dialog();
    let name = move || session.with(|session| session.device.clone());
    let title = move || {
        let here = session.with(|session| session.current);
        format!("{}{}", name(), if here { " · this device" } else { "" })
    };
    let used = move || {
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
    let end = move || {
        let Session { id, device, .. } = session.get_untracked();
        let question = Question::new(
            format!("Sign out of {device}?"),
            "Whoever uses it has to sign in again.",
            "Sign out",
            move || {
                let (id, device) = (id.clone(), device.clone());
                async move {
                    api.end_session(&id).await?;
                    devices.load(api);
                    Ok(format!("{device} is signed out."))
                }
            },
        );
        dialog.ask(question);
    };
    let current = session.with_untracked(|session| session.current);
    let actions = if current {
        Vec::new()
    } else {
        vec![
            quiet_danger("Sign out", end)
                .of(move || format!("of {}", name()))
                .view(),
        ]
    };
    row(
        dynamic(|| ""),
        None,
        vec![
            line("row-title", words(title)),
            line("row-detail", words(used)),
        ],
        actions,
    )
}
