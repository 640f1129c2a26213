//! The host's commands that concern the whole event (rules 10 and 12).

use super::Transition;
use crate::{
    By, Change, Channel, Event, EventStatus, Happening, InvitationStatus, MessageKind,
    MessageStatus, QuietTime, Refusal, Response, Seat, Setting,
};

impl Transition {
    /// Starts or resumes dealing (rule 12).
    pub(super) fn start(&mut self) -> Result<(), Refusal> {
        self.require_not_over()?;
        let resumed = self.awake_channels();
        let event = &self.table.event;
        // Messages that wait go out even if nothing more is dealt.
        if !resumed && event.deal_until.is_some_and(|until| until <= self.now) {
            return Err(Refusal::DealUntilPassed);
        }
        if event.status == EventStatus::Dealing && !resumed {
            return Ok(());
        }
        let dealing = Happening::Dealing {
            by: By::Host,
            resumed: event.status != EventStatus::Draft,
            quiet: event.quiet_until(self.now).map(|until| QuietTime {
                until,
                in_time: event.horizon().is_none_or(|horizon| until < horizon),
            }),
        };
        self.table.event.status = EventStatus::Dealing;
        self.log(None, dealing);
        Ok(())
    }

    /// Stops dealing until [`Command::Deal`](crate::Command::Deal) (rule 12).
    pub(super) fn pause(&mut self) -> Result<(), Refusal> {
        self.require_not_over()?;
        match self.table.event.status {
            EventStatus::Paused => Ok(()),
            EventStatus::Dealing => {
                self.table.event.status = EventStatus::Paused;
                self.log(None, Happening::Paused { by: By::Host });
                Ok(())
            }
            _ => Err(Refusal::NotDealing),
        }
    }

    /// Cancels the event, withdraws its invitations except those answered NO, and tells the guests
    /// who know about the event (rule 12). One log entry covers all invitations.
    ///
    /// A guest knows about the event if their invitation was sent or their answer was recorded. The
    /// messages also leave by channels that rest, and do so again when the event is cancelled again.
    pub(super) fn cancel_event(&mut self) -> Result<(), Refusal> {
        let status = self.table.event.status_at(self.now);
        if status == EventStatus::Past {
            return Err(Refusal::Past);
        }
        self.awake_channels();
        if status == EventStatus::Cancelled {
            return Ok(());
        }
        self.table.event.status = EventStatus::Cancelled;
        let not_before = self.news_at();
        let mut told = Vec::new();
        for at in 0..self.table.invitations.len() {
            let invitation = &self.table.invitations[at];
            if invitation.status == InvitationStatus::Withdrawn {
                continue;
            }
            let in_calendar_too = self.needs_calendar_message(at);
            let said_no = invitation.response == Some(Response::No);
            let unaware = invitation.status == InvitationStatus::Undeliverable
                || (invitation.response.is_none() && !self.may_know(at));
            if said_no {
                continue;
            }
            self.update(at, |invitation| {
                invitation.release();
                invitation.status = InvitationStatus::Withdrawn;
            });
            if !unaware {
                told.push((at, in_calendar_too));
            }
        }
        for &(at, in_calendar_too) in &told {
            self.tell(at, MessageKind::Cancelled, not_before);
            if in_calendar_too {
                self.enqueue(at, MessageKind::Released, Channel::Email, not_before);
            }
        }
        let told = u32::try_from(told.len()).unwrap_or(u32::MAX);
        let cancelled = Happening::Cancelled {
            by: By::Host,
            told,
            quiet: self.quiet_time(),
        };
        self.log(None, cancelled);
        Ok(())
    }

    /// Whether the guest has been told about the event, or may just be told.
    fn may_know(&self, at: usize) -> bool {
        let id = &self.table.invitations[at].id;
        self.table.messages.iter().any(|message| {
            &message.invitation == id
                && message.kind == MessageKind::Invitation
                && message.may_have_arrived()
        })
    }

    /// Changes the settings. The seats cannot become fewer than those taken and held (rule 10). An
    /// event that has begun can be moved into the future: it is no longer over then, and holds
    /// whose deadline has passed lapse.
    pub(super) fn edit(&mut self, event: &Event, announce: bool) -> Result<(), Refusal> {
        if self.table.event.status == EventStatus::Cancelled {
            return Err(Refusal::Cancelled);
        }
        let (seated, held) = (self.table.seated(), self.table.held());
        if event.seats < seated + held {
            return Err(Refusal::SeatsTaken {
                asked: event.seats,
                seated,
                held,
            });
        }
        let after = Event {
            status: self.table.event.status,
            ..event.clone()
        };
        let before = std::mem::replace(&mut self.table.event, after);
        let changes = changes(&before, &self.table.event);
        if before.seats != self.table.event.seats {
            // The log says it again when the table is full with the new number of seats.
            self.was_full = false;
        }
        if !changes.is_empty() {
            let settings = Change::Settings {
                by: By::Host,
                changes,
                seats_before: before.seats,
                seats: self.table.event.seats,
            };
            self.log(None, Happening::Changed(settings));
        }
        // It may change the channel of a guest, which the announcement uses.
        if before.has_begun(self.now) && self.require_not_over().is_ok() {
            self.tell_of_seats_again();
        }
        if announce {
            self.announce();
        }
        Ok(())
    }

