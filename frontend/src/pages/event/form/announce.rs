//! Offers to tell the guests that the date or place of an event has changed.

use seat_dealer_api_types::{Announcement, Event, EventPatch};

use crate::api::{Api, ApiError};
use crate::components::confirm::ConfirmDialog;
use crate::pages::event::notices::recipients;

/// Whether guests may have to be told of the change.
pub(super) fn is_for_guests(old: &Event, new: &Event) -> bool {
    let told = |event: &Event| {
        (
            event.starts_at.clone(),
            event.ends_at.clone(),
            event.time_zone.clone(),
            event.location.clone(),
            event.url.clone(),
        )
    };
    told(old) != told(new)
}

/// The question whether to tell the guests, with everybody who would be told, the channel and the
/// time. `None` if nobody would be told.
pub(in crate::pages::event) async fn question(
    api: Api,
    event: &Event,
) -> Result<Option<ConfirmDialog>, ApiError> {
    let Announcement { items } = api.announcement(&event.id).await?;
    let recipients = recipients(&items, &event.time_zone);
    Ok((!items.is_empty()).then(|| announce_dialog(api, event, recipients)))
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
