//! The checks can fail: each of these breaks a sound decision on purpose and sees them complain.

use jiff::{SignedDuration, Timestamp};
use seat_dealer_core::{
    Actor, Card, Channel, Command, ContactId, Decision, Event, EventStatus, InvitationId,
    InvitationStatus, LogKind, MessageKind, NewMessage, QuietHours, Reason, Response, Seat, Table,
    decide,
};

use crate::checks::{Seen, check};

/// Two weeks before the event, in the middle of the day.
const NOON: &str = "2026-06-01T12:00:00Z";

fn noon() -> Timestamp {
    NOON.parse().unwrap()
}

fn table() -> Table {
    Table {
        event: Event {
            title: "Dinner".to_owned(),
            seats: 4,
            starts_at: Some("2026-06-15T18:00:00Z".parse().unwrap()),
            time_zone: jiff::tz::TimeZone::UTC,
            location: None,
            hand_size: None,
            response_window: None,
            quiet_hours: Some(QuietHours::usual()),
            deal_until: None,
            party_limit: 1,
            by_hand: false,
            status: EventStatus::Draft,
        },
        invitations: Vec::new(),
        cards: (0..5).map(card).collect(),
    }
}

fn card(number: u32) -> Card {
    Card {
        invitation_id: InvitationId::new(format!("invitation-{number}")),
        contact_id: ContactId::new(number.to_string()),
        name: format!("Guest{number}"),
        reason: Reason::InviteFirst { place: number + 1 },
        channel: Some(Channel::Email),
    }
}

fn answer(number: u32, response: Response) -> Command {
    Command::Answer {
        invitation: InvitationId::new(format!("invitation-{number}")),
        response,
        party: None,
        actor: Actor::Guest,
        by_email: false,
        note: None,
    }
}

/// Deals three cards, or lets the first guest answer after that; then breaks the decision.
fn complaint(command: &Command, sabotage: impl FnOnce(&mut Decision, &mut Timestamp)) -> String {
    let mut now = noon();
    let mut before = table();
    if !matches!(command, Command::Deal) {
        before = decide(&before, &Command::Deal, now).unwrap().table;
        now += SignedDuration::from_hours(1);
    }
    let deck = before.cards.clone();
    let mut decision = decide(&before, command, now).unwrap();
    let see = |decision: &Decision, now| {
        let seen = Seen {
            before: &before,
            deck: &deck,
            command,
            now,
        };
        check(&seen, decision)
    };
    assert_eq!(see(&decision, now), Ok(()), "sound before it is broken");
    sabotage(&mut decision, &mut now);
    see(&decision, now).unwrap_err()
}

fn deal(sabotage: impl FnOnce(&mut Decision, &mut Timestamp)) -> String {
    complaint(&Command::Deal, sabotage)
}

#[test]
fn an_oversold_table_is_noticed() {
    let broken = deal(|decision, _| decision.table.event.seats = 2);
    assert_eq!(broken, "oversold: 3 of 2 seats");
}

#[test]
fn a_second_invitation_is_noticed() {
    let broken = deal(|decision, _| {
        decision.table.invitations[2].contact_id = ContactId::new("0");
    });
    assert_eq!(broken, "Guest2 is invited twice");
}

#[test]
fn too_large_a_hand_is_noticed() {
    let broken = deal(|decision, _| decision.table.event.hand_size = Some(2));
    assert_eq!(broken, "3 are waiting, and the hand is 2");
}

#[test]
fn a_wrong_order_is_noticed() {
    let broken = deal(|decision, _| decision.log.swap(1, 2));
    assert!(broken.starts_with("dealt "), "{broken}");
}

#[test]
fn dealing_at_a_wrong_time_is_noticed() {
    let later = |hours| {
        move |_: &mut Decision, now: &mut Timestamp| {
            *now += SignedDuration::from_hours(hours);
        }
    };
    assert_eq!(deal(later(10)), "dealt in quiet hours");
    assert_eq!(
        deal(|decision, _| decision.table.event.starts_at = Some(noon())),
        "dealt after the begin"
    );
    assert_eq!(
        deal(|decision, _| decision.table.event.deal_until = Some(noon())),
        "dealt after deal-until"
    );
    assert_eq!(
        deal(|decision, _| decision.table.event.status = EventStatus::Paused),
        "dealt while paused"
    );
}

