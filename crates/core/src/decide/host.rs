//! The host's commands about the event.

use serde_json::json;

use super::Play;
use super::wording::{listed, were};
use crate::log::spoken_moment;
use crate::{
    Event, EventStatus, InvitationId, InvitationStatus, LogKind, MessageKind, Refusal, Response,
    Seat,
};

impl Play {
    pub(super) fn start(&mut self) -> Result<(), Refusal> {
        self.must_be_ahead()?;
        if self
            .table
            .event
            .deal_until
            .is_some_and(|until| until <= self.now)
        {
            return Err(Refusal::DealUntilPassed);
        }
        if self.table.event.status == EventStatus::Dealing {
            return Ok(());
        }
        let again = self.table.event.status == EventStatus::Paused;
        self.table.event.status = EventStatus::Dealing;
        let text = match (again, self.table.event.quiet_until(self.now)) {
            (false, None) => "You started dealing.".to_owned(),
            (true, None) => "You let dealing go on.".to_owned(),
            (_, Some(end)) => format!(
                "You started dealing; it is quiet time now, so the first cards go out on {}.",
                spoken_moment(end, &self.table.event.time_zone)
            ),
        };
        self.tell(LogKind::Dealing, None, json!({ "by": "host" }), text);
        Ok(())
    }

    pub(super) fn pause(&mut self) -> Result<(), Refusal> {
        self.must_be_ahead()?;
        match self.table.event.status {
            EventStatus::Paused => Ok(()),
            EventStatus::Dealing => {
                self.table.event.status = EventStatus::Paused;
                self.tell(
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

    pub(super) fn cancel(&mut self, untold: &[InvitationId]) -> Result<(), Refusal> {
        match self.table.event.status_at(self.now) {
            EventStatus::Cancelled => return Ok(()),
            EventStatus::Past => return Err(Refusal::Past),
            _ => {}
        }
        self.table.event.status = EventStatus::Cancelled;
        let not_before = self.polite_moment();
        let mut told: u32 = 0;
        for at in 0..self.table.invitations.len() {
            let invitation = &self.table.invitations[at];
            let over = invitation.status == InvitationStatus::Withdrawn
                || invitation.response == Some(Response::No);
            if over {
                continue;
            }
            let reachable = invitation.status != InvitationStatus::Undeliverable
                && !untold.contains(&invitation.id);
            let (id, channel) = (invitation.id.clone(), invitation.channel);
            self.take_back(&id, MessageKind::ALL);
            self.update(at, |invitation| {
                invitation.release();
                invitation.status = InvitationStatus::Withdrawn;
            });
            if reachable {
                told += 1;
                self.write(&id, MessageKind::Cancelled, channel, not_before);
            }
        }
        let text = if told == 0 {
            "You cancelled the event; nobody had to be told.".to_owned()
        } else {
            format!("You cancelled the event; {} told.", were(told, "guest"))
        };
        self.tell(
            LogKind::Cancelled,
            None,
            json!({ "by": "host", "told": told }),
            text,
        );
        Ok(())
    }

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
        let after = &self.table.event;
        let mut changes = Vec::new();
        if before.seats != after.seats {
            changes.push(format!(
                "the seats from {} to {}",
                before.seats, after.seats
            ));
        }
        if before.title != after.title {
            changes.push("the title".to_owned());
        }
        if before.starts_at != after.starts_at || before.time_zone != after.time_zone {
            changes.push("the time".to_owned());
        }
        if before.location != after.location {
            changes.push("the place".to_owned());
        }
        let pace = |event: &Event| {
            (
                event.hand_size,
                event.response_window,
                event.quiet_hours,
                event.deal_until,
                event.party_limit,
            )
        };
        if pace(&before) != pace(after) {
            changes.push("how the deal goes".to_owned());
        }
        if !changes.is_empty() {
            let text = format!("You changed {}.", listed(&changes));
            self.tell(
                LogKind::Changed,
                None,
                json!({ "by": "host", "changes": changes }),
                text,
            );
        }
        if announce {
            self.announce();
        }
        Ok(())
    }

    /// Tells those who have answered and are not out about a change of time or place (rule 12).
    fn announce(&mut self) {
        let not_before = self.polite_moment();
        let mut told: u32 = 0;
        for at in 0..self.table.invitations.len() {
            let invitation = &self.table.invitations[at];
            let concerned =
                matches!(invitation.seat, Seat::Seated | Seat::Standby) || invitation.is_maybe();
            if concerned {
                let (id, channel) = (invitation.id.clone(), invitation.channel);
                self.write(&id, MessageKind::Changed, channel, not_before);
                told += 1;
            }
        }
        if told > 0 {
            self.tell(
                LogKind::Changed,
                None,
                json!({ "by": "host", "told": told }),
                format!("{} told about the change.", were(told, "guest")),
            );
        }
    }

    pub(super) fn arrange(&mut self, invite_first: usize, excluded: usize) -> Result<(), Refusal> {
        self.must_be_ahead()?;
        let detail = json!({ "by": "host", "inviteFirst": invite_first, "excluded": excluded });
        self.tell(
            LogKind::Arranged,
            None,
            detail,
            format!("You arranged the deck: {invite_first} to invite first, {excluded} left out."),
        );
        Ok(())
    }
}
