//! Offers to tell the guests that the date or place of an event has changed.

use seat_dealer_api_types::{Announcement, Channel, Event, EventPatch, MessageKind, Notice};

use crate::api::Api;
use crate::components::confirm::ConfirmDialog;
use crate::pages::event::labels::channel_label;
use crate::time;

/// The question whether to tell the guests, with everybody who would be told, the channel and the
/// time. `None` if date and place are the same, or if nobody would be told.
pub(super) async fn question(api: Api, old: &Event, new: &Event) -> Option<ConfirmDialog> {
    let is_changed = old.starts_at != new.starts_at
        || old.time_zone != new.time_zone
        || old.location != new.location;
    if !is_changed {
        return None;
    }
    let Announcement { items } = api.announcement(&new.id).await.ok()?;
    let recipients = recipients(&items, &new.time_zone);
    (!items.is_empty()).then(|| announce_dialog(api, new.id.clone(), recipients))
}

fn announce_dialog(api: Api, id: String, recipients: Vec<String>) -> ConfirmDialog {
    let mut dialog = ConfirmDialog::new(
        "Tell your guests about the change?",
        "Everybody who is coming or might come gets the current date and place:",
        "Tell them",
        move || {
            let id = id.clone();
            async move {
                let announce = EventPatch {
                    announce: true,
                    ..EventPatch::default()
                };
                api.change_event(&id, &announce).await?;
                Ok("Your guests will be told about the change.".to_owned())
            }
        },
    );
    dialog.recipients = recipients;
    dialog
}

/// A line for each guest who would be told.
fn recipients(notices: &[Notice], zone: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for notice in notices {
        let Notice {
            name,
            kind,
            channel,
            not_before,
            ..
        } = notice;
        if *kind != MessageKind::Changed {
            // The calendar entry comes right after the message to the same guest.
            if let Some(line) = lines.last_mut() {
                line.push_str(", and the calendar entry by email");
            }
            continue;
        }
        let when = match not_before {
            _ if *channel == Channel::ByHand => "when you pass it on".to_owned(),
            None => "at once".to_owned(),
            Some(time) => format!("on {}", time::date_and_time(time, zone)),
        };
        lines.push(format!("{name} by {} {when}", channel_label(*channel)));
    }
    lines
}
