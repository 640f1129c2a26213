//! The commands of actions.

use jiff::SignedDuration;
use seat_dealer_core::{
    CalendarEntry, Channel, Command, Delay, EventStatus, GuestDetails, HostWords, Message,
    MessageKind, News, Note, Report, Seat, resting_channels,
};

use super::{Database, pick};
use crate::scenario::{Action, Change, Outcome};

impl Database {
    /// The command of an action. `None` if there is no invitation or message for it.
    pub(super) fn command(&self, action: &Action) -> Option<Command> {
        Some(match action {
            Action::Tick | Action::AddContact(_) | Action::Move(_) => Command::Tick,
            Action::Deal => Command::Deal,
            Action::Pause => Command::Pause,
            Action::Cancel => Command::Cancel,
            Action::Edit(changes, announce) => self.edit(changes, *announce),
            Action::Arrange(..) => Command::Arrange {
                invite_first: self.invite_first.len(),
                excluded: self.excluded.len(),
            },
            Action::Write(to, length) => {
                // Each message has words of its own.
                let text = format!("{:0length$}.", self.messages.len());
                Command::Write {
                    words: HostWords::message(&text, to).unwrap(),
                }
            }
            Action::Invite(contact) => {
                let resting = resting_channels(&self.table, &Command::Tick);
                let card = self.card(contact % self.contacts.len().max(1), &resting)?;
                Command::Invite { card }
            }
            Action::Answer {
                invitation,
                response,
                party,
                actor,
                note,
            } => {
                let invitation = self.pick(*invitation)?;
                Command::Answer {
                    invitation: invitation.id.clone(),
                    response: *response,
                    party: *party,
                    actor: *actor,
                    details: details(*note),
                }
            }
            Action::OptOut(invitation) => {
                let invitation = self.pick(*invitation)?;
                if invitation.channel == Channel::ByHand {
                    return None;
                }
                Command::OptedOut {
                    invitation: invitation.id.clone(),
                    channel: invitation.channel,
                }
            }
            Action::Withdraw(invitation, words) => Command::Withdraw {
                invitation: self.pick(*invitation)?.id.clone(),
                words: words.then(|| HostWords::added("Sorry!").unwrap()),
            },
            Action::Resend(invitation, sms) => Command::Resend {
                invitation: self.pick(*invitation)?.id.clone(),
                channel: sms.map(|sms| if sms { Channel::Sms } else { Channel::Email }),
            },
            Action::HandOver(invitation) => {
                let invitation = self.pick(*invitation)?.id.clone();
                let waiting = self.messages.iter();
                let messages = waiting
                    .filter(|message| message.invitation == invitation)
                    .map(|message| message.id.clone())
                    .collect();
                Command::HandedOver {
                    invitation,
                    messages,
                }
            }
            Action::Claim(_) => return None,
            Action::Settle(number, outcome) => {
                let claimed = self.messages.iter().filter(|message| message.claimed);
                self.settled(pick(claimed.collect(), *number)?, *outcome)
            }
            Action::Report(number, outcome) => {
                let tried = self.messages.iter().filter(|message| message.attempts > 0);
                let message = pick(tried.collect(), *number)?;
                let news = match outcome {
                    Outcome::Accepted | Outcome::Unknown => News::Sent,
                    Outcome::Delivered => News::Delivered,
                    Outcome::Rejected(about, permanent) => News::Failed {
                        about: *about,
                        passing: !permanent,
                        why: "it did not arrive".to_owned(),
                        delay: Delay::default(),
                    },
                    Outcome::LimitReached => return None,
                };
                Command::Reported {
                    message: message.id.clone(),
                    report: Report {
                        provider_id: format!("provider's {}", message.id),
                        attempt: Some(message.attempts),
                        news,
                    },
                }
            }
        })
    }

    /// The command of a sender that says what became of a message.
    pub(super) fn settled(&self, message: &Message, outcome: Outcome) -> Command {
        let calendar = self.calendar_after(message);
        let why = "it was not accepted".to_owned();
        let id = message.id.clone();
        match outcome {
            Outcome::Accepted | Outcome::Delivered => Command::Accepted {
                provider_id: Some(format!("provider's {id}")),
                message: id,
                delivered: matches!(outcome, Outcome::Delivered),
                calendar,
            },
            Outcome::Rejected(about, permanent) => Command::Rejected {
                message: id,
                about,
                permanent,
                why,
                delay: Delay::default(),
            },
            Outcome::Unknown => Command::OutcomeUnknown {
                message: id,
                why,
                delay: Delay::default(),
                calendar,
            },
            Outcome::LimitReached => Command::LimitReached {
                message: id,
                until: self.now + SignedDuration::from_hours(9),
                why,
            },
        }
    }

    /// What a guest's calendar contains after a message.
    fn calendar_after(&self, message: &Message) -> Option<CalendarEntry> {
        if message.channel != Channel::Email {
            return None;
        }
        let invitation = self.table.invitation(&message.invitation)?;
        let seated = invitation.seat == Seat::Seated;
        let email = self.email_of(invitation);
        let entry = |address, starts_at| CalendarEntry { address, starts_at };
        match &invitation.calendar {
            Some(known) if message.kind == MessageKind::Released => {
                let stays = seated && known.address == email;
                stays.then(|| entry(email, None))
            }
            Some(known) if known.address != email => Some(known.clone()),
            _ => seated.then(|| entry(email, self.table.event.starts_at)),
        }
    }

    fn edit(&self, changes: &[Change], announce: bool) -> Command {
        let mut event = self.table.event.clone();
        for change in changes {
            change.apply(&mut event, self.now);
        }
        // The rules ignore the status of an edit.
        event.status = EventStatus::Cancelled;
        Command::Edit {
            event: Box::new(event),
            announce,
        }
    }
}

fn details(note: Option<&str>) -> GuestDetails {
    GuestDetails {
        note: note.map(|text| Note::parse(text).unwrap()),
        ..GuestDetails::default()
    }
}
