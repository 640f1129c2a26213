//! The log in English.

mod answers;
mod phrases;
mod refusals;
mod standing;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use self::phrases::{
    audience_name, channel_name, counted_or_nobody, guest_field, held, held_for, in_one_line,
    listed, message_name, quoted, setting_name, some_seats, the_seats_are,
};
use super::{By, Change, Happening, Hold, NoNext, QuietTime, Sent};
use crate::{Channel, MessageKind, OtherText, TextReply};

pub(crate) use self::phrases::{counted, messages_by};
pub(crate) use self::refusals::refusal;
pub use self::standing::standing;

/// The sentence of an entry, and by which API key a program did it for the host.
pub fn with_key(sentence: &str, key_name: &str) -> String {
    format!("{sentence} The request came with the API key \u{201c}{key_name}\u{201d}.")
}

/// What the sentences of one entry have in common.
pub(super) struct English<'a> {
    /// The name of the guest.
    name: &'a str,
    /// The time zone of the times.
    zone: &'a TimeZone,
}

impl<'a> English<'a> {
    pub(super) fn about(name: Option<&'a str>, zone: &'a TimeZone) -> Self {
        let name = name.unwrap_or("somebody");
        Self { name, zone }
    }

    #[allow(clippy::too_many_lines, reason = "each kind of entry has an arm")]
    pub(super) fn sentence(&self, happening: &Happening) -> String {
        let Self { name, zone } = *self;
        match happening {
            Happening::Created { title, seats, .. } => {
                format!("You added {title} with {}.", counted(*seats, "seat"))
            }
            Happening::Dealing { resumed, quiet, .. } => self.dealing(*resumed, *quiet),
            Happening::Paused { .. } => "You paused dealing; guests can still answer.".to_owned(),
            Happening::Cancelled { told: 0, .. } => {
                "You cancelled the event; nobody had to be told.".to_owned()
            }
            Happening::Cancelled { told, quiet, .. } => {
                format!("You cancelled the event; {}.", self.told(*told, "", *quiet))
            }
            Happening::Changed(change) => self.changed(change),
            Happening::Arranged {
                invite_first,
                excluded,
                ..
            } => format!(
                "You arranged the deck: {} to invite first, {} left out.",
                counted_or_nobody(*invite_first),
                counted_or_nobody(*excluded)
            ),
            Happening::Wrote {
                to,
                words,
                told,
                unreached,
                quiet,
                ..
            } => {
                let to: Vec<_> = to.iter().copied().map(audience_name).collect();
                let unreached = match unreached {
                    0 => String::new(),
                    _ => format!("; {} cannot be reached", counted(*unreached, "guest")),
                };
                format!(
                    "You wrote to the guests {}: {}; {}{unreached}.",
                    listed(&to),
                    quoted(words),
                    self.told(*told, "", *quiet)
                )
            }
            Happening::Dealt {
                by,
                reason,
                hold,
                whole_party,
                channel,
            } => {
                let held = held_for(hold, *whole_party, zone);
                let because = reason.because(zone);
                match (by, channel) {
                    (By::Host, Channel::ByHand) => {
                        format!("You chose to invite {name}, by hand; {held}.")
                    }
                    (By::Host, _) => format!("You invited {name} yourself; {held}."),
                    (_, Channel::ByHand) => {
                        format!("{name} is yours to invite by hand ({because}); {held}.")
                    }
                    _ => format!("{name} was invited ({because}); {held}."),
                }
            }
            Happening::PassedOver { name, party, open } => format!(
                "{name} is passed over, because a party of {party} does not fit into {} and little \
                 time is left.",
                counted(*open, "open seat")
            ),
            Happening::Skipped { party, open } => format!(
                "{name} stays on standby, because a party of {party} does not fit into {}.",
                counted(*open, "open seat")
            ),
            Happening::Answered(answered) => answers::sentence(name, answered),
            Happening::Noted { note: Some(note) } => format!("{name} wrote: {}.", quoted(note)),
            Happening::Noted { note: None } => {
                format!("{name} took back what they had written.")
            }
            Happening::FilledIn {
                field,
                text: Some(text),
            } => format!(
                "{name} filled in \u{201c}{}\u{201d}: {}.",
                guest_field(field),
                in_one_line(text)
            ),
            Happening::FilledIn { field, text: None } => {
                format!("{name} emptied \u{201c}{}\u{201d}.", guest_field(field))
            }
            Happening::Lapsed { offer: true, freed } => format!(
                "{name} did not take up the offer in time; {} free again.",
                the_seats_are(*freed)
            ),
            Happening::Lapsed { freed, .. } => format!(
                "{name} did not answer in time; {} free again and the link still works.",
                the_seats_are(*freed)
            ),
            Happening::Promoted { party, told } => {
                let seats = match party {
                    1 => "a free seat".to_owned(),
                    _ => format!("{party} free seats"),
                };
                let quiet = if *told {
                    ""
                } else {
                    "; it is quiet time until the event begins, so no message goes out"
                };
                format!("{name} was next on standby and got {seats}{quiet}.")
            }
            Happening::Offered { hold, .. } => {
                let until = hold
                    .respond_by
                    .map(|until| format!(" until {}", datetime(until, zone)));
                format!(
                    "{name}, a maybe, is offered {}{}, because the deck is empty.",
                    some_seats(hold.party),
                    until.unwrap_or_default()
                )
            }
            Happening::Reminded {
                message: MessageKind::Reminder,
                channel,
            } => format!(
                "{name} has not answered yet and is reminded by {}.",
                channel_name(*channel)
            ),
            Happening::Reminded {
                channel: Channel::ByHand,
                ..
            } => format!("It is time to tell {name} by hand that they are expected."),
            Happening::Reminded { channel, .. } => format!(
                "{name} hears by {} that they are expected.",
                channel_name(*channel)
            ),
            Happening::NotReminded { message } => format!(
                "It is too late for the {} to {name}, so it is dropped.",
                message_name(*message)
            ),
            Happening::Withdrawn { freed, words, .. } => {
                let free = match freed {
                    0 => String::new(),
                    _ => format!("; {} free again", the_seats_are(*freed)),
                };
                let wrote = words.as_deref().map(quoted);
                let wrote = wrote.map(|words| format!("; you wrote: {words}"));
                let wrote = wrote.unwrap_or_default();
                format!("You withdrew {name}'s invitation{free}{wrote}.")
            }
            Happening::Resent {
                message,
                channel,
                hold,
                ..
            } => {
                let message = match message {
                    MessageKind::Offer => "offer",
                    _ => "invitation",
                };
                let held = self.and_held(hold.as_ref());
                match channel {
                    Channel::ByHand => {
                        format!("{name}'s {message} is yours to send again by hand{held}.")
                    }
                    _ => format!(
                        "You sent {name}'s {message} again, by {}{held}.",
                        channel_name(*channel)
                    ),
                }
            }
            Happening::Sent(Sent::ByHand { messages, hold, .. }) => {
                let messages: Vec<_> = messages
                    .iter()
                    .map(|&kind| format!("the {}", message_name(kind)))
                    .collect();
                let held = self.and_held(hold.as_ref());
                format!("You passed {} on to {name}{held}.", listed(&messages))
            }
            Happening::Sent(Sent::ByProvider {
                message, channel, ..
            }) => format!(
                "The {} went out to {name} by {}.",
                message_name(*message),
                channel_name(*channel)
            ),
            Happening::Delivered {
                message, channel, ..
            } => format!(
                "The {} reached {name} by {}.",
                message_name(*message),
                channel_name(*channel)
            ),
            Happening::DeliveryFailed {
                message,
                channel,
                why,
                next,
                no_next,
            } => format!(
                "The {} could not reach {name} by {} ({why}){}.",
                message_name(*message),
                channel_name(*channel),
                after_failure(*next, *no_next)
            ),
            Happening::Undeliverable { freed: 0 } => format!("{name} cannot be reached."),
            Happening::Undeliverable { freed } => {
                let seats = the_seats_are(*freed);
                format!("{name} cannot be reached, so {seats} free again.")
            }
            Happening::Waits {
                message,
                why,
                until,
                ..
            } => format!(
                "The {} to {name} waits{}: {}.",
                message_name(*message),
                until.map_or_else(String::new, |until| format!(
                    " until {}",
                    datetime(until, zone)
                )),
                why.trim_end_matches('.')
            ),
            Happening::OutcomeUnknown {
                message,
                channel,
                why,
            } => format!(
                "It is not known whether the {} has reached {name} by {}: {}.",
                message_name(*message),
                channel_name(*channel),
                why.trim_end_matches('.')
            ),
            Happening::ChannelRests { channel, why } => format!(
                "{} stopped ({}): nothing more is sent or dealt by {} until you deal again.",
                messages_by(*channel),
                why.trim_end_matches('.'),
                channel_name(*channel)
            ),
            Happening::OptedOut { channel, next, .. } => {
                let other = match next {
                    Some(next) => {
                        format!("from now on they are written to by {}", channel_name(*next))
                    }
                    None => "there is no other way to write to them".to_owned(),
                };
                let channel = channel_name(*channel);
                format!("{name} wants no more messages by {channel}; {other}.")
            }
            Happening::OptedIn { channel, .. } => {
                format!(
                    "{name} welcomes messages by {} again.",
                    channel_name(*channel)
                )
            }
            Happening::Texted {
                what, words, reply, ..
            } => self.texted(*what, words.as_deref(), *reply),
            Happening::Full { seats, dealing } => full(*seats, *dealing),
            Happening::DeckEmpty { open, tagged } => {
                let open = counted(*open, "seat");
                if *tagged {
                    format!(
                        "Nobody with one of the event's tags is left to deal, with {open} still open: change the tags, \
                         or add contacts with one of them, to go on."
                    )
                } else {
                    format!(
                        "Nobody is left to deal, with {open} still open: add contacts to go on."
                    )
                }
            }
            Happening::Refused { attempt, refusal } => refusals::refused(name, attempt, refusal),
        }
    }

