//! Previews, and the sentence that says what an event is waiting for (rule 14).

use jiff::Timestamp;

use crate::log::english::{counted, datetime};
use crate::{
    Card, ChannelState, Command, Event, EventStatus, Invitation, InvitationId, LogKind,
    MessageKind, NewMessage, Refusal, Seat, Table, decide,
};

/// What *Deal* would do now.
#[derive(Debug, Clone)]
pub struct Preview {
    /// The cards that would be dealt at once, in order.
    pub now: Vec<PreviewedCard>,
    /// The invitations of the maybes who would be offered a seat at once, as they would be then.
    pub offers: Vec<Invitation>,
    /// The sentence that says why nobody else is invited now.
    pub why_not_more: String,
}

/// A card that would be dealt.
#[derive(Debug, Clone)]
pub struct PreviewedCard {
    /// The card.
    pub card: Card,
    /// The deadline. An invitation by hand has none yet.
    pub respond_by: Option<Timestamp>,
    /// How many seats would be held.
    pub party: u32,
    /// When the guest would be reminded to answer. `None`: never.
    pub remind_at: Option<Timestamp>,
}

/// What [`Command::Deal`] would do at `now`. The table must contain the cards that
/// [`read_cards`](crate::read_cards) asks for.
pub fn preview(table: &Table, now: Timestamp) -> Preview {
    let decision = match decide(table, &Command::Deal, now) {
        Ok(decision) => decision,
        Err(refusal) => {
            return Preview {
                now: Vec::new(),
                offers: Vec::new(),
                why_not_more: refusal.to_string(),
            };
        }
    };
    let now_dealt: Vec<_> = table
        .cards
        .iter()
        .filter_map(|card| {
            let invitation = decision.table.invitation(&card.invitation_id)?;
            let card = Card {
                channel: Some(invitation.channel),
                ..card.clone()
            };
            let respond_by = invitation.respond_by;
            let remind_at = respond_by.and_then(|end| table.event.remind_at(now, end));
            Some(PreviewedCard {
                card,
                respond_by,
                party: invitation.party,
                remind_at,
            })
        })
        .collect();
    let offers: Vec<_> = decision
        .log
        .iter()
        .filter_map(|entry| {
            let (id, _) = entry.invitation.as_ref()?;
            let is_offer = entry.kind() == LogKind::Offered;
            is_offer.then(|| decision.table.invitation(id).cloned())?
        })
        .collect();
    let nothing_goes_out = now_dealt.is_empty() && offers.is_empty();
    let tense = if nothing_goes_out {
        Tense::Now
    } else {
        Tense::Then
    };
    let deck_is_empty = decision.table.cards.is_empty();
    let why_not_more = decision.table.waiting_sentence(now, deck_is_empty, tense);
    Preview {
        now: now_dealt,
        offers,
        why_not_more,
    }
}

/// The messages that a host's command would send at `now`, with the names of the guests: to the guest whom the command
/// is about, or to all guests who would be told of a change or a cancellation (rules 12 and 13).
///
/// # Errors
/// The refusal, if the rules do not allow the command.
pub fn preview_messages(
    table: &Table,
    command: &Command,
    now: Timestamp,
) -> Result<Vec<(String, NewMessage)>, Refusal> {
    let decision = decide(table, command, now)?;
    let is_told_of_a_change = |id: &InvitationId| {
        let mut messages = decision.messages.iter();
        messages.any(|message| message.kind == MessageKind::Changed && message.invitation == *id)
    };
    // Other messages follow from what is due at this moment.
    let follows_from_the_command = |message: &&NewMessage| match command {
        Command::Invite { card } => message.invitation == card.invitation_id,
        Command::Withdraw { invitation, .. } | Command::Resend { invitation, .. } => {
            message.invitation == *invitation
        }
        Command::Edit { .. } => match message.kind {
            MessageKind::Changed => true,
            MessageKind::Confirmation => is_told_of_a_change(&message.invitation),
            _ => false,
        },
        _ => true,
    };
    let named = |message: &NewMessage| {
        let invitation = decision.table.invitation(&message.invitation)?;
        Some((invitation.name.clone(), message.clone()))
    };
    Ok(decision
        .messages
        .iter()
        .filter(follows_from_the_command)
        .filter_map(named)
        .collect())
}

