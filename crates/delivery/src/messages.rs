//! The messages to guests: every kind as a text message and as an email.
//!
//! The sentences of each language are in `wording`. Messages are in the host's name, and tell nothing about the order,
//! other guests or open seats.

mod by_hand;
mod fitting;
mod mail;
mod replies;
mod text_message;
mod time;

use jiff::{Timestamp, tz::TimeZone};
use seat_dealer_core::{Channel, Event, Invitation, Language, Look, MessageKind, Response, Seat};
use seat_dealer_db::dev_mailbox;

use crate::plural::Counted;
use crate::segments::{SEGMENT_LIMIT, SEGMENT_LIMIT_WITH_WORDS, Segments, segments};
use crate::wording::{Message, Wording, fill};

/// A template could not be rendered.
pub use askama::Error as RenderError;

pub(crate) use self::time::long as long_date;

pub use self::replies::{Reply, reply, which_one};

/// The data that a message may contain.
#[derive(Debug, Clone)]
pub struct MessageContext {
    /// The language of the message.
    pub language: Language,
    /// The host's name.
    pub host_name: String,
    /// The guest's name.
    pub guest_name: String,
    /// The title of the event.
    pub title: String,
    /// The description.
    pub description: String,
    /// The begin of the event.
    pub starts_at: Option<Timestamp>,
    /// The end.
    pub ends_at: Option<Timestamp>,
    /// The time zone.
    pub time_zone: TimeZone,
    /// The place.
    pub location: Option<String>,
    /// A link to a page about the event or to a video call. It is not in texts.
    pub url: Option<String>,
    /// The look of an email.
    pub look: Look,
    /// The guest's own link.
    pub rsvp_url: String,
    /// The deadline of a held or offered seat.
    pub respond_by: Option<Timestamp>,
    /// How many people the contact is when all of them come.
    pub party_size: u32,
    /// The number of seats that the invitation has or would take.
    pub party: u32,
    /// The guest's answer.
    pub response: Option<Response>,
    /// Whether the guest has a seat.
    pub seated: bool,
    /// What the host wrote in this message.
    pub words: Option<String>,
    /// The address at which the guest can stop all email. It is not in texts.
    pub unsubscribe_url: Option<String>,
}

impl MessageContext {
    /// The data that the guest of this invitation may get.
    pub fn of(
        language: Language,
        invitation: &Invitation,
        event: &Event,
        description: &str,
        look: Look,
        host_name: &str,
        rsvp_url: String,
    ) -> Self {
        Self {
            language,
            host_name: host_name.to_owned(),
            guest_name: invitation.name.clone(),
            title: event.title.clone(),
            description: description.to_owned(),
            starts_at: event.starts_at,
            ends_at: event.ends_at,
            time_zone: event.time_zone.clone(),
            location: event.location.clone(),
            url: event.url.clone(),
            look,
            rsvp_url,
            respond_by: invitation.respond_by,
            party_size: invitation.party_size,
            party: invitation.party,
            response: invitation.response,
            seated: invitation.seat == Seat::Seated,
            words: None,
            unsubscribe_url: None,
        }
    }

    pub(crate) fn wording(&self) -> &'static Wording {
        Wording::of(self.language)
    }

    /// The sentences of the message of this kind for the guest's state.
    pub(crate) fn message(&self, kind: MessageKind) -> &'static Message {
        let wording = self.wording();
        let probably = self.response == Some(Response::Probably);
        match kind {
            MessageKind::Invitation => &wording.invitation,
            MessageKind::Reminder => &wording.reminder,
            MessageKind::MaybeNotice => &wording.maybe,
            MessageKind::Seated => &wording.seated,
            MessageKind::Offer => &wording.offer,
            MessageKind::Confirmation if probably => &wording.confirmed_probably,
            MessageKind::Confirmation => &wording.confirmed,
            MessageKind::DayBefore if probably => &wording.day_before_probably,
            MessageKind::DayBefore => &wording.day_before,
            MessageKind::Changed => &wording.changed,
            MessageKind::Cancelled => &wording.cancelled,
            MessageKind::Released if self.seated => &wording.off_calendar,
            MessageKind::Released if self.declined() => &wording.declined,
            MessageKind::Released => &wording.withdrawn,
            MessageKind::HostMessage => &wording.host_message,
        }
    }

    pub(crate) fn declined(&self) -> bool {
        self.response == Some(Response::No)
    }

    /// How many people of the contact are invited, if the contact is several.
    fn people(&self) -> Option<u32> {
        (self.party_size > 1).then(|| self.party.min(self.party_size))
    }

    /// How many guests of theirs are invited, if any.
    fn guests(&self) -> Option<u32> {
        let guests = self.party.saturating_sub(self.party_size);
        (guests > 0).then_some(guests)
    }

    /// Who is invited, in words behind *invites you*.
    fn company(&self) -> String {
        let wording = self.wording();
        let people = self.people().map(|people| match (people, self.party_size) {
            (2, 2) => wording.both.to_owned(),
            _ => self.counted(&wording.people, people),
        });
        let guests = self
            .guests()
            .map(|guests| self.counted(&wording.and_guests, guests));
        people.unwrap_or_default() + &guests.unwrap_or_default()
    }

    /// The guest's seats in words.
    fn seats(&self) -> String {
        self.counted(&self.wording().seats, self.party)
    }

    /// A text with a number in the language of the message.
    fn counted(&self, text: &Counted, number: u32) -> String {
        let form = text.of(self.language, number);
        fill(form, &[("number", Some(&number.to_string()))])
    }
}