    fn dealing(&self, resumed: bool, quiet: Option<QuietTime>) -> String {
        let begun = if resumed {
            "You let dealing go on"
        } else {
            "You started dealing"
        };
        match quiet {
            None => format!("{begun}."),
            Some(QuietTime { in_time: false, .. }) => {
                format!("{begun}, but it is quiet time until there is nothing more to deal for.")
            }
            Some(QuietTime { until, .. }) => format!(
                "{begun}; it is quiet time now, so the next cards go out on {}.",
                datetime(until, self.zone)
            ),
        }
    }

    fn changed(&self, change: &Change) -> String {
        match change {
            Change::Settings {
                changes,
                seats_before,
                seats,
                ..
            } => {
                let changes: Vec<_> = changes
                    .iter()
                    .map(|&setting| setting_name(setting, *seats_before, *seats))
                    .collect();
                format!("You changed {}.", listed(&changes))
            }
            Change::Announcement { told: 0, .. } => {
                "Nobody could be told about the change before the event begins.".to_owned()
            }
            Change::Announcement { told, quiet, .. } => {
                format!("{}.", self.told(*told, " about the change", *quiet))
            }
        }
    }

    /// How many guests will be told, and when. Some of their messages may wait until the host passes them on.
    fn told(&self, number: u32, about: &str, quiet: Option<QuietTime>) -> String {
        let guests = counted(number, "guest");
        let when = match quiet {
            None => String::new(),
            Some(QuietTime { until, in_time }) => format!(
                " when quiet time ends, on {}{}",
                datetime(until, self.zone),
                if in_time {
                    ""
                } else {
                    ", after it would have begun"
                }
            ),
        };
        format!("{guests} will be told{about}{when}")
    }

