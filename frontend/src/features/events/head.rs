//! The top of an event's page: what it is, how it stands, and what the host can do with it.

use leptos::prelude::*;
use seat_dealer_api_types::{Event, EventStatus};

use super::desk::Desk;
use super::form::EventDialog;
use super::preview::ask_to_deal;
use super::{counts_words, status_words, when_and_where};
use crate::components::confirm::{Question, use_confirm};
use crate::live::Connection;

/// Title, status, when and where.
#[component]
pub(crate) fn EventHead(desk: Desk, event: Signal<Event>) -> impl IntoView {
    let description = move || {
        let description = event.with(|event| event.description.clone());
        (!description.is_empty()).then(|| view! { <p class="description">{description}</p> })
    };
    view! {
        <header class="event-head">
            <h1 tabindex="-1">{move || event.with(|event| event.title.clone())}</h1>
            <p class="event-when">
                <span class="badge" data-status=move || event.with(|e| e.status.as_str())>
                    {move || event.with(status_words)}
                </span> " " {move || event.with(when_and_where)}
            </p>
            {description}
            <ConnectionNote desk />
        </header>
    }
    .into_any()
}

/// Says when the page is not live.
#[component]
fn ConnectionNote(desk: Desk) -> impl IntoView {
    let lost = move || {
        (desk.connection.get() == Connection::Lost).then(|| {
            view! { <p class="note">"Reconnecting… What you see may be a little old."</p> }
        })
    };
    view! {
        <div role="status">{lost}</div>
        <div class="sr-only" role="status">
            {move || desk.latest.get()}
        </div>
    }
    .into_any()
}

/// How the seats stand, in numbers and in a sentence.
#[component]
pub(crate) fn Standing(event: Signal<Event>) -> impl IntoView {
    let counts = move || {
        let words = counts_words(&event.with(|event| event.counts));
        words
            .into_iter()
            .map(|(count, word)| {
                view! {
                    <li>
                        <strong>{count}</strong>
                        " "
                        {word}
                    </li>
                }
            })
            .collect::<Vec<_>>()
    };
    view! {
        <ul class="counts" aria-label="How the seats stand">
            {counts}
        </ul>
        <p class="waiting-for">{move || event.with(|event| event.waiting_for.clone())}</p>
    }
    .into_any()
}

/// Deal, pause, edit, cancel: those that make sense as the event stands.
#[component]
pub(crate) fn EventActions(desk: Desk, event: Signal<Event>) -> impl IntoView {
    let confirm = use_confirm();
    let status = Memo::new(move |_| event.with(|event| event.status));
    let open = RwSignal::new(false);
    let edited = RwSignal::new(None::<Event>);
    let edit = move |_| {
        edited.set(Some(event.get_untracked()));
        open.set(true);
    };
    let pause = move |_| {
        desk.act("Dealing is paused.", async move {
            desk.api.pause(&desk.id()).await?;
            Ok(())
        });
    };
    let cancel = move |_| {
        let title = event.with_untracked(|event| event.title.clone());
        let question = Question::new(
            format!("Cancel {title}?"),
            "Every invitation that is still open is withdrawn, and everybody who was invited and \
             has not said no is told. This cannot be undone.",
            "Cancel event",
            move || async move {
                desk.api.cancel(&desk.id()).await?;
                desk.refresh();
                Ok("The event is cancelled.".to_owned())
            },
        );
        confirm.ask(question.dangerous());
    };
    let deal = move |label: &'static str| {
        view! {
            <button
                type="button"
                class="button button-primary button-large"
                disabled=move || desk.busy.get()
                on:click=move |_| ask_to_deal(desk, confirm)
            >
                {label}
            </button>
        }
        .into_any()
    };
    let main = move || match status.get() {
        EventStatus::Draft => Some(deal("Deal")),
        EventStatus::Paused => Some(deal("Go on dealing")),
        EventStatus::Dealing => Some(
            view! {
                <button
                    type="button"
                    class="button button-large"
                    disabled=move || desk.busy.get()
                    on:click=pause
                >
                    "Pause"
                </button>
            }
            .into_any(),
        ),
        EventStatus::Cancelled | EventStatus::Past => None,
    };
    let cancel = move || {
        (!matches!(status.get(), EventStatus::Cancelled | EventStatus::Past)).then(|| {
            view! {
                <button type="button" class="button button-quiet-danger" on:click=cancel>
                    "Cancel event"
                </button>
            }
        })
    };
    view! {
        <div class="actions" role="group" aria-label="Event">
            {main}
            <button type="button" class="button" on:click=edit>
                "Edit event"
            </button>
            {cancel}
        </div>
        <EventDialog open edited on_saved=move |_, _| desk.refresh() />
    }
    .into_any()
}