/// The size of a message of this kind as a text.
pub fn text_segments(kind: MessageKind, context: &MessageContext) -> Segments {
    segments(&text_message::render(kind, context))
}

/// The maximum number of segments of a text with this context: more with words of the host.
pub(crate) fn segment_limit(context: &MessageContext) -> usize {
    match context.words {
        Some(_) => SEGMENT_LIMIT_WITH_WORDS,
        None => SEGMENT_LIMIT,
    }
}

/// A rendered message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Content {
    /// The subject line of an email.
    pub subject: Option<String>,
    /// The text, or the plain alternative of an email.
    pub text: String,
    /// The HTML alternative of an email.
    pub html: Option<String>,
}

impl Content {
    fn plain(text: String) -> Self {
        Self {
            subject: None,
            text,
            html: None,
        }
    }

    /// This message for the development mailbox.
    pub(crate) fn for_mailbox<'a>(
        &'a self,
        to: &'a str,
        channel: Channel,
    ) -> dev_mailbox::NewMessage<'a> {
        dev_mailbox::NewMessage {
            to,
            channel,
            subject: self.subject.as_deref(),
            body: &self.text,
            html: self.html.as_deref(),
        }
    }
}

/// Renders a message of this kind for this channel. A text has at most [`SEGMENT_LIMIT`](crate::SEGMENT_LIMIT)
/// segments, with the host's own words [`SEGMENT_LIMIT_WITH_WORDS`](crate::SEGMENT_LIMIT_WITH_WORDS), unless its link alone is longer: the host's words
/// are shortened if necessary.
pub fn render(
    kind: MessageKind,
    channel: Channel,
    context: &MessageContext,
) -> Result<Content, RenderError> {
    match channel {
        Channel::Sms => Ok(Content::plain(text_message::render(kind, context))),
        Channel::Email => mail::render(kind, context),
        Channel::ByHand => Ok(Content::plain(by_hand::render(kind, context))),
    }
}

#[cfg(test)]
mod catalogue;

#[cfg(test)]
pub(crate) mod tests {
    use seat_dealer_core::{Colour, Picture};

    use super::*;

    pub(crate) const LINK: &str = "https://dinner.example.com/rsvp/7YWHMfk9JZe0LM0g1ZauHu";

    pub(crate) fn context() -> MessageContext {
        MessageContext {
            language: Language::English,
            host_name: "Ada".into(),
            guest_name: "Bea".into(),
            title: "Dinner at ours".into(),
            description: "Long table, short speeches.\nBring nothing.\n\nThe cat is friendly."
                .into(),
            starts_at: Some("2026-12-05T18:00:00Z".parse().unwrap()),
            time_zone: TimeZone::get("Europe/Berlin").unwrap(),
            ends_at: None,
            location: Some("Lindenweg 3".into()),
            url: None,
            look: Look {
                colour: Colour::Ocean,
                picture: Picture::Soup,
            },
            rsvp_url: LINK.into(),
            respond_by: Some("2026-12-03T17:00:00Z".parse().unwrap()),
            party_size: 1,
            party: 1,
            response: None,
            seated: false,
            words: None,
            unsubscribe_url: None,
        }
    }

    #[test]
    fn a_confirmation_says_where_the_guest_stands() {
        let said = |response, party, context: MessageContext| {
            let context = MessageContext {
                response: Some(response),
                party,
                ..context
            };
            render(MessageKind::Confirmation, Channel::Email, &context).unwrap()
        };
        let mail = said(Response::Yes, 1, context());
        assert_eq!(
            mail.subject.as_deref(),
            Some("You have a seat: Dinner at ours")
        );
        assert!(
            mail.text
                .contains("\n\nAda has a seat for you:\n\n  Dinner at ours\n"),
            "{}",
            mail.text
        );
        assert!(
            mail.text.contains(
                "\n\nThe attached file puts it into your calendar. Should your plans change, \
                 please say so, so that your chair does not stay empty.\n\n\
                 See or change your answer:\n"
            ),
            "{}",
            mail.text
        );
        let undated = MessageContext {
            starts_at: None,
            ..context()
        };
        let mail = said(Response::Probably, 2, undated);
        assert!(mail.text.contains("Ada has 2 seats for you:"));
        assert!(
            mail.text
                .contains("\n\nYou are counted in. Should you find that you cannot come,"),
            "{}",
            mail.text
        );
        assert!(mail.html.unwrap().contains(">You are counted in. Should"));
    }

