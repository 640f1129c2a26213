//! One event in the list.

use leptos::prelude::*;
use leptos_router::components::A;
use seat_dealer_api_types::Event;

use super::{seats_words, status_words, when_and_where};
use crate::api::use_api;
use crate::components::confirm::{Question, use_confirm};
use crate::keyed::Row;

/// An event with its counts and what can be done about it.
#[component]
pub(crate) fn EventRow(
    row: Row<Event>,
    on_edit: impl Fn(Event) + 'static,
    on_gone: impl Fn() + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let api = use_api();
    let confirm = use_confirm();
    let event = RwSignal::from(row.value);
    let title = move || event.with(|event| event.title.clone());
    let delete = move |_| {
        let Event { id, title, .. } = event.get_untracked();
        let question = Question::new(
            format!("Delete {title}?"),
            "The event goes with its invitations and its log; the guests' links stop working. \
             Nobody is told: to tell the guests, cancel the event instead.",
            "Delete event",
            move || {
                let (id, title) = (id.clone(), title.clone());
                async move {
                    api.delete_event(&id).await?;
                    on_gone();
                    Ok(format!("{title} deleted."))
                }
            },
        );
        confirm.ask(question.dangerous());
    };
    view! {
        <li class="row">
            <div class="row-main">
                <A href=format!("/events/{}", row.key) attr:class="row-title row-link">
                    {title}
                </A>
                <p class="row-detail">{move || event.with(when_and_where)}</p>
                <p class="row-detail">
                    <span class="badge" data-status=move || event.with(|e| e.status.as_str())>
                        {move || event.with(status_words)}
                    </span> " " {move || event.with(|event| seats_words(&event.counts))}
                </p>
            </div>
            <div class="row-actions">
                <button
                    type="button"
                    class="quiet-button"
                    on:click=move |_| on_edit(event.get_untracked())
                >
                    "Edit"
                    <span class="sr-only">" " {title}</span>
                </button>
                <button type="button" class="quiet-button danger" on:click=delete>
                    "Delete"
                    <span class="sr-only">" " {title}</span>
                </button>
            </div>
        </li>
    }
    .into_any()
}
