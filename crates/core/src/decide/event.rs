//! The host's commands that concern the whole event (rules 10 and 12).

use serde_json::json;

use super::Transition;
use super::phrases::{counted, counted_or_nobody, listed};
use crate::log::format_datetime;
use crate::{
    Channel, Event, EventStatus, InvitationStatus, LogKind, MessageKind, MessageStatus, Refusal,
    Response, Seat,
};

impl Transition {
    /// Starts or resumes dealing (rule 12).
    pub(super) fn start(&mut self) -> Result<(), Refusal> {
        self.require_not_over()?;
        if self
            .table
            .event
            .deal_until
            .is_some_and(|until| until <= self.now)
        {
            return Err(Refusal::DealUntilPassed);
        }
        let resumed = self.awake_channels();
        let event = &self.table.event;
        if event.status == EventStatus::Dealing && !resumed {
            return Ok(());
        }
        let begun = if event.status == EventStatus::Draft {
            "You started dealing"
        } else {
            "You let dealing go on"
        };
        let text = match event.quiet_until(self.now) {
            None => format!("{begun}."),
            Some(end) if event.horizon().is_some_and(|horizon| horizon <= end) => {
                format!("{begun}, but it is quiet time until there is nothing more to deal for.")
            }
            Some(end) => format!(
                "{begun}; it is quiet time now, so the next cards go out on {}.",
                format_datetime(end, &event.time_zone)
            ),
        };
        self.table.event.status = EventStatus::Dealing;
        self.log(LogKind::Dealing, None, json!({ "by": "host" }), text);
        Ok(())
    }

    /// Stops dealing until [`Command::Deal`](crate::Command::Deal) (rule 12).
    pub(super) fn pause(&mut self) -> Result<(), Refusal> {
        self.require_not_over()?;
        match self.table.event.status {
            EventStatus::Paused => Ok(()),
            EventStatus::Dealing => {
                self.table.event.status = EventStatus::Paused;
                self.log(
                    LogKind::Paused,
                    None,
                    json!({ "by": "host" }),
                    "You paused dealing; guests can still answer.".to_owned(),
                );
                Ok(())
            }
            _ => Err(Refusal::NotDealing),
        }
    }

    /// Cancels the event, withdraws its invitations except those answered NO, and tells the guests
    /// who know about the event (rule 12). One log entry covers all invitations.
    ///
    /// A guest knows about the event if their invitation was sent or their answer was recorded.
    pub(super) fn cancel_event(&mut self) -> Result<(), Refusal> {
        match self.table.event.status_at(self.now) {
            EventStatus::Cancelled => return Ok(()),
            EventStatus::Past => return Err(Refusal::Past),
            _ => {}
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
        let text = if told == 0 {
            "You cancelled the event; nobody had to be told.".to_owned()
        } else {
            format!("You cancelled the event; {}.", self.guests_told(told, ""))
        };
        self.log(
            LogKind::Cancelled,
            None,
            json!({ "by": "host", "told": told }),
            text,
        );
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
            let text = format!("You changed {}.", listed(&changes));
            self.log(
                LogKind::Changed,
                None,
                json!({ "by": "host", "changes": changes }),
                text,
            );
        }
        if announce {
            self.announce();
        }
        if before.has_begun(self.now) && self.require_not_over().is_ok() {
            self.tell_of_seats_again();
        }
        Ok(())
    }

    /// Tells guests of the seats that they got while the event seemed to have begun: messages to
    /// them were cancelled.
    fn tell_of_seats_again(&mut self) {
        for at in 0..self.table.invitations.len() {
            let invitation = &self.table.invitations[at];
            let mut messages = self.table.messages.iter().rev();
            let last = messages.find(|message| {
                message.invitation == invitation.id && message.kind == MessageKind::Seated
            });
            let cancelled = last.is_some_and(|message| {
                message.status == MessageStatus::Cancelled
                    && Some(message.written_at) >= invitation.answered_at
            });
            if cancelled && invitation.seat == Seat::Seated {
                self.tell(at, MessageKind::Seated, self.news_at());
            }
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
        let text = format!("{}.", self.guests_told(told, " about the change"));
        self.log(
            LogKind::Changed,
            None,
            json!({ "by": "host", "told": told }),
            text,
        );
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
        let detail = json!({ "by": "host", "inviteFirst": invite_first, "excluded": excluded });
        self.log(
            LogKind::Arranged,
            None,
            detail,
            format!(
                "You arranged the deck: {} to invite first, {} left out.",
                counted_or_nobody(invite_first),
                counted_or_nobody(excluded)
            ),
        );
        Ok(())
    }

    /// The phrase that says how many guests are told, and when.
    fn guests_told(&self, number: u32, about: &str) -> String {
        let guests = counted(number, "guest");
        let were = if number == 1 { "was" } else { "were" };
        let event = &self.table.event;
        match self.news_at() {
            at if at == self.now => format!("{guests} {were} told{about}"),
            at => format!(
                "{guests} will be told{about} when quiet time ends, on {}",
                format_datetime(at, &event.time_zone)
            ),
        }
    }
}

/// The differences between two versions of an event, each as "the …".
fn changes(before: &Event, after: &Event) -> Vec<String> {
    let seats = format!("the seats from {} to {}", before.seats, after.seats);
    let time = before.starts_at != after.starts_at || before.time_zone != after.time_zone;
    let differences = [
        (before.seats != after.seats, seats.as_str()),
        (before.title != after.title, "the title"),
        (time, "the time"),
        (before.location != after.location, "the place"),
        (before.hand_size != after.hand_size, "the hand size"),
        (
            before.response_window != after.response_window,
            "the time to answer",
        ),
        (before.quiet_hours != after.quiet_hours, "the quiet hours"),
        (before.deal_until != after.deal_until, "the end of dealing"),
        (
            before.party_limit != after.party_limit,
            "the size of parties",
        ),
        (before.by_hand != after.by_hand, "who sends the invitations"),
    ];
    differences
        .into_iter()
        .filter(|(differs, _)| *differs)
        .map(|(_, what)| what.to_owned())
        .collect()
}
