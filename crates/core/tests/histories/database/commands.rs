//! What is asked of the rules when somebody acts.

use seat_dealer_core::{Channel, Command, EventStatus, MessageKind, Note};

use super::{Database, person_of};
use crate::plan::{Act, Change};

impl Database {
    /// The command that an act means now; none where there is nobody whom it could concern.
    pub(super) fn command(&self, act: &Act) -> Option<Command> {
        Some(match act {
            Act::Tick | Act::Befriend(_) => Command::Tick,
            Act::Deal => Command::Deal,
            Act::Pause => Command::Pause,
            Act::Cancel => Command::Cancel {
                untold: self.untold(),
            },
            Act::Edit(changes, announce) => self.edit(changes, *announce),
            Act::Arrange(..) => Command::Arrange {
                invite_first: self.invite_first.len(),
                excluded: self.excluded.len(),
            },
            Act::Invite(person) => Command::Invite {
                card: self.card(person % self.people.len().max(1))?,
            },
            Act::Answer {
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
                    by_email: self.people[person_of(invitation)].email,
                    note: note.map(|text| Note::parse(text).unwrap()),
                }
            }
            Act::OptOut(invitation) => {
                let invitation = self.pick(*invitation)?;
                let person = &self.people[person_of(invitation)];
                let asked = invitation.response.is_some();
                Command::OptedOut {
                    invitation: invitation.id.clone(),
                    channel: invitation.channel,
                    unsent: if asked {
                        Vec::new()
                    } else {
                        vec![MessageKind::Invitation]
                    },
                    on_its_way: false,
                    next: match invitation.channel {
                        Channel::Sms => person.email.then_some(Channel::Email),
                        Channel::Email => person.sms.then_some(Channel::Sms),
                        Channel::ByHand => return None,
                    },
                }
            }
            Act::Withdraw(invitation) => Command::Withdraw {
                invitation: self.pick(*invitation)?.id.clone(),
            },
            Act::Resend(invitation, sms) => Command::Resend {
                invitation: self.pick(*invitation)?.id.clone(),
                channel: sms.map(|sms| if sms { Channel::Sms } else { Channel::Email }),
            },
            Act::Delivered(message) => {
                let (invitation, message, channel) = self.message(*message)?;
                Command::Progress {
                    invitation,
                    message,
                    channel,
                    delivered: true,
                    at: self.now,
                }
            }
            Act::HandOver(invitation) => {
                let invitation = self.pick(*invitation)?.id.clone();
                let waiting = self.to_hand_over.iter();
                let messages = waiting
                    .filter(|(id, _)| *id == invitation)
                    .map(|(_, kind)| *kind)
                    .collect();
                Command::HandedOver {
                    invitation,
                    messages,
                }
            }
            Act::Fail(message, try_other) => {
                let (invitation, message, channel) = self.message(*message)?;
                let person = &self.people[person_of(self.table.invitation(&invitation)?)];
                let next = match channel {
                    Channel::Sms => person.email.then_some(Channel::Email),
                    Channel::Email => person.sms.then_some(Channel::Sms),
                    Channel::ByHand => return None,
                };
                Command::DeliveryFailed {
                    invitation,
                    message,
                    channel,
                    why: "the number does not exist".to_owned(),
                    next: next.filter(|_| *try_other),
                }
            }
        })
    }

    fn edit(&self, changes: &[Change], announce: bool) -> Command {
        let mut event = self.table.event.clone();
        for change in changes {
            change.apply(&mut event, self.now);
        }
        // Whatever status an edit brings along is ignored.
        event.status = EventStatus::Cancelled;
        Command::Edit {
            event: Box::new(event),
            announce,
        }
    }
}
