//! The question before dealing.

use leptos::prelude::*;
use seat_dealer_api_types::{Preview, PreviewCard};

use super::labels::channel_label;
use super::segments::Segment;
use super::store::EventStore;
use crate::components::confirm::ConfirmDialog;
use crate::components::dialog::Dialog;
use crate::time;

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
    let has_cards = !preview.now.is_empty();
    let deal = move || async move {
        store.perform(store.api.deal(&store.id())).await?;
        if has_cards {
            store.segments.show(Segment::Waiting);
        }
        Ok("Dealing has started.".to_owned())
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
    match &card.respond_by {
        Some(deadline) => {
            let deadline = time::date_and_time(deadline, zone);
            format!("{} by {channel}, to answer by {deadline}", card.name)
        }
        None => format!("{} by {channel}", card.name),
    }
}
