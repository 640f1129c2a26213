//! Emails to hosts (rule 17): what has happened at their events, in the sentences of the log, and how the tables stand.

use askama::Template;
use seat_dealer_core::{Language, Topic, standing};
use seat_dealer_db::host_news::EventNews;

use crate::messages::{Content, RenderError, long_date};
use crate::typography::one_line;
use crate::wording::Wording;

/// The maximum number of sentences about one topic of an event. The event's page has the others.
const SENTENCES: usize = 20;

/// The addresses in an email to a host.
pub(crate) struct HostLinks {
    /// The base address of the web app, without a slash at its end.
    pub(crate) app: String,
    /// The address at which the host can stop these emails.
    pub(crate) stop: String,
}

struct Section {
    heading: &'static str,
    sentences: Vec<String>,
}

struct EventPart {
    title: String,
    when: Option<String>,
    sections: Vec<Section>,
    standing: String,
    link: String,
}

#[derive(Template)]
#[template(path = "news.txt")]
struct NewsText<'a> {
    name: &'a str,
    events: &'a [EventPart],
    settings: &'a str,
    stop: &'a str,
}

#[derive(Template)]
#[template(path = "news.html")]
struct NewsHtml<'a> {
    subject: &'a str,
    name: &'a str,
    events: &'a [EventPart],
    settings: &'a str,
    stop: &'a str,
}

/// Renders an email to the host of this name. `news` is not empty.
pub(crate) fn render(
    name: &str,
    news: &[EventNews],
    links: &HostLinks,
) -> Result<Content, RenderError> {
    let name = &one_line(name);
    let events: Vec<EventPart> = news.iter().map(|news| event_part(news, links)).collect();
    let events = &events;
    let subject = &subject(news);
    let settings = &format!("{}/settings", links.app);
    let stop = links.stop.as_str();
    let text = NewsText {
        name,
        events,
        settings,
        stop,
    };
    let html = NewsHtml {
        subject,
        name,
        events,
        settings,
        stop,
    };
    Ok(Content {
        subject: Some(subject.clone()),
        text: text.render()?,
        html: Some(html.render()?),
    })
}

/// The topic that is most urgent.
pub(crate) fn most_urgent(news: &[EventNews]) -> Option<Topic> {
    let entries = news.iter().flat_map(|event| &event.entries);
    entries.map(|(topic, _)| *topic).min()
}

/// The subject says what is most urgent.
pub(crate) fn subject(news: &[EventNews]) -> String {
    let what = match most_urgent(news) {
        Some(Topic::NeedsYou) => "something needs you",
        Some(Topic::Full) => "the table is full",
        Some(Topic::Answer) | None => "what your guests say",
    };
    match news {
        [only] => format!("{}: {what}", one_line(&only.event.table.event.title)),
        _ => format!("{} events: {what}", news.len()),
    }
}

fn event_part(news: &EventNews, links: &HostLinks) -> EventPart {
    let event = &news.event.table.event;
    let dates = &Wording::of(Language::English).dates;
    let headings = [
        (Topic::NeedsYou, "This needs you:"),
        (Topic::Full, "Good news:"),
        (Topic::Answer, "What your guests say:"),
    ];
    let sections = headings.into_iter().filter_map(|(topic, heading)| {
        let entries = news.entries.iter();
        let about = entries.filter(|(about, _)| *about == topic);
        let mut sentences: Vec<_> = about.map(|(_, entry)| one_line(&entry.text)).collect();
        let more = sentences.len().saturating_sub(SENTENCES);
        if more > 0 {
            sentences.truncate(SENTENCES);
            sentences.push(format!("{more} more: see the event."));
        }
        (!sentences.is_empty()).then_some(Section { heading, sentences })
    });
    EventPart {
        title: one_line(&event.title),
        when: event
            .starts_at
            .map(|at| long_date(at, &event.time_zone, dates)),
        sections: sections.collect(),
        standing: standing(&news.event.table),
        link: format!("{}/events/{}", links.app, news.event.id.as_str()),
    }
}