    #[test]
    fn a_message_to_a_couple_is_about_both_seats() {
        let couple = MessageContext {
            party_size: 2,
            party: 2,
            ..context()
        };
        for (kind, email, text) in [
            (
                MessageKind::Invitation,
                "The invitation is for 2 people.",
                "Ada invites you both: ",
            ),
            (
                MessageKind::MaybeNotice,
                "Still, Ada keeps 2 seats for you until ",
                ", but Ada keeps 2 seats until ",
            ),
            (
                MessageKind::Seated,
                "Good news from Ada: you have 2 seats.",
                "Good news from Ada: you have 2 seats.",
            ),
            (
                MessageKind::Offer,
                "Ada keeps 2 seats for you until ",
                "Ada can offer you 2 seats: ",
            ),
        ] {
            let said = |channel| render(kind, channel, &couple).unwrap().text;
            let (by_email, by_text) = (said(Channel::Email), said(Channel::Sms));
            assert!(by_email.contains(email), "{by_email}");
            assert!(by_text.contains(text), "{by_text}");
        }
        let invitation = render(MessageKind::Invitation, Channel::Email, &couple).unwrap();
        assert!(invitation.text.contains("Ada keeps 2 seats for you until "));
    }

    #[test]
    fn who_said_probably_is_asked_again_before_the_event() {
        for channel in Channel::ALL {
            let said = |response| {
                let context = MessageContext {
                    response: Some(response),
                    seated: true,
                    ..context()
                };
                render(MessageKind::DayBefore, *channel, &context)
                    .unwrap()
                    .text
            };
            let question = "Are you still coming?";
            assert!(said(Response::Probably).contains(question), "{channel}");
            assert!(!said(Response::Yes).contains(question), "{channel}");
            assert!(said(Response::Yes).contains("Lindenweg 3"), "{channel}");
        }
    }

    #[test]
    fn a_seat_that_is_gone_is_spoken_of_as_its_guest_knows_it() {
        let said = |response| {
            let context = MessageContext {
                response,
                ..context()
            };
            render(MessageKind::Released, Channel::Email, &context).unwrap()
        };
        let declined = said(Some(Response::No));
        assert_eq!(
            declined.subject.as_deref(),
            Some("You can't come: Dinner at ours")
        );
        assert!(
            declined.text.contains(
                "The attached file takes it out of your calendar. Should your plans change, \
                 you are welcome to answer again."
            ),
            "{}",
            declined.text
        );
        for response in [Some(Response::Yes), None] {
            let withdrawn = said(response);
            assert_eq!(
                withdrawn.subject.as_deref(),
                Some("No longer open: Dinner at ours")
            );
            assert!(
                withdrawn
                    .text
                    .contains("If this surprises you, please ask Ada."),
                "{}",
                withdrawn.text
            );
        }
    }

    /// Words of this language that would tell a guest of an order, a list or other guests.
    pub(crate) fn secrets(language: Language) -> &'static [&'static str] {
        match language {
            Language::English => &[
                "order", "queue", "turn", "next", "left", "other", "standby", "list", "full",
            ],
            Language::Spanish => &[
                "orden",
                "cola",
                "turno",
                "siguiente",
                "lista",
                "lleno",
                "quedan",
                "otros",
            ],
            Language::German => &[
                "reihenfolge",
                "warteliste",
                "liste",
                "nächste",
                "nächster",
                "übrig",
                "voll",
                "andere",
            ],
            Language::French => &[
                "ordre", "file", "tour", "suivant", "prochain", "attente", "complet", "liste",
                "autres",
            ],
            Language::Italian => &[
                "ordine", "coda", "turno", "prossimo", "lista", "attesa", "pieno", "completo",
                "restano", "altri",
            ],
            Language::Portuguese => &[
                "ordem", "fila", "turno", "próximo", "lista", "cheio", "completo", "restam",
                "sobram", "outros",
            ],
        }
    }

    #[test]
    fn no_message_speaks_of_what_guests_must_not_learn() {
        for (kind, channel, language) in every_message() {
            let context = MessageContext {
                language,
                ..context()
            };
            let message = render(kind, channel, &context).unwrap();
            let html = message.html.unwrap_or_default().to_lowercase();
            let html = html.split_once("<body").map_or("", |(_, body)| body);
            let words = format!("{:?} {} {html}", message.subject, message.text).to_lowercase();
            for word in words.split(|c: char| !c.is_alphanumeric()) {
                let is_secret = secrets(language).contains(&word);
                assert!(!is_secret, "{word} in {kind} by {channel}: {words}");
            }
            assert!(words.contains("ada"), "{kind} by {channel} says from whom");
            assert!(message.text.contains(LINK), "{kind} by {channel}");
        }
    }

    fn every_message() -> impl Iterator<Item = (MessageKind, Channel, Language)> {
        MessageKind::ALL.iter().flat_map(|kind| {
            Channel::ALL.iter().flat_map(|channel| {
                let languages = Language::ALL.iter();
                languages.map(|language| (*kind, *channel, *language))
            })
        })
    }
}
