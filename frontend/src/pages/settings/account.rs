//! The export of the host's data, and the deletion of the account.

use leptos::prelude::*;
use seat_dealer_api_types::AccountDeletion;

use crate::api::use_api;
use crate::browser;
use crate::components::announcer::use_announcer;
use crate::components::busy::Busy;
use crate::components::button::Button;
use crate::components::dialog::{Dialog, use_dialogs};
use crate::components::form::{DialogButtons, Form, FormState, TextField};
use crate::components::page::{Alert, Panel};
use crate::components::sign_out::leave;
use crate::session::{self, Session};

/// The name of the exported file.
const EXPORT_FILE: &str = "seat-dealer.json";

/// The actions on the account.
#[component]
pub(super) fn AccountPanel() -> impl IntoView {
    let api = use_api();
    let announcer = use_announcer();
    let dialogs = use_dialogs();
    let busy = Busy::new();
    let failure = RwSignal::new(None);
    let download = move || {
        busy.run(async move {
            match api.export().await {
                Ok(file) => {
                    failure.set(None);
                    browser::download_blob(EXPORT_FILE, &file);
                    announcer.success("Your data has been downloaded.");
                }
                Err(error) => failure.set(Some(error.message())),
            }
        });
    };
    let delete = move || {
        let dialog = dialogs.create();
        dialog.open("Delete your account?", move || {
            view! { <DeletionForm dialog /> }.into_any()
        });
    };
    view! {
        <Panel id="account-title" title="Your data">
            <p class="hint">
                "One file with everything that is stored about you: contacts, events, answers and
                logs."
            </p>
            <Alert message=failure />
            <div class="buttons">
                <Button label="Download my data" busy on_click=download />
                <Button
                    class="button button-danger"
                    label="Delete my account"
                    on_click=delete
                />
            </div>
        </Panel>
    }
}

/// Asks for the host's email address before the account is deleted.
#[component]
fn DeletionForm(dialog: Dialog) -> impl IntoView {
    let api = use_api();
    let session = expect_context::<Session>();
    let announcer = use_announcer();
    let busy = Busy::new();
    let form = FormState::new("deletion");
    let email = RwSignal::new(String::new());
    let delete = move || {
        busy.run(async move {
            let deletion = AccountDeletion {
                email: email.get_untracked(),
            };
            match api.delete_me(&deletion).await {
                Ok(_) => {
                    session::remember_notice(
                        "Your account is closed. Its data is erased as soon as your guests have \
                         been told.",
                    );
                    announcer.success(leave(session));
                }
                Err(error) => form.show_error(&error),
            }
        });
    };
    let own_email = session
        .me
        .with_untracked(|me| me.as_ref().map(|me| me.email.clone()));
    let buttons = move || {
        view! {
            <DialogButtons
                dialog
                submit_class="button button-danger"
                submit_label="Delete my account"
                busy
            />
        }
    };
    view! {
        <Form form on_submit=delete buttons>
            <p>"This cannot be undone. You are signed out everywhere, and API keys stop working."</p>
            <p>
                "Upcoming events are cancelled, and your guests are told outside of quiet hours. After
                that everything is erased. Guests you invited by hand are not told: tell them
                yourself."
            </p>
            <p>{format!("To confirm, type {}.", own_email.unwrap_or_default())}</p>
            <TextField form value=email label="Your email address" name="email" kind="email" />
        </Form>
    }
}
