//! Who is invited next, and the confirmation before dealing.

use leptos::prelude::*;
use seat_dealer_api_types::{Preview, PreviewCard};

use super::labels::channel_label;
use super::store::EventStore;
use crate::components::confirm::ConfirmDialog;
use crate::components::dialog::Dialog;
use crate::components::page::Panel;
use crate::time;

/// How many of the cards after the next deal are listed.
const MAX_LATER_CARDS: usize = 5;

/// The cards that would be dealt now and later, and why no more are dealt now.
#[component]
pub(super) fn UpNextPanel(store: EventStore) -> impl IntoView {
    let panel = move || {
        let preview = store.preview.get()?;
        if store.is_over.get() {
            return None;
        }
        let now = card_list("Now", preview.now, usize::MAX);
        let later = card_list("Then", preview.next, MAX_LATER_CARDS);
        // Under the table the page says what the deal waits for; the reason is not repeated.
        let waiting_for = store
            .event
            .with(|event| event.as_ref().map(|event| event.waiting_for.clone()));
        let reason = (waiting_for.as_ref() != Some(&preview.why_not_more))
            .then(|| view! { <p class="hint">{preview.why_not_more}</p> }.into_any());
        let content: Vec<_> = [now, later, reason].into_iter().flatten().collect();
        if content.is_empty() {
            return None;
        }
        let panel = view! {
            <Panel id="next-title" title="Who is next">
                {content}
            </Panel>
        };
        Some(panel.into_any())
    };
    view! { {move || panel()} }
}

fn card_list(title: &'static str, cards: Vec<PreviewCard>, limit: usize) -> Option<AnyView> {
    if cards.is_empty() {
        return None;
    }
    let more = cards.len().saturating_sub(limit);
    let card = |card: PreviewCard| {
        view! {
            <li>
                <strong>{card.name}</strong>
                {party_label(card.party_size)}
                <span class="reason">{card.reason}</span>
            </li>
        }
        .into_any()
    };
    let cards: Vec<_> = cards.into_iter().take(limit).map(card).collect();
    let more =
        (more > 0).then(|| view! { <p class="hint">{format!("and {more} more")}</p> }.into_any());
    let list = view! {
        <h3>{title}</h3>
        <ol class="next">{cards}</ol>
        {more}
    };
    Some(list.into_any())
}

/// How many seats a party takes, unless it is one.
fn party_label(party_size: u32) -> Option<AnyView> {
    (party_size > 1)
        .then(|| view! { <span class="badge">{format!("{party_size} seats")}</span> }.into_any())
}

/// Asks for confirmation before dealing, with everybody who gets an invitation at once.
pub(super) fn confirm_deal(store: EventStore, dialog: Dialog) {
    store.busy.run(async move {
        match store.fetch_preview().await {
            Ok(preview) => deal_dialog(store, preview).open(dialog),
            Err(error) => store.announcer.error(&error),
        }
    });
}

fn deal_dialog(store: EventStore, preview: Preview) -> ConfirmDialog {
    let zone = store.zone.get_untracked();
    let etag = preview.etag.clone();
    let deal = move || {
        let deal = store.api.deal(&store.id(), &etag);
        async move {
            store.perform(deal).await?;
            Ok("Dealing has started.".to_owned())
        }
    };
    let explanation = match preview.now.len() {
        0 => "Nothing goes out at once.".to_owned(),
        1 => "One invitation goes out at once:".to_owned(),
        count => format!("{count} invitations go out at once:"),
    };
    let mut dialog = ConfirmDialog::new("Deal now?", explanation, "Deal now", deal);
    dialog.recipients = preview
        .now
        .iter()
        .map(|card| recipient(card, &zone))
        .collect();
    let reminds = preview.now.iter().any(|card| card.remind_at.is_some());
    let reminder =
        "Guests who have not answered when half of their time has passed are reminded once.";
    let reminder = reminds.then(|| reminder.to_owned());
    dialog.notes = reminder.into_iter().collect();
    dialog.notes.extend([
        preview.why_not_more,
        "From then on seat-dealer continues by itself until the table is full. You can pause it at \
         any time."
            .to_owned(),
    ]);
    dialog
}

fn recipient(card: &PreviewCard, zone: &str) -> String {
    let channel = channel_label(card.channel);
    let name = match card.party_size {
        1 => card.name.clone(),
        seats => format!("{} ({seats} seats)", card.name),
    };
    match &card.respond_by {
        Some(deadline) => {
            let deadline = time::date_and_time(deadline, zone);
            format!("{name} by {channel}, to answer by {deadline}")
        }
        None => format!("{name} by {channel}"),
    }
}