    fn and_held(&self, hold: Option<&Hold>) -> String {
        hold.map_or_else(String::new, |hold| format!("; {}", held(hold, self.zone)))
    }

    fn texted(&self, what: OtherText, words: Option<&str>, reply: Option<TextReply>) -> String {
        let name = self.name;
        let text = match what {
            OtherText::Answer => format!("{name} answered by text"),
            OtherText::NotUnderstood => format!("{name} texted something that is not an answer"),
            OtherText::OneOfSeveral(count) => {
                format!("{name} texted while {count} invitations are open to that number")
            }
            OtherText::NotTaken => format!("{name} texted an answer that could not be taken"),
            OtherText::Help => format!("{name} asked by text who writes"),
            OtherText::Reaction => format!("{name} reacted to a text, which is not an answer"),
            OtherText::Stop => format!("{name} asked for no more texts"),
            OtherText::Start => format!("{name} asked for texts again"),
        };
        let is_sent = matches!(reply, None | Some(TextReply::Sent));
        let then = match what {
            OtherText::Answer | OtherText::Reaction | OtherText::Stop | OtherText::Start => "",
            _ if !is_sent => "; no text went back",
            OtherText::OneOfSeveral(_) => ", and got the link of each in reply",
            OtherText::Help => ", and was told",
            OtherText::NotUnderstood | OtherText::NotTaken => ", and got the link in reply",
        };
        match words.filter(|words| !words.is_empty()) {
            Some(words) => format!("{text}{then}: \u{201c}{words}\u{201d}."),
            None => format!("{text}{then}."),
        }
    }
}

/// Weekday, date and time of day in the time zone.
pub(crate) fn datetime(instant: Timestamp, zone: &TimeZone) -> String {
    instant
        .to_zoned(zone.clone())
        .strftime("%A, %-d %B at %H:%M")
        .to_string()
}

fn after_failure(next: Option<Channel>, no_next: Option<NoNext>) -> String {
    match (next, no_next) {
        (Some(Channel::ByHand), _) => "; it is yours to send by hand".to_owned(),
        (Some(next), _) => format!("; trying {} instead", channel_name(next)),
        (None, Some(NoNext::NotNeeded)) => ", but it is no longer needed".to_owned(),
        (None, Some(NoNext::QuietUntilBegin)) => {
            "; it is quiet time until the event begins".to_owned()
        }
        (None, _) => "; there is no other way".to_owned(),
    }
}

fn full(seats: u32, dealing: bool) -> String {
    let (all, one) = if seats == 1 {
        ("the one seat is taken".to_owned(), "it")
    } else {
        (format!("all {seats} seats are taken"), "one")
    };
    let rests = if dealing {
        format!(", and dealing rests until {one} is free again")
    } else {
        String::new()
    };
    format!("The table is full: {all}{rests}.")
}
