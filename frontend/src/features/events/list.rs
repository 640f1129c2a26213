//! One event in the list.

use leptos::prelude::*;
use seat_dealer_api_types::Event;

use super::{seats_words, status_badge, when_and_where};
use crate::api::use_api;
use crate::components::button::{quiet, quiet_danger};
use crate::components::confirm::Question;
use crate::components::dialog::use_dialog;
use crate::components::dynamic::{dynamic, words};
use crate::components::shapes::{group, line, row};

/// An event with its counts and what can be done about it.
pub(crate) fn event_row(
    event: RwSignal<Event>,
    on_edit: impl Fn(Event) + 'static,
    on_gone: impl Fn() + Copy + 'static,
) -> AnyView {
    let api = use_api();
    let dialog = use_dialog();
    let title = move || event.with(|event| event.title.clone());
    let delete = move || {
        let Event { id, title, .. } = event.get_untracked();
        let question = Question::new(
            format!("Delete {title}?"),
            "The event goes with its invitations and its log; the guests' links stop working. \
             Once people are invited, cancel it first, so that they are told.",
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
        dialog.ask(question.dangerous());
    };
    let href = format!("/events/{}", event.with_untracked(|event| event.id.clone()));
    let link = view! {
        <a href=href class="row-title row-link">
            {words(title)}
        </a>
    };
    let seats = words(move || event.with(|event| seats_words(&event.counts)));
    row(
        dynamic(|| ""),
        None,
        vec![
            link.into_any(),
            line("row-detail", words(move || event.with(when_and_where))),
            group(
                "row-detail",
                vec![
                    status_badge(Signal::derive(move || event.get())),
                    " ".into_any(),
                    seats,
                ],
            ),
        ],
        vec![
            quiet("Edit", move || on_edit(event.get_untracked()))
                .of(title)
                .view(),
            quiet_danger("Delete", delete).of(title).view(),
        ],
    )
}
