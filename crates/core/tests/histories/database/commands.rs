//! The commands of actions.

use seat_dealer_core::{Channel, Command, EventStatus, GuestDetails, MessageKind, Note};

use super::{Database, contact_of};
use crate::scenario::{Action, Change};

impl Database {
    /// The command of an action. `None` if there is no invitation or message for it.
    pub(super) fn command(&self, action: &Action) -> Option<Command> {
        Some(match action {
            Action::Tick | Action::AddContact(_) => Command::Tick,
            Action::Deal => Command::Deal,
            Action::Pause => Command::Pause,
            Action::Cancel => Command::Cancel {
                untold: self.untold(),
            },
            Action::Edit(changes, announce) => self.edit(changes, *announce),
            Action::Arrange(..) => Command::Arrange {
                invite_first: self.invite_first.len(),
                excluded: self.excluded.len(),
            },
            Action::Invite(contact) => Command::Invite {
                card: self.card(contact % self.contacts.len().max(1))?,
            },
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
                    by_email: self.contacts[contact_of(invitation)].email,
                    details: details(*note),
                }
            }
            Action::OptOut(invitation) => {
                let invitation = self.pick(*invitation)?;
                let contact = &self.contacts[contact_of(invitation)];
                let answered = invitation.response.is_some();
                Command::OptedOut {
                    invitation: invitation.id.clone(),
                    channel: invitation.channel,
                    unsent: if answered {
                        Vec::new()
                    } else {
                        vec![MessageKind::Invitation]
                    },
                    on_its_way: false,
                    next: match invitation.channel {
                        Channel::Sms => contact.email.then_some(Channel::Email),
                        Channel::Email => contact.sms.then_some(Channel::Sms),
                        Channel::ByHand => return None,
                    },
                }
            }
            Action::Withdraw(invitation) => Command::Withdraw {
                invitation: self.pick(*invitation)?.id.clone(),
            },
            Action::Resend(invitation, sms) => Command::Resend {
                invitation: self.pick(*invitation)?.id.clone(),
                channel: sms.map(|sms| if sms { Channel::Sms } else { Channel::Email }),
            },
            Action::Delivered(message) => {
                let (invitation, message, channel) = self.message(*message)?;
                Command::Progress {
                    invitation,
                    message,
                    channel,
                    delivered: true,
                    at: self.now,
                }
            }
            Action::HandOver(invitation) => {
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
            Action::Fail(message, try_other) => {
                let (invitation, message, channel) = self.message(*message)?;
                let contact = &self.contacts[contact_of(self.table.invitation(&invitation)?)];
                let next = match channel {
                    Channel::Sms => contact.email.then_some(Channel::Email),
                    Channel::Email => contact.sms.then_some(Channel::Sms),
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
        text: None,
    }
}