    /// Tells guests of the seats that they got or lost: messages about them ended while the event
    /// seemed to have begun.
    fn tell_of_seats_again(&mut self) {
        for at in 0..self.table.invitations.len() {
            let invitation = &self.table.invitations[at];
            let kind = match (invitation.seat, invitation.status) {
                (Seat::Seated, _) => MessageKind::Seated,
                (_, InvitationStatus::Withdrawn) => MessageKind::Released,
                _ => continue,
            };
            let mut messages = self.table.messages.iter().rev();
            let last = messages
                .find(|message| message.invitation == invitation.id && message.kind == kind);
            // An answer since then has told them.
            let Some(last) = last.filter(|last| Some(last.written_at) >= invitation.answered_at)
            else {
                continue;
            };
            let (status, failed, words) = (last.status, last.channel, last.words.clone());
            let channel = match status {
                MessageStatus::Cancelled => self.news_channel(at, kind),
                MessageStatus::Failed => {
                    let Some(other) = self.other_channel(at, kind, failed) else {
                        continue;
                    };
                    let channel = self.table.event.channel(other);
                    self.update(at, |invitation| invitation.channel = channel);
                    channel
                }
                _ => continue,
            };
            self.enqueue_words(at, kind, words, channel, self.news_at());
        }
    }

    /// Tells seated guests, guests on standby and maybes about a change of time or place (rule 12).
    /// Replaces an earlier announcement that was not sent, so that nobody gets two.
    fn announce(&mut self) {
        let concerned: Vec<_> = (0..self.table.invitations.len())
            .filter(|&at| self.table.invitations[at].hears_of_changes())
            .collect();
        let Ok(told @ 1..) = u32::try_from(concerned.len()) else {
            return;
        };
        self.announce_to(&concerned);
        let announcement = Change::Announcement {
            by: By::Host,
            told,
            quiet: self.quiet_time(),
        };
        self.log(None, Happening::Changed(announcement));
    }

    fn announce_to(&mut self, concerned: &[usize]) {
        let not_before = self.news_at();
        // All cancellations come first, because each of them searches the new messages.
        for &at in concerned {
            self.cancel_messages(at, &[MessageKind::Changed]);
            if self.needs_calendar_message(at) {
                self.cancel_messages(at, &[MessageKind::Confirmation]);
            }
        }
        for &at in concerned {
            self.tell(at, MessageKind::Changed, not_before);
            if self.needs_calendar_message(at) {
                self.enqueue(at, MessageKind::Confirmation, Channel::Email, not_before);
            }
        }
    }

    /// Whether news of a confirmed seat needs a second message for the guest's calendar, because
    /// the first one is not an email.
    fn needs_calendar_message(&self, at: usize) -> bool {
        let invitation = &self.table.invitations[at];
        invitation.calendar.is_some()
            && invitation.seat == Seat::Seated
            && self.table.event.channel(invitation.channel) != Channel::Email
    }

    /// Logs that the host arranged the deck. The caller has changed its order (rule 3).
    pub(super) fn arrange(&mut self, invite_first: usize, excluded: usize) -> Result<(), Refusal> {
        self.require_not_over()?;
        let arranged = Happening::Arranged {
            by: By::Host,
            invite_first,
            excluded,
        };
        self.log(None, arranged);
        Ok(())
    }
}

/// The settings in which two versions of an event differ.
fn changes(before: &Event, after: &Event) -> Vec<Setting> {
    let settings = [
        (Setting::Seats, before.seats != after.seats),
        (Setting::Title, before.title != after.title),
        (Setting::StartsAt, before.starts_at != after.starts_at),
        (Setting::EndsAt, before.ends_at != after.ends_at),
        (Setting::TimeZone, before.time_zone != after.time_zone),
        (Setting::Location, before.location != after.location),
        (Setting::Url, before.url != after.url),
        (Setting::Pace, before.pace != after.pace),
        (Setting::HandSize, before.hand_size != after.hand_size),
        (
            Setting::ResponseWindowMinutes,
            before.response_window != after.response_window,
        ),
        (Setting::QuietHours, before.quiet_hours != after.quiet_hours),
        (Setting::DealUntil, before.deal_until != after.deal_until),
        (Setting::PartyLimit, before.party_limit != after.party_limit),
        (Setting::Reminders, before.reminders != after.reminders),
        (Setting::ByHand, before.by_hand != after.by_hand),
        (Setting::Tags, before.tags != after.tags),
    ];
    let differing = settings.into_iter().filter(|(_, differs)| *differs);
    differing.map(|(setting, _)| setting).collect()
}
