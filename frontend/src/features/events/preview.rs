//! Who is next, and the question before anything is sent.

use leptos::prelude::*;
use seat_dealer_api_types::{Preview, PreviewCard};

use super::desk::Desk;
use crate::components::dynamic::part;
use crate::components::confirm::{Confirm, Question};
use crate::features::contacts::channel_words;
use crate::time;

/// How many of those who follow are named.
const NEXT: usize = 5;

/// Who would be dealt now and next, and why not more.
pub(crate) fn who_is_next(desk: Desk) -> AnyView {
    part(move || {
        let preview = desk.preview.get()?;
        if desk.over.get() {
            return None;
        }
        Some(
            view! {
                <section class="panel" aria-labelledby="next-title">
                    <h2 id="next-title">"Who is next"</h2>
                    {people("Now", preview.now, usize::MAX)}
                    {people("Then", preview.next, NEXT)}
                    <p class="hint">{preview.why_not_more}</p>
                </section>
            }
            .into_any(),
        )
    })
}

fn people(title: &'static str, cards: Vec<PreviewCard>, most: usize) -> Option<AnyView> {
    if cards.is_empty() {
        return None;
    }
    let more = cards.len().saturating_sub(most);
    let rows: Vec<_> = cards
        .into_iter()
        .take(most)
        .map(|card| {
            view! {
                <li>
                    <strong>{card.name}</strong>
                    <span class="reason">{card.reason}</span>
                </li>
            }
            .into_any()
        })
        .collect();
    let more = (more > 0).then(|| {
        view! { <p class="hint">{format!("and {more} more")}</p> }.into_any()
    });
    Some(
        view! {
            <h3>{title}</h3>
            <ol class="next">{rows}</ol>
            {more}
        }
        .into_any(),
    )
}

/// Asks before dealing, naming everybody who gets an invitation at once, and by which channel.
pub(crate) fn ask_to_deal(desk: Desk, confirm: Confirm) {
    desk.busy.run(async move {
        match desk.api.preview(&desk.id()).await {
            Ok(preview) => confirm.ask(question(desk, preview)),
            Err(failure) => desk.announcer.fail(&failure),
        }
    });
}

fn question(desk: Desk, preview: Preview) -> Question {
    let zone = desk.zone.get_untracked();
    let task = move || async move {
        desk.api.deal(&desk.id()).await?;
        desk.refresh();
        Ok("Dealing has begun.".to_owned())
    };
    let first = match preview.now.len() {
        0 => "Nothing goes out at once.".to_owned(),
        1 => "One invitation goes out at once:".to_owned(),
        count => format!("{count} invitations go out at once:"),
    };
    let mut question = Question::new("Deal now?", first, "Deal now", task);
    question.people = preview.now.iter().map(|card| recipient(card, &zone)).collect();
    question.more = vec![
        preview.why_not_more,
        "From then on seat-dealer goes on by itself until the table is full. You can pause it at \
         any time."
            .to_owned(),
    ];
    question
}

fn recipient(card: &PreviewCard, zone: &str) -> String {
    let channel = channel_words(card.channel);
    match &card.respond_by {
        Some(until) => {
            let until = time::date_and_time(until, zone);
            format!("{} by {channel}, to answer until {until}", card.name)
        }
        None => format!("{} by {channel}", card.name),
    }
}
