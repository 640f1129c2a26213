//! Who would be told, by which channel and when, as the server's previews say.

use leptos::prelude::GetUntracked;
use seat_dealer_api_types::{Announcement, Channel, MessageKind, Notice};

use super::labels::channel_label;
use super::store::EventStore;
use crate::api::ApiFuture;
use crate::components::confirm::ConfirmDialog;
use crate::components::dialog::Dialog;
use crate::time;

/// Loads a preview, and asks the question about the lines of those who would be told.
pub(super) fn ask(
    store: EventStore,
    dialog: Dialog,
    preview: ApiFuture<Announcement>,
    question: impl FnOnce(Vec<String>) -> ConfirmDialog + 'static,
) {
    // Boxed, so that the rest is compiled once.
    let question: Box<dyn FnOnce(Vec<String>) -> ConfirmDialog> = Box::new(question);
    let zone = store.zone.get_untracked();
    store.busy.run(async move {
        store.flush().await;
        match preview.await {
            Ok(Announcement { items }) => question(recipients(&items, &zone)).open(dialog),
            Err(error) => dialog.fail(&error),
        }
    });
}

/// A line for each guest who would be told.
pub(super) fn recipients(notices: &[Notice], zone: &str) -> Vec<String> {
    let mut told: Vec<&Notice> = Vec::new();
    let mut with_entry: Vec<&str> = Vec::new();
    // News come first, so that an email for the calendar has no line of its own beside them.
    let (entries, news): (Vec<_>, Vec<_>) = notices.iter().partition(|notice| is_entry(notice));
    for notice in news.into_iter().chain(entries) {
        let id = &notice.invitation_id;
        if told.iter().any(|other| other.invitation_id == *id) {
            with_entry.push(id);
        } else {
            told.push(notice);
        }
    }
    let line = |notice: &Notice| {
        let when = match &notice.not_before {
            _ if notice.channel == Channel::ByHand => "when you pass it on".to_owned(),
            None => "at once".to_owned(),
            Some(time) => format!("on {}", time::date_and_time(time, zone)),
        };
        let calendar = if with_entry.contains(&notice.invitation_id.as_str()) {
            ", and the calendar entry by email"
        } else {
            ""
        };
        let channel = channel_label(notice.channel);
        format!("{} by {channel} {when}{calendar}", notice.name)
    };
    told.into_iter().map(line).collect()
}

/// Whether this is an email with an update of the calendar entry.
fn is_entry(notice: &Notice) -> bool {
    notice.channel == Channel::Email
        && matches!(
            notice.kind,
            MessageKind::Confirmation | MessageKind::Released
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn notice(name: &str, kind: MessageKind, channel: Channel) -> Notice {
        Notice {
            invitation_id: name.to_owned(),
            name: name.to_owned(),
            kind,
            channel,
            not_before: None,
        }
    }

    #[test]
    fn each_guest_has_one_line() {
        use MessageKind::{Changed, Confirmation, Released};
        let notices = [
            notice("Ada", Released, Channel::Email),
            notice("Ada", Released, Channel::Sms),
            notice("Bea", Released, Channel::Email),
            notice("Cleo", Changed, Channel::ByHand),
            notice("Dora", Changed, Channel::Email),
            notice("Dora", Confirmation, Channel::Email),
        ];
        assert_eq!(
            recipients(&notices, "UTC"),
            [
                "Ada by text message at once, and the calendar entry by email",
                "Cleo by hand when you pass it on",
                "Dora by email at once, and the calendar entry by email",
                "Bea by email at once",
            ]
        );
    }
}
