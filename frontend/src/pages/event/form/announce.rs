//! Offers to tell the guests that the date or place of an event has changed.

use seat_dealer_api_types::{Announcement, Event, EventPatch};

use crate::api::Api;
use crate::components::confirm::ConfirmDialog;
use crate::pages::event::notices::recipients;

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
    (!items.is_empty()).then(|| announce_dialog(api, new, recipients))
}

fn announce_dialog(api: Api, event: &Event, recipients: Vec<String>) -> ConfirmDialog {
    let (id, etag) = (event.id.clone(), event.etag.clone());
    let mut dialog = ConfirmDialog::new(
        "Tell your guests about the change?",
        "Everybody who is coming or might come gets the current date and place:",
        "Tell them",
        move || {
            let (id, etag) = (id.clone(), etag.clone());
            async move {
                let announce = EventPatch {
                    announce: true,
                    ..EventPatch::default()
                };
                api.change_event(&id, &announce, &etag).await?;
                Ok("Your guests will be told about the change.".to_owned())
            }
        },
    );
    dialog.recipients = recipients;
    dialog
}
