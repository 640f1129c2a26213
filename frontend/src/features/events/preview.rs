//! Who is next, and the question before anything is sent.

use leptos::prelude::*;
use seat_dealer_api_types::{Preview, PreviewCard};

use super::desk::Desk;
use crate::components::confirm::Question;
use crate::components::dialog::Dialog;
use crate::components::dynamic::part;
use crate::components::shapes::{element, panel, text};
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
        let mut content = people("Now", preview.now, usize::MAX);
        content.extend(people("Then", preview.next, NEXT));
        // What the deal waits for stands under the table already.
        let waits = desk
            .event
            .with(|event| event.as_ref().map(|event| event.waiting_for.clone()));
        if waits.as_ref() != Some(&preview.why_not_more) {
            content.push(text("hint", preview.why_not_more));
        }
        (!content.is_empty()).then(|| panel("next-title", "Who is next", content))
    })
}

fn people(title: &'static str, cards: Vec<PreviewCard>, most: usize) -> Vec<AnyView> {
    if cards.is_empty() {
        return Vec::new();
    }
    let more = cards.len().saturating_sub(most);
    let card = |card: PreviewCard| {
        let name = element("strong", "", vec![card.name.into_any()]);
        let reason = element("span", "reason", vec![card.reason.into_any()]);
        element("li", "", vec![name, reason])
    };
    let rows = cards.into_iter().take(most).map(card).collect();
    let mut content = vec![
        element("h3", "", vec![title.into_any()]),
        element("ol", "next", rows),
    ];
    if more > 0 {
        content.push(text("hint", format!("and {more} more")));
    }
    content
}

/// Asks before dealing, naming everybody who gets an invitation at once, and by which channel.
pub(crate) fn ask_to_deal(desk: Desk, dialog: Dialog) {
    desk.busy.run(async move {
        match desk.api.preview(&desk.id()).await {
            Ok(preview) => dialog.ask(question(desk, preview)),
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
    question.people = preview
        .now
        .iter()
        .map(|card| recipient(card, &zone))
        .collect();
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
