//! One event in the list.

use leptos::prelude::*;
use seat_dealer_api_types::{Counts, Event};

use crate::api::use_api;
use crate::components::button::Button;
use crate::components::confirm::ConfirmDialog;
use crate::components::dialog::use_dialogs;
use crate::pages::event::labels::{StatusBadge, date_and_place, seats_label};

/// The most chairs that a row shows.
const MAX_CHAIRS: u32 = 24;

/// An event with its counts and its actions.
#[component]
pub(super) fn EventRow(
    event: RwSignal<Event>,
    #[prop(into)] on_edit: UnsyncCallback<Event>,
    #[prop(into)] on_deleted: UnsyncCallback<()>,
) -> impl IntoView {
    let api = use_api();
    let dialogs = use_dialogs();
    let title = move || event.with(|event| event.title.clone());
    let delete = move || {
        let Event { id, title, .. } = event.get_untracked();
        ConfirmDialog::new(
            format!("Delete {title}?"),
            "The event is deleted with its invitations and its log; the guests' links stop working. \
             If guests have been invited, cancel the event first, so that they are told.",
            "Delete event",
            move || {
                let (id, title) = (id.clone(), title.clone());
                async move {
                    api.delete_event(&id).await?;
                    on_deleted.try_run(());
                    Ok(format!("{title} deleted."))
                }
            },
        )
        .dangerous()
        .open(dialogs.create());
    };
    let href = format!("/events/{}", event.with_untracked(|event| event.id.clone()));
    view! {
        <li class="row">
            <div class="row-main">
                <a href=href class="row-title row-link">
                    {move || title()}
                </a>
                <p class="row-detail">{move || event.with(date_and_place)}</p>
                <div class="row-detail">
                    <StatusBadge event /> " "
                    {move || event.with(|event| seats_label(&event.counts))}
                </div>
                <Chairs event />
            </div>
            <div class="row-actions">
                <Button
                    class="quiet-button"
                    label="Edit"
                    subject=title
                    on_click=move || on_edit.run(event.get_untracked())
                />
                <Button
                    class="quiet-button danger"
                    label="Delete"
                    subject=title
                    on_click=delete
                />
            </div>
        </li>
    }
}

/// A row of chairs, as they look at the table. Says nothing that the label does not say.
#[component]
fn Chairs(event: RwSignal<Event>) -> impl IntoView {
    let chairs = move || {
        let Counts {
            seats,
            seated,
            held,
            ..
        } = event.with(|event| event.counts);
        let chair = |index: u32| {
            let state = match index {
                _ if index < seated => "yes",
                _ if index < seated + held => "held",
                _ => "open",
            };
            view! { <i data-state=state></i> }.into_any()
        };
        let shown = if seats > MAX_CHAIRS { 0 } else { seats };
        (0..shown).map(chair).collect::<Vec<_>>().into_any()
    };
    view! {
        <div class="chairs" aria-hidden="true">
            {chairs}
        </div>
    }
}
