//! Offers to tell the guests of an event that its time or place have changed.

use seat_dealer_api_types::{Announcement, Channel, Event, EventPatch, MessageKind, Notice};

use crate::api::Api;
use crate::components::confirm::Question;
use crate::components::dialog::Dialog;
use crate::components::dynamic::spawn;
use crate::features::contacts::channel_words;
use crate::time;

/// Asks, naming everybody who would be told, by which way and when; unless nothing has changed that
/// they would want to know, or nobody is concerned.
pub(super) fn offer(api: Api, dialog: Dialog, old: &Event, new: &Event) {
    let is_news = old.starts_at != new.starts_at
        || old.time_zone != new.time_zone
        || old.location != new.location;
    if !is_news {
        return;
    }
    let (id, zone) = (new.id.clone(), new.time_zone.clone());
    spawn(async move {
        if let Ok(Announcement { items }) = api.announcement(&id).await
            && !items.is_empty()
        {
            dialog.ask(question(api, id, told(&items, &zone)));
        }
    });
}

fn question(api: Api, id: String, people: Vec<String>) -> Question {
    let mut question = Question::new(
        "Tell your guests about the change?",
        "Everybody who comes, or may come, gets the time and the place as they are now:",
        "Tell them",
        move || {
            let id = id.clone();
            async move {
                let announce = EventPatch {
                    announce: true,
                    ..EventPatch::default()
                };
                api.change_event(&id, &announce).await?;
                Ok("Your guests hear of the change.".to_owned())
            }
        },
    );
    question.people = people;
    question
}

/// Who is told, each in a line.
fn told(notices: &[Notice], zone: &str) -> Vec<String> {
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
            // It follows the news itself.
            if let Some(line) = lines.last_mut() {
                line.push_str(", and the calendar entry by email");
            }
            continue;
        }
        let when = match not_before {
            _ if *channel == Channel::ByHand => "when you pass it on".to_owned(),
            None => "at once".to_owned(),
            Some(then) => format!("on {}", time::date_and_time(then, zone)),
        };
        lines.push(format!("{name} by {} {when}", channel_words(*channel)));
    }
    lines
}