/// The time that a sentence is about.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tense {
    /// The present state.
    Now,
    /// The state after the cards of a preview have been dealt.
    Then,
}

impl Table {
    /// The sentence that says what dealing waits for, once everything that is due has been done
    /// (rule 14). The caller knows whether the deck is empty.
    pub fn waiting_for(&self, now: Timestamp, deck_is_empty: bool) -> String {
        self.waiting_sentence(now, deck_is_empty, Tense::Now)
    }

    fn waiting_sentence(&self, now: Timestamp, deck_is_empty: bool, tense: Tense) -> String {
        let Event {
            seats, time_zone, ..
        } = &self.event;
        match self.event.status_at(now) {
            EventStatus::Cancelled => return "The event is cancelled.".to_owned(),
            EventStatus::Past => return "The event has begun.".to_owned(),
            EventStatus::Draft => return "Nothing is dealt yet: press Deal to begin.".to_owned(),
            EventStatus::Paused => {
                return "Dealing is paused: nothing is dealt until you go on.".to_owned();
            }
            EventStatus::Dealing => {}
        }
        if let Some(advice) = self.channels.iter().find_map(ChannelState::advice) {
            return advice;
        }
        if self.seated() >= *seats {
            return "The table is full. Dealing goes on by itself when a seat is free again."
                .to_owned();
        }
        if self.event.deal_until.is_some_and(|until| until <= now) {
            return "Dealing ended at the time you set in \"deal until\".".to_owned();
        }
        let answer = self
            .invitations
            .iter()
            .filter(|invitation| invitation.seat == Seat::Held)
            .filter_map(|invitation| Some((invitation.respond_by?, &invitation.name)))
            .min();
        let by_hand = self.count(Invitation::waits_for_host);
        let still_to_come = match (by_hand, answer) {
            (0, None) => None,
            (0, Some((respond_by, name))) => Some(format!(
                "{name} has until {}",
                datetime(respond_by, time_zone)
            )),
            (1, _) => Some("1 invitation is yours to send by hand".to_owned()),
            (many, _) => Some(format!("{many} invitations are yours to send by hand")),
        };
        if self.open() == 0 {
            let until = still_to_come.map_or(String::new(), |what| format!("; {what}"));
            return match tense {
                Tense::Now => {
                    format!("Every seat is taken or held, so the deal waits for answers{until}.")
                }
                Tense::Then => format!(
                    "Then every seat is taken or held, and the deal waits for answers{until}."
                ),
            };
        }
        if let Some(end) = self.event.quiet_until(now) {
            return format!(
                "It is quiet time: nothing is dealt before {}.",
                datetime(end, time_zone)
            );
        }
        let Some(what) = still_to_come else {
            return if self.event.tags.is_empty() {
                "The deck is empty: add contacts to go on dealing."
            } else {
                "No contact who can still be invited has one of the event's tags: change the tags, or add contacts with \
                 one of them, to go on dealing."
            }
            .to_owned();
        };
        let waiting = self.waiting();
        let hand_is_full = waiting >= self.hand_size(now);
        match (hand_is_full, tense) {
            (true, Tense::Now) => format!(
                "{} waiting for an answer, as many as the hand allows; {what}.",
                if waiting == 1 {
                    "1 invitation is".to_owned()
                } else {
                    format!("{waiting} invitations are")
                }
            ),
            (true, Tense::Then) => format!(
                "Then {} for an answer, as many as the hand allows; {what}.",
                if waiting == 1 {
                    "1 invitation waits".to_owned()
                } else {
                    format!("{waiting} invitations wait")
                }
            ),
            // Else it would be dealt (rule 18).
            (false, _) if !deck_is_empty => format!(
                "The next party is larger than the {}, so the deal waits for answers; {what}.",
                counted(self.open(), "open seat")
            ),
            (false, Tense::Now) => {
                format!("The deck is empty, so the deal waits for answers; {what}.")
            }
            (false, Tense::Then) => {
                format!("Then the deck is empty, and the deal waits for answers; {what}.")
            }
        }
    }
}
