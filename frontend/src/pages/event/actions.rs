//! The actions on an event: deal, pause, edit, duplicate, cancel.

use leptos::prelude::*;
use seat_dealer_api_types::{Announcement, Event, EventStatus, Notice};

use super::form;
use super::notices::recipients;
use super::store::EventStore;
use super::up_next::confirm_deal;
use crate::components::button::Button;
use crate::components::confirm::ConfirmDialog;
use crate::components::dialog::{Dialog, use_dialogs};
use crate::router::use_router;

/// The actions that the event's status allows.
#[component]
pub(super) fn EventActions(store: EventStore, event: Signal<Event>) -> impl IntoView {
    let dialogs = use_dialogs();
    let status = Memo::new(move |_| event.with(|event| event.status));
    let rests = Memo::new(move |_| event.with(|event| !event.resting_channels.is_empty()));
    let on_saved = UnsyncCallback::new(move |_| store.refetch());
    form::resume(dialogs, on_saved);
    let edit = move || form::open(dialogs.create(), Some(event.get_untracked()), on_saved);
    let router = use_router();
    let on_duplicated =
        UnsyncCallback::new(move |event: Event| router.navigate(&format!("/events/{}", event.id)));
    let duplicate =
        move || form::open_duplicate(dialogs.create(), event.get_untracked(), on_duplicated);
    let deal_button = move |label| {
        let confirm = move || confirm_deal(store, dialogs.create());
        view! {
            <Button
                class="button button-primary button-large"
                label
                busy=store.busy
                on_click=confirm
            />
        }
        .into_any()
    };
    let pause = move || {
        store.busy.run(async move {
            match store.perform(store.api.pause(&store.id())).await {
                Ok(()) => store.announcer.success("Dealing is paused."),
                Err(error) => store.announcer.error(&error),
            }
        });
    };
    let pause_button = move || {
        view! {
            <Button class="button button-large" label="Pause" busy=store.busy on_click=pause />
        }
        .into_any()
    };
    let main_button = move || match status.get() {
        EventStatus::Draft => Some(deal_button("Deal")),
        EventStatus::Paused => Some(deal_button("Go on dealing")),
        EventStatus::Dealing if rests.get() => Some(deal_button("Deal again")),
        EventStatus::Dealing => Some(pause_button()),
        EventStatus::Cancelled | EventStatus::Past => None,
    };
    let cancel_button = move || {
        view! {
            <Button
                class="button button-quiet-danger"
                label="Cancel event"
                busy=store.busy
                on_click=move || confirm_cancel(store, event, dialogs.create())
            />
        }
        .into_any()
    };
    view! {
        <div class="actions" role="group" aria-label="Event">
            {move || main_button()}
            <Button label="Edit event" on_click=edit />
            <Button label="Duplicate" on_click=duplicate />
            {move || (!store.is_over.get()).then(cancel_button)}
        </div>
    }
}

/// Asks for confirmation before cancelling, with everybody who would be told.
fn confirm_cancel(store: EventStore, event: Signal<Event>, dialog: Dialog) {
    store.busy.run(async move {
        store.flush().await;
        match store.api.cancellation(&store.id()).await {
            Ok(Announcement { items }) => cancel_dialog(store, event, &items).open(dialog),
            Err(error) => store.announcer.error(&error),
        }
    });
}

fn cancel_dialog(store: EventStore, event: Signal<Event>, notices: &[Notice]) -> ConfirmDialog {
    let title = event.with_untracked(|event| event.title.clone());
    let recipients = recipients(notices, &store.zone.get_untracked());
    let explanation = if recipients.is_empty() {
        "Nobody has to be told."
    } else {
        "Everybody who was invited and has not said no is told:"
    };
    let mut dialog = ConfirmDialog::new(
        format!("Cancel {title}?"),
        explanation,
        "Cancel event",
        move || async move {
            store.perform(store.api.cancel(&store.id())).await?;
            Ok("The event is cancelled.".to_owned())
        },
    );
    dialog.recipients = recipients;
    dialog.notes = vec!["Every open invitation is withdrawn. This cannot be undone.".to_owned()];
    dialog.dangerous()
}
