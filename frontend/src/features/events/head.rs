//! The top of an event's page: what it is, how it stands, and what the host can do with it.

use std::rc::Rc;

use leptos::prelude::*;
use seat_dealer_api_types::{Event, EventStatus, InvitationStatus, Invite, Response};

use super::desk::Desk;
use super::form::{self, Saved};
use super::preview::ask_to_deal;
use super::{counts_words, status_badge, when_and_where};
use crate::components::button::button;
use crate::components::confirm::Question;
use crate::components::dialog::use_dialog;
use crate::components::dynamic::{part, words};
use crate::components::shapes::{element, group, line, text};
use crate::features::contacts::channel_words;
use crate::live::Connection;
use crate::router::use_router;

/// Title, status, when and where.
pub(crate) fn event_head(desk: Desk, event: Signal<Event>) -> AnyView {
    let description = move || {
        let description = event.with(|event| event.description.clone());
        (!description.is_empty()).then(|| text("description", description))
    };
    let lost = move || {
        (desk.connection.get() == Connection::Lost)
            .then(|| text("note", "Reconnecting… What you see may be a little old."))
    };
    let when = words(move || event.with(when_and_where));
    let when = vec![status_badge(event), " ".into_any(), when];
    view! {
        <header class="event-head">
            <h1 tabindex="-1">{words(move || event.with(|event| event.title.clone()))}</h1>
            {group("event-when", when)}
            {part(description)}
            <div role="status">{part(lost)}</div>
            <div class="sr-only" role="status">
                {words(move || desk.latest.get())}
            </div>
        </header>
    }
    .into_any()
}

/// How the seats stand, in numbers and in a sentence.
pub(crate) fn standing(event: Signal<Event>) -> AnyView {
    let count = |(count, word): (u32, &'static str)| {
        let count = element("strong", "", vec![count.to_string().into_any()]);
        element("li", "", vec![count, " ".into_any(), word.into_any()])
    };
    let counts = move || {
        let words = counts_words(&event.with(|event| event.counts));
        Some(words.into_iter().map(count).collect::<Vec<_>>().into_any())
    };
    view! {
        <ul class="counts" aria-label="How the seats stand">
            {part(counts)}
        </ul>
        {line("waiting-for", words(move || event.with(|event| event.waiting_for.clone())))}
    }
    .into_any()
}

/// Deal, pause, edit, cancel: those that make sense as the event stands.
pub(crate) fn event_actions(desk: Desk, event: Signal<Event>) -> AnyView {
    let dialog = use_dialog();
    let status = Memo::new(move |_| event.with(|event| event.status));
    let saved: Saved = Rc::new(move |_| desk.refresh());
    form::resume(dialog, Rc::clone(&saved));
    let edit = move || form::open(dialog, Some(event.get_untracked()), Rc::clone(&saved));
    let router = use_router();
    let duplicate = move || {
        let show = move |event: Event| router.go(&format!("/events/{}", event.id));
        form::open_like(dialog, event.get_untracked(), Rc::new(show));
    };
    let pause = move || {
        desk.act("Dealing is paused.", async move {
            desk.api.pause(&desk.id()).await?;
            Ok(())
        });
    };
    let cancel = move || {
        let title = event.with_untracked(|event| event.title.clone());
        let people = untrack(|| who_hears_of_a_cancellation(&desk.invites.values()));
        let told = if people.is_empty() {
            "Nobody has to be told."
        } else {
            "Everybody who was invited and has not said no is told at once:"
        };
        let mut question = Question::new(
            format!("Cancel {title}?"),
            told,
            "Cancel event",
            move || async move {
                desk.api.cancel(&desk.id()).await?;
                desk.refresh();
                Ok("The event is cancelled.".to_owned())
            },
        );
        question.people = people;
        question.more = vec![
            "Every invitation that is still open is withdrawn. This cannot be undone.".to_owned(),
        ];
        dialog.ask(question.dangerous());
    };
    let deal = move |label| {
        let ask = move || ask_to_deal(desk, dialog);
        button("button button-primary button-large", label, ask)
            .busy(desk.busy)
            .view()
    };
    let main = move || match status.get() {
        EventStatus::Draft => Some(deal("Deal")),
        EventStatus::Paused => Some(deal("Go on dealing")),
        EventStatus::Dealing => Some(
            button("button button-large", "Pause", pause)
                .busy(desk.busy)
                .view(),
        ),
        EventStatus::Cancelled | EventStatus::Past => None,
    };
    let cancel = move || {
        (!desk.over.get())
            .then(|| button("button button-quiet-danger", "Cancel event", cancel).view())
    };
    view! {
        <div class="actions" role="group" aria-label="Event">
            {part(main)}
            {button("button", "Edit event", edit).view()}
            {button("button", "Duplicate", duplicate).view()}
            {part(cancel)}
        </div>
    }
    .into_any()
}

/// Who gets a message when the event is cancelled, and how (rule 12).
fn who_hears_of_a_cancellation(invites: &[Invite]) -> Vec<String> {
    let is_out = |invite: &&Invite| {
        matches!(
            invite.status,
            InvitationStatus::Withdrawn | InvitationStatus::Undeliverable
        ) || invite.response == Some(Response::No)
    };
    let told = invites.iter().filter(|invite| !is_out(invite));
    told.map(|invite| {
        format!(
            "{} by {}",
            invite.contact.name,
            channel_words(invite.channel)
        )
    })
    .collect()
}