#[test]
fn deadlines_in_quiet_hours_and_moved_deadlines_are_noticed() {
    let shift = |decision: &mut Decision, hours| {
        let respond_by = decision.table.invitations[1].respond_by.as_mut().unwrap();
        *respond_by += SignedDuration::from_hours(hours);
    };
    let broken = deal(|decision, _| shift(decision, 12));
    assert!(broken.ends_with("in quiet hours"), "{broken}");
    let broken = complaint(&answer(0, Response::Yes), |decision, _| shift(decision, 1));
    assert_eq!(broken, "the deadline of Guest1 moved");
}

#[test]
fn a_silent_change_is_noticed() {
    let broken = deal(|decision, _| {
        decision.changed.pop_first();
    });
    assert_eq!(broken, "Guest0 changed and would not be written");
    let broken = deal(|decision, _| decision.log.retain(|entry| entry.invitation.is_none()));
    assert_eq!(broken, "Guest0 changed without a word in the log");
    let broken = deal(|decision, _| decision.log[0].text.clear());
    assert_eq!(broken, "this does not read well: \"\"");
}

#[test]
fn messages_that_lack_or_disturb_are_noticed() {
    let broken = deal(|decision, _| {
        decision.messages.pop();
    });
    assert_eq!(broken, "invitation-2 is told 0 times of invitation");
    let night = noon() + SignedDuration::from_hours(10);
    let broken = deal(|decision, _| decision.messages[0].not_before = night);
    assert!(broken.ends_with("in quiet hours"), "{broken}");
    let broken = deal(|decision, _| {
        decision.messages[0].not_before += SignedDuration::from_hours(1);
    });
    assert!(broken.contains("should be sent now"), "{broken}");
}

#[test]
fn a_dishonest_answer_is_noticed() {
    let broken = complaint(&answer(0, Response::Yes), |decision, _| {
        decision.table.invitations[0].response = Some(Response::Probably);
    });
    assert_eq!(broken, "Guest0 answered YES, and Some(Probably) is kept");
}

#[test]
fn seats_that_are_left_lying_are_noticed() {
    let broken = complaint(&answer(0, Response::No), |decision, _| {
        let dealt = decision.table.invitations.pop().unwrap();
        decision.changed.remove(&dealt.id);
        decision.messages.clear();
        decision.log.retain(|entry| entry.kind != LogKind::Dealt);
    });
    assert_eq!(broken, "2 seats are open and the deck lies idle");
}

#[test]
fn passing_over_a_guest_on_standby_is_noticed() {
    let broken = deal(|decision, now| {
        let one = &mut decision.table.invitations[0];
        one.status = InvitationStatus::Answered;
        one.response = Some(Response::Yes);
        one.answered_at = Some(*now);
        one.seat = Seat::Standby;
        one.standby_since = Some(*now);
        one.respond_by = None;
    });
    assert_eq!(broken, "Guest0 was passed over on standby");
}

#[test]
fn an_early_offer_is_noticed() {
    let broken = complaint(&answer(0, Response::Maybe), |decision, now| {
        let mut entry = decision.log[0].clone();
        entry.kind = LogKind::Offered;
        decision.log.push(entry);
        decision.messages.push(NewMessage {
            invitation: InvitationId::new("invitation-0"),
            kind: MessageKind::Offer,
            channel: Channel::Email,
            not_before: *now,
        });
    });
    assert!(broken.ends_with("before the deck was empty"), "{broken}");
}

#[test]
fn a_timer_that_is_not_set_is_noticed() {
    let broken = deal(|decision, _| decision.due_at = None);
    assert!(broken.starts_with("nobody looks when"), "{broken}");
    let broken = deal(|decision, now| decision.due_at = Some(*now));
    assert!(broken.starts_with("due at"), "{broken}");
}
