//! The question before dealing.

use leptos::prelude::*;
use seat_dealer_api_types::{Preview, PreviewCard};

use super::labels::channel_label;
use super::segment::Segment;
use super::store::EventStore;
use crate::components::confirm::ConfirmDialog;
use crate::components::dialog::Dialog;
use crate::time;

/// How many of the next cards are listed if none is dealt at once.
const MAX_LATER_CARDS: usize = 5;

/// Asks for confirmation before dealing, with everybody who gets an invitation at once.
pub(super) fn confirm_deal(store: EventStore, dialog: Dialog) {
    store.busy.run(async move {
        match store.fetch_preview().await {
            Ok(preview) => deal_dialog(store, preview).open(dialog),
            Err(error) => dialog.fail(&error),
        }
    });
}

fn deal_dialog(store: EventStore, preview: Preview) -> ConfirmDialog {
    let zone = store.zone.get_untracked();
    let has_cards = !preview.now.is_empty();
    let etag = preview.etag.clone();
    let deal = move || {
        let deal = store.api.deal(&store.id(), &etag);
        async move {
            store.perform(deal).await?;
            if has_cards {
                store.segments.show(Segment::Waiting);
            }
            Ok("Dealing has started.".to_owned())
        }
    };
    let (title, action) = if has_cards {
        ("Deal now?", "Deal now")
    } else {
        ("Start dealing?", "Start dealing")
    };
    let explanation = match (preview.now.len(), preview.next.len()) {
        (0, 0) => "Nothing goes out at once.".to_owned(),
        (0, _) => "Nothing goes out at once. These are next:".to_owned(),
        (1, _) => "One invitation goes out at once:".to_owned(),
        (count, _) => format!("{count} invitations go out at once:"),
    };
    let mut dialog = ConfirmDialog::new(title, explanation, action, deal);
    let later = preview
        .next
        .iter()
        .take(if has_cards { 0 } else { MAX_LATER_CARDS });
    let listed = preview.now.iter().chain(later);
    dialog.recipients = listed.map(|card| recipient(card, &zone)).collect();
    dialog.words = words(&preview.now);
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

/// The words of the first invitation by each channel.
fn words(cards: &[PreviewCard]) -> Vec<(String, String)> {
    let mut words = Vec::new();
    let mut channels = Vec::new();
    for card in cards {
        if let (Some(text), false) = (&card.text, channels.contains(&card.channel)) {
            channels.push(card.channel);
            let channel = channel_label(card.channel);
            words.push((
                format!("What {} reads, by {channel}", card.name),
                text.clone(),
            ));
        }
    }
    words
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
