//! What is kept about the host: to take away, or to end.

use leptos::prelude::*;
use seat_dealer_api_types::AccountDeletion;

use crate::api::use_api;
use crate::browser;
use crate::components::announcer::use_announcer;
use crate::components::busy::Busy;
use crate::components::button::{button, submit};
use crate::components::dialog::{Dialog, use_dialog};
use crate::components::form::{Errors, Input, field, form};
use crate::components::page::alert;
use crate::components::shapes::{group, panel, text};
use crate::components::sign_out::leave;
use crate::session::{self, Session};

/// The name of the file.
const FILE: &str = "seat-dealer.json";

/// A file with everything, and the end of the account.
pub(crate) fn account_panel() -> AnyView {
    let api = use_api();
    let announcer = use_announcer();
    let dialog = use_dialog();
    let busy = Busy::new();
    let failure = RwSignal::new(None);
    let download = move || {
        busy.run(async move {
            match api.export().await {
                Ok(file) => {
                    failure.set(None);
                    browser::save_file(FILE, &file);
                    announcer.say("Your data is downloaded.");
                }
                Err(reason) => failure.set(Some(reason.sentence())),
            }
        });
    };
    let delete = move || dialog.show("Delete your account?", move || deletion(dialog));
    panel(
        "account-title",
        "Your data",
        vec![
            text(
                "hint",
                "One file with all that is kept about you: contacts, events, answers and what has \
                 happened.",
            ),
            alert(failure),
            group(
                "buttons",
                vec![
                    button("button", "Download my data", download)
                        .busy(busy)
                        .view(),
                    button("button button-danger", "Delete my account", delete).view(),
                ],
            ),
        ],
    )
}

fn deletion(dialog: Dialog) -> AnyView {
    let api = use_api();
    let session = expect_context::<Session>();
    let announcer = use_announcer();
    let busy = Busy::new();
    let errors = Errors::new("deletion");
    let email = RwSignal::new(String::new());
    let delete = move || {
        busy.run(async move {
            let typed = AccountDeletion {
                email: email.get_untracked(),
            };
            match api.delete_me(&typed).await {
                Ok(_) => {
                    session::remember_farewell(
                        "Your account is closed. What it holds is erased as soon as your guests \
                         know.",
                    );
                    announcer.say(leave());
                }
                Err(failure) => errors.show(&failure),
            }
        });
    };
    let known = session
        .me
        .with_untracked(|me| me.as_ref().map(|me| me.email.clone()));
    let input = Input {
        label: "Your email address",
        name: "email",
        kind: "email",
        ..Input::default()
    };
    let fields = vec![
        text(
            "",
            "This cannot be undone. You are signed out everywhere, and API keys end.",
        ),
        text(
            "",
            "Events that are still ahead are called off, and your guests are told, outside of \
             quiet hours. When they are, everything is erased. Whom you invited by hand, you \
             have to tell yourself.",
        ),
        text(
            "",
            format!("To confirm, type {}.", known.unwrap_or_default()),
        ),
        field(errors, email, input),
    ];
    let foot = group(
        "modal-foot",
        vec![
            button("button", "Not now", move || dialog.close()).view(),
            submit("button button-danger", "Delete my account", busy),
        ],
    );
    form(errors, fields, foot, delete)
}
