//! The host's calendar, to which calendar programs subscribe.

use leptos::prelude::*;
use seat_dealer_api_types::CalendarAddress;

use crate::api::{ApiError, use_api};
use crate::components::announcer::use_announcer;
use crate::components::busy::Busy;
use crate::components::button::Button;
use crate::components::confirm::ConfirmDialog;
use crate::components::copy_button::CopyButton;
use crate::components::dialog::use_dialogs;
use crate::components::page::{Alert, Panel};
use crate::session::Session;

/// The address of the calendar: makes, copies and ends it.
#[component]
pub(super) fn CalendarPanel() -> impl IntoView {
    let api = use_api();
    let announcer = use_announcer();
    let dialogs = use_dialogs();
    let busy = Busy::new();
    let session = expect_context::<Session>();
    let exists = move || {
        session
            .me
            .with(|me| me.as_ref().is_some_and(|me| me.calendar))
    };
    let set_exists = move |exists| {
        session.me.update(|me| {
            if let Some(me) = me {
                me.calendar = exists;
            }
        });
    };
    let address = RwSignal::new(None::<String>);
    let failure = RwSignal::new(None);
    let renew = move || async move {
        let CalendarAddress { url } = api.renew_calendar().await?;
        failure.set(None);
        set_exists(true);
        address.set(Some(url));
        Ok("The calendar has a new address.".to_owned())
    };
    let make = move || {
        if untrack(exists) {
            return ConfirmDialog::new(
                "Make a new address?",
                "The address before ends: calendars that use it get no more changes.",
                "Make a new address",
                renew,
            )
            .dangerous()
            .open(dialogs.create());
        }
        busy.run(async move {
            match renew().await {
                Ok(done) => announcer.success(done),
                Err(error) => failure.set(Some(ApiError::message(&error))),
            }
        });
    };
    let end = move || {
        ConfirmDialog::new(
            "End the address?",
            "Calendars that use it get no more changes.",
            "End address",
            move || async move {
                api.end_calendar().await?;
                set_exists(false);
                address.set(None);
                Ok("The calendar's address has ended.".to_owned())
            },
        )
        .dangerous()
        .open(dialogs.create());
    };
    let shown = |address: String| {
        view! {
            <div class="note">
                <p>"This is the address. It is shown only now."</p>
                <code class="key">{address.clone()}</code>
                <CopyButton
                    label="Copy address"
                    subject="of the calendar"
                    text=address
                    success="Address copied."
                />
            </div>
        }
        .into_any()
    };
    let end_button = move || {
        view! { <Button class="quiet-button danger" label="End address" on_click=end /> }.into_any()
    };
    view! {
        <Panel id="calendar-title" title="Calendar">
            <p class="hint">
                "Your calendar program can show your events and who comes: subscribe to a secret address. A
                new address ends the one before."
            </p>
            <Alert message=failure />
            {move || address.get().map(shown)}
            <div class="buttons">
                <Button label="Make a new address" busy on_click=make />
                {move || exists().then(end_button)}
            </div>
        </Panel>
    }
}
