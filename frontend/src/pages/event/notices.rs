//! Who would be told, by which channel and when, as the server's previews say.

use seat_dealer_api_types::{Channel, MessageKind, Notice};

use super::labels::channel_label;
use crate::time;

/// A line for each guest who would be told.
pub(super) fn recipients(notices: &[Notice], zone: &str) -> Vec<String> {
    let (for_calendars, news): (Vec<_>, Vec<_>) =
        notices.iter().partition(|notice| is_for_calendar(notice));
    let line = |notice: &Notice| {
        let when = match &notice.not_before {
            _ if notice.channel == Channel::ByHand => "when you pass it on".to_owned(),
            None => "at once".to_owned(),
            Some(time) => format!("on {}", time::date_and_time(time, zone)),
        };
        let mut others = for_calendars.iter();
        let calendar = if others.any(|other| other.invitation_id == notice.invitation_id) {
            ", and the calendar entry by email"
        } else {
            ""
        };
        let channel = channel_label(notice.channel);
        format!("{} by {channel} {when}{calendar}", notice.name)
    };
    news.into_iter().map(line).collect()
}

fn is_for_calendar(notice: &Notice) -> bool {
    matches!(
        notice.kind,
        MessageKind::Confirmation | MessageKind::Released
    )
}
