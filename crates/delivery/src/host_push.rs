//! Push messages to hosts (rule 17): what has happened at their events, in a few lines.

use seat_dealer_core::{Topic, standing};
use seat_dealer_db::host_news::EventNews;
use serde::Serialize;

use crate::host_mail::{most_urgent, subject};
use crate::push::PushMessage;
use crate::typography::{one_line, shortened};

/// The maximum number of sentences, and of lines that say how a table stands.
const LINES: usize = 3;
/// The maximum numbers of characters. With them, every message is short enough, whatever its characters.
const TITLE: usize = 100;
const LINE: usize = 110;

/// What the service worker of the app reads.
#[derive(Serialize)]
struct Payload {
    title: String,
    body: String,
    /// The path in the web app.
    path: String,
    /// A notification with the same tag replaces this one.
    #[serde(skip_serializing_if = "Option::is_none")]
    tag: Option<String>,
}

/// Renders a push message. `news` is not empty. Without names, it says only how the tables stand.
pub(crate) fn render(
    news: &[EventNews],
    with_names: bool,
) -> Result<PushMessage, serde_json::Error> {
    let is_urgent = most_urgent(news) == Some(Topic::NeedsYou);
    let entries = news.iter().flat_map(|news| &news.entries);
    let sentences = entries
        .filter(|_| with_names)
        .map(|(_, entry)| entry.text.clone());
    let only = match news {
        [only] => Some(only.event.id.as_str()),
        _ => None,
    };
    let standings = news.iter().map(|news| {
        let table = &news.event.table;
        match only {
            Some(_) => standing(table),
            None => format!("{}: {}", table.event.title, standing(table)),
        }
    });
    let mut lines = few(&sentences.collect::<Vec<_>>());
    lines.extend(few(&standings.collect::<Vec<_>>()));
    // The newest message about answers says how the table stands, so it replaces the one before.
    let topic = only.filter(|_| !is_urgent).map(|id| id.replace('-', ""));
    let payload = Payload {
        title: shortened(&subject(news), TITLE),
        body: lines.join("\n"),
        path: only.map_or("/events".to_owned(), |id| format!("/events/{id}")),
        tag: topic.clone(),
    };
    Ok(PushMessage {
        payload: serde_json::to_string(&payload)?,
        is_urgent,
        topic,
    })
}

/// The first lines, and how many there are more.
fn few(lines: &[String]) -> Vec<String> {
    let more = lines.len().saturating_sub(LINES);
    let first = lines.iter().take(LINES);
    let mut few: Vec<String> = first.map(|line| shortened(&one_line(line), LINE)).collect();
    if more > 0 {
        few.push(format!("{more} more."));
    }
    few
}
