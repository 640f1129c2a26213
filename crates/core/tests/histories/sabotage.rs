//! Tests of the checks: each breaks a correct decision on purpose, and expects the checks to fail.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use seat_dealer_core::{
    About, Actor, Audience, By, Card, Channel, ChannelState, Command, ContactId, Decision, Delay,
    Event, EventStatus, GuestDetails, Happening, Hold, HostWords, InvitationId, InvitationStatus,
    LogEntry, LogKind, Message, MessageId, MessageKind, MessageStatus, NewMessage, Pace,
    QuietHours, Reach, Reason, Refusal, Reminders, Response, Seat, Table, Tags, decide,
};

use crate::checks::{Context, Told, check, check_refusal, words_arrive_once};

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
            ends_at: None,
            location: None,
            url: None,
            pace: Pace::Usual,
            hand_size: None,
            response_window: None,
            quiet_hours: Some(QuietHours::usual()),
            deal_until: None,
            party_limit: 1,
            reminders: Reminders {
                unanswered: true,
                day_before: true,
            },
            by_hand: false,
            tags: Tags::default(),
            status: EventStatus::Draft,
        },
        invitations: Vec::new(),
        messages: Vec::new(),
        reach: BTreeMap::new(),
        channels: Vec::new(),
        cards: (0..5).map(card).collect(),
    }
}

fn card(number: u32) -> Card {
    Card {
        invitation_id: InvitationId::new(format!("invitation-{number}")),
        contact_id: ContactId::new(number.to_string()),
        name: format!("Guest{number}"),
        party_size: 1,
        tags: Tags::default(),
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
        details: GuestDetails::default(),
    }
}

/// Breaks the decision of a command. A command other than *Deal* follows *Deal* by an hour. Returns
/// what the checks say.
fn complaint(command: &Command, sabotage: impl FnOnce(&mut Decision, &mut Timestamp)) -> String {
    complaint_about(table(), command, sabotage)
}

/// The same about an event of which nothing is dealt.
fn complaint_about(
    mut before: Table,
    command: &Command,
    sabotage: impl FnOnce(&mut Decision, &mut Timestamp),
) -> String {
    let mut now = noon();
    if !matches!(command, Command::Deal) {
        before = decide(&before, &Command::Deal, now).unwrap().table;
        now += SignedDuration::from_hours(1);
    }
    let deck = before.cards.clone();
    let mut decision = decide(&before, command, now).unwrap();
    let check = |decision: &Decision, now| {
        let context = Context {
            before: &before,
            deck: &deck,
            command,
            now,
        };
        check(&context, decision)
    };
    assert_eq!(check(&decision, now), Ok(()), "the decision is correct");
    sabotage(&mut decision, &mut now);
    check(&decision, now).unwrap_err()
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
fn a_hand_that_is_too_large_is_noticed() {
    let broken = deal(|decision, _| decision.table.event.hand_size = Some(2));
    assert_eq!(broken, "3 are waiting, and the hand size is 2");
}

#[test]
fn a_wrong_order_is_noticed() {
    let broken = deal(|decision, _| decision.log.swap(1, 2));
    assert!(broken.starts_with("dealt "), "{broken}");
}

#[test]
fn dealing_to_a_contact_without_a_tag_of_the_event_is_noticed() {
    let choir = Tags::parse(["choir"]).unwrap();
    let mut before = table();
    before.event.tags = choir.clone();
    for number in [1, 2, 4] {
        before.cards[number].tags = choir.clone();
    }
    let broken = complaint_about(before, &Command::Deal, |decision, _| {
        decision.table.invitations[1].contact_id = ContactId::new("3");
    });
    assert_eq!(broken, "dealt Guest2 without a tag of the event");
    let broken = deal(|decision, _| decision.table.event.tags = choir);
    assert_eq!(broken, "dealt Guest0 without a tag of the event");
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
fn deadlines_that_are_quiet_or_moved_or_wrong_are_noticed() {
    let shift = |decision: &mut Decision, hours| {
        let respond_by = decision.table.invitations[1].respond_by.as_mut().unwrap();
        *respond_by += SignedDuration::from_hours(hours);
    };
    let broken = deal(|decision, _| shift(decision, 12));
    assert!(broken.ends_with("in quiet hours"), "{broken}");
    let broken = complaint(&answer(0, Response::Yes), |decision, _| shift(decision, 1));
    assert_eq!(broken, "the deadline of Guest1 moved");
    let broken = deal(|decision, _| shift(decision, 1));
    assert_eq!(
        broken,
        "the deadline of Guest1 is 2026-06-03T13:00:00Z instead of 2026-06-03T12:00:00Z"
    );
}

#[test]
fn a_change_without_a_log_entry_is_noticed() {
    let broken = deal(|decision, _| {
        decision.changed.pop_first();
    });
    assert_eq!(broken, "Guest0 changed and would not be stored");
    let broken = deal(|decision, _| decision.log.retain(|entry| entry.invitation.is_none()));
    assert_eq!(broken, "Guest0 changed without a log entry");
    let broken = deal(|decision, _| {
        decision.log[0].happening = Happening::Noted { note: None };
    });
    assert!(
        broken.starts_with("this is no sentence: \"somebody"),
        "{broken}"
    );
}

#[test]
fn missing_and_badly_timed_messages_are_noticed() {
    let broken = deal(|decision, _| {
        decision.messages.pop();
    });
    assert_eq!(
        broken,
        "invitation-2 gets 0 messages of the kind invitation"
    );
    let night = noon() + SignedDuration::from_hours(10);
    let broken = deal(|decision, _| decision.messages[0].not_before = night);
    assert!(broken.ends_with("in quiet hours"), "{broken}");
    let broken = deal(|decision, _| {
        decision.messages[0].not_before += SignedDuration::from_hours(1);
    });
    assert!(broken.contains("should be sent now"), "{broken}");
    let broken = complaint(&Command::Cancel, |decision, _| {
        decision.table.channels.push(ChannelState {
            channel: Channel::Sms,
            resting: Some("the account is closed".to_owned()),
            since: noon(),
        });
    });
    assert_eq!(broken, "a channel rests after the event has been cancelled");
}

#[test]
fn an_answer_that_is_not_stored_is_noticed() {
    let broken = complaint(&answer(0, Response::Yes), |decision, _| {
        decision.table.invitations[0].response = Some(Response::Probably);
    });
    assert_eq!(broken, "Guest0 answered YES, and Some(Probably) is kept");
}

#[test]
fn idle_seats_are_noticed() {
    let broken = complaint(&answer(0, Response::No), |decision, _| {
        let dealt = decision.table.invitations.pop().unwrap();
        decision.changed.remove(&dealt.id);
        decision.messages.clear();
        decision.log.retain(|entry| entry.kind() != LogKind::Dealt);
    });
    assert_eq!(broken, "2 seats are open and no card is dealt");
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

/// An event of one seat that begins in 20 hours. A couple is at the top of its deck.
fn last_day() -> Table {
    let mut table = table();
    table.event.seats = 1;
    table.event.starts_at = Some(noon() + SignedDuration::from_hours(20));
    table.cards[0].party_size = 2;
    table
}

fn deal_on_last_day(sabotage: impl FnOnce(&mut Decision)) -> String {
    complaint_about(last_day(), &Command::Deal, |decision, _| sabotage(decision))
}

#[test]
fn a_party_that_gets_too_little_is_noticed() {
    let broken = deal(|decision, _| {
        let one = &mut decision.table.invitations[1];
        (one.party_size, one.party_limit) = (2, 2);
    });
    assert_eq!(
        broken,
        "Guest1 gets 1 of 2 seats while 3 are open and 1 held"
    );
    let broken = deal(|decision, _| decision.table.invitations[1].party_limit = 2);
    assert_eq!(broken, "Guest1 may be 2, and 1 would be right");
    let broken = deal_on_last_day(|decision| {
        let one = &mut decision.table.invitations[0];
        one.contact_id = ContactId::new("0");
        (one.party_size, one.party_limit) = (2, 2);
        decision
            .log
            .retain(|entry| entry.kind() != LogKind::PassedOver);
    });
    assert!(
        broken.starts_with("Guest1 gets 1 of 2 seats, and Some(Card"),
        "{broken}"
    );
}

#[test]
fn a_party_that_is_passed_over_wrongly_is_noticed() {
    let broken = deal(|decision, _| {
        let one = decision.table.invitations.remove(0);
        decision.changed.remove(&one.id);
        decision
            .messages
            .retain(|message| message.invitation != one.id);
        let about = |entry: &LogEntry| entry.invitation.as_ref().map(|(id, _)| id.clone());
        decision
            .log
            .retain(|entry| about(entry) != Some(one.id.clone()));
    });
    assert_eq!(broken, "[\"Guest0\"] were passed over");
    let broken = deal_on_last_day(|decision| {
        decision
            .log
            .retain(|entry| entry.kind() != LogKind::PassedOver);
    });
    assert_eq!(
        broken,
        "[\"Guest0\"] were passed over, and the log names None"
    );
    let mut three_seats = last_day();
    three_seats.event.seats = 3;
    let broken = complaint_about(three_seats, &Command::Deal, |decision, _| {
        let one = decision.table.invitations.remove(0);
        decision.changed.remove(&one.id);
        decision
            .messages
            .retain(|message| message.invitation != one.id);
        let passed_over = Happening::PassedOver {
            name: one.name,
            party: 2,
            open: 3,
        };
        decision.log[1] = LogEntry {
            invitation: None,
            happening: passed_over,
        };
    });
    assert!(
        broken.ends_with("fits into 3 seats and is passed over"),
        "{broken}"
    );
}

#[test]
fn a_seat_that_is_left_idle_for_a_party_is_noticed() {
    let broken = deal_on_last_day(|decision| {
        decision.table.invitations.clear();
        decision.changed.clear();
        decision.messages.clear();
        decision.log.truncate(1);
    });
    assert_eq!(broken, "1 seats are open and no card is dealt");
}

#[test]
fn a_wrong_party_is_noticed() {
    let mut couples = table();
    for card in &mut couples.cards {
        card.party_size = 2;
    }
    let yes = answer(0, Response::Yes);
    let broken = complaint_about(couples.clone(), &yes, |decision, _| {
        decision.table.invitations[0].party = 1;
    });
    assert_eq!(
        broken,
        "Guest0 answered for all, and 1 of 2 are counted beside 1 open seats"
    );
    let alone = Command::Answer {
        invitation: InvitationId::new("invitation-0"),
        response: Response::Yes,
        party: Some(1),
        actor: Actor::Guest,
        details: GuestDetails::default(),
    };
    let broken = complaint_about(couples.clone(), &alone, |decision, _| {
        decision.table.invitations[0].party = 2;
    });
    assert_eq!(broken, "Guest0 answered for Some(1), and 2 are counted");
    let before = decide(&couples, &Command::Deal, noon()).unwrap().table;
    let context = Context {
        before: &before,
        deck: &before.cards,
        command: &alone,
        now: noon(),
    };
    let name = "Guest0".to_owned();
    assert_eq!(
        check_refusal(&context, &Refusal::NoRoomForParty { name }).unwrap_err(),
        "Guest0 is refused Some(1) seats, and 2 are there"
    );
}

#[test]
fn an_early_offer_is_noticed() {
    let broken = complaint(&answer(0, Response::Maybe), |decision, now| {
        let mut entry = decision.log[0].clone();
        entry.happening = Happening::Offered {
            hold: Hold {
                party: 1,
                respond_by: None,
            },
            channel: Channel::Email,
        };
        decision.log.push(entry);
        decision.messages.push(NewMessage {
            invitation: InvitationId::new("invitation-0"),
            kind: MessageKind::Offer,
            words: None,
            channel: Channel::Email,
            not_before: *now,
        });
    });
    assert!(broken.ends_with("before the deck was empty"), "{broken}");
}

#[test]
fn a_wrong_timer_is_noticed() {
    let broken = deal(|decision, _| decision.due_at = None);
    assert!(broken.starts_with("the timer is not due when"), "{broken}");
    let broken = deal(|decision, now| decision.due_at = Some(*now));
    assert!(broken.starts_with("the timer is due at"), "{broken}");
}

#[test]
fn a_wrong_number_of_seats_is_noticed() {
    let more = Event {
        seats: 6,
        status: EventStatus::Dealing,
        ..table().event
    };
    let edit = Command::Edit {
        event: Box::new(more),
        announce: true,
    };
    let broken = complaint(&edit, |decision, _| decision.table.event.seats = 5);
    assert_eq!(broken, "5 seats instead of 6");
    let broken = complaint(&edit, |decision, now| {
        decision.messages.push(NewMessage {
            invitation: InvitationId::new("invitation-1"),
            kind: MessageKind::Changed,
            words: None,
            channel: Channel::Email,
            not_before: *now,
        });
    });
    assert_eq!(broken, "Guest1 gets 1 announcements");
    let before = decide(&table(), &Command::Deal, noon()).unwrap().table;
    let context = Context {
        before: &before,
        deck: &before.cards,
        command: &edit,
        now: noon(),
    };
    let refusal = Refusal::SeatsTaken {
        asked: 3,
        seated: 0,
        held: 3,
    };
    assert_eq!(
        check_refusal(&context, &refusal).unwrap_err(),
        "3 seats are refused while 3 are in use"
    );
}

#[test]
fn a_wrong_log_entry_is_noticed() {
    let broken = deal(|decision, _| {
        decision.log[0].happening = Happening::Full {
            seats: 4,
            dealing: true,
        };
    });
    assert_eq!(broken, "the log says 1 times that the table is full");
    let invite = Command::Invite { card: card(4) };
    let dealt_by = |author| {
        complaint(&invite, |decision, _| {
            match &mut decision.log[0].happening {
                Happening::Dealt { by, .. } => *by = author,
                other => panic!("{other:?} is no deal"),
            }
        })
    };
    let broken = dealt_by(By::Guest);
    assert!(broken.ends_with("is by Some(\"guest\")"), "{broken}");
    let broken = dealt_by(By::Dealer);
    assert_eq!(
        broken,
        "the host invited Guest4, and the log does not say so"
    );
}

fn message(kind: MessageKind, status: MessageStatus) -> Message {
    Message {
        id: MessageId::new("message"),
        invitation: InvitationId::new("invitation-0"),
        kind,
        words: None,
        channel: Channel::Email,
        status,
        due_at: None,
        claimed: false,
        attempts: 1,
        provider_id: None,
        error: None,
        written_at: noon(),
        changed_at: noon(),
    }
}

#[test]
fn a_failed_message_that_is_given_up_is_noticed() {
    let now = noon() + SignedDuration::from_hours(1);
    let mut before = decide(&table(), &Command::Deal, noon()).unwrap().table;
    before
        .messages
        .push(message(MessageKind::Invitation, MessageStatus::Sending));
    let way = |channel: Channel| Reach {
        channel,
        address: Some(channel.to_string()),
        is_open: true,
    };
    let ways = vec![way(Channel::Email), way(Channel::Sms)];
    before.reach.insert(ContactId::new("0"), ways);
    let failed = Command::Rejected {
        message: MessageId::new("message"),
        about: About::Recipient,
        permanent: true,
        why: "no such address".to_owned(),
        delay: Delay::default(),
    };
    let mut decision = decide(&before, &failed, now).unwrap();
    let context = Context {
        before: &before,
        deck: &before.cards,
        command: &failed,
        now,
    };
    assert_eq!(check(&context, &decision), Ok(()));
    decision.messages.clear();
    assert_eq!(
        check(&context, &decision).unwrap_err(),
        "the invitation of invitation-0 failed, and nothing follows"
    );
}

#[test]
fn an_untrue_message_that_is_queued_is_noticed() {
    let broken = complaint(&answer(0, Response::No), |decision, _| {
        let invitation = message(MessageKind::Invitation, MessageStatus::Queued);
        decision.table.messages.push(invitation);
    });
    assert_eq!(
        broken,
        "invitation to invitation-0 is untrue and could still be sent"
    );
    let broken = complaint(&answer(0, Response::No), |decision, now| {
        decision.messages.push(NewMessage {
            invitation: InvitationId::new("invitation-0"),
            kind: MessageKind::Seated,
            words: None,
            channel: Channel::Email,
            not_before: *now,
        });
    });
    assert_eq!(broken, "seated to Guest0 is written, and untrue");
}

#[test]
fn a_guest_who_does_not_hear_of_a_seat_is_noticed() {
    let mut table = decide(&table(), &Command::Deal, noon()).unwrap().table;
    let one = &mut table.invitations[0];
    one.status = InvitationStatus::Answered;
    one.response = Some(Response::Yes);
    one.answered_at = Some(noon());
    one.seat = Seat::Seated;
    let email = Reach {
        channel: Channel::Email,
        address: Some("an address".to_owned()),
        is_open: true,
    };
    table.reach.insert(ContactId::new("0"), vec![email]);
    let told = Told::default();
    // Today's fault: the news was taken back when the guest answered again.
    for status in [MessageStatus::Cancelled, MessageStatus::Queued] {
        table.messages = vec![message(MessageKind::Seated, status)];
        assert_eq!(
            told.check(&table, noon()).unwrap_err(),
            "Guest0 has a seat and does not hear of it"
        );
    }
    table.messages[0].due_at = Some(noon());
    assert_eq!(told.check(&table, noon()), Ok(()));
}

#[test]
fn a_guest_who_does_not_hear_that_the_seat_is_gone_is_noticed() {
    let mut told = Told::default();
    let mut now = noon();
    let mut table = decide(&table(), &Command::Deal, now).unwrap().table;
    let email = Reach {
        channel: Channel::Email,
        address: Some("an address".to_owned()),
        is_open: true,
    };
    table.reach.insert(ContactId::new("0"), vec![email]);
    let withdraw = Command::Withdraw {
        invitation: InvitationId::new("invitation-0"),
        words: None,
    };
    for command in [answer(0, Response::Yes), withdraw] {
        now += SignedDuration::from_hours(1);
        let decision = decide(&table, &command, now).unwrap();
        let context = Context {
            before: &table,
            deck: &[],
            command: &command,
            now,
        };
        told.follow(&context, &decision);
        table = decision.table;
    }
    assert_eq!(
        told.check(&table, now).unwrap_err(),
        "Guest0 lost a seat and does not hear of it"
    );
}

/// Checks the decision of the timer that reminds a guest, after it was broken.
fn remind(sabotage: impl FnOnce(&mut Decision)) -> Result<(), String> {
    let mut before = decide(&table(), &Command::Deal, noon()).unwrap().table;
    before.messages = vec![message(MessageKind::Invitation, MessageStatus::Sent)];
    let now = noon() + SignedDuration::from_hours(24);
    let mut decision = decide(&before, &Command::Tick, now).unwrap();
    sabotage(&mut decision);
    let context = Context {
        before: &before,
        deck: &before.cards,
        command: &Command::Tick,
        now,
    };
    check(&context, &decision)
}

#[test]
fn a_wrong_reminder_is_noticed() {
    assert_eq!(remind(|_| {}), Ok(()));
    let broken = remind(|decision| decision.table.invitations[0].reminded_at = None);
    assert_eq!(
        broken.unwrap_err(),
        "Guest0 is reminded at 2026-06-02T12:00:00Z and was reminded at None"
    );
    let broken = remind(|decision| {
        decision.table.messages[0].changed_at += SignedDuration::from_hours(4);
    });
    assert_eq!(broken.unwrap_err(), "Guest0 is reminded too early");
    let broken = remind(|decision| decision.table.event.reminders.unanswered = false);
    assert_eq!(
        broken.unwrap_err(),
        "reminder to Guest0 is written, and untrue"
    );
}

#[test]
fn words_that_the_host_did_not_write_are_noticed() {
    let words = |text: &str| HostWords::message(text, &[Audience::Seated]).unwrap();
    let mut before = table();
    let email = Reach {
        channel: Channel::Email,
        address: Some("an address".to_owned()),
        is_open: true,
    };
    before.reach.insert(ContactId::new("0"), vec![email]);
    let mut now = noon();
    for command in [Command::Deal, answer(0, Response::Yes)] {
        before = decide(&before, &command, now).unwrap().table;
        now += SignedDuration::from_hours(1);
    }
    let command = Command::Write {
        words: words("Bring a chair"),
    };
    let decision = decide(&before, &command, now).unwrap();
    let context = Context {
        before: &before,
        deck: &before.cards,
        command: &command,
        now,
    };
    assert_eq!(check(&context, &decision), Ok(()));
    let broken = |sabotage: fn(&mut Vec<NewMessage>)| {
        let mut decision = decision.clone();
        sabotage(&mut decision.messages);
        check(&context, &decision).unwrap_err()
    };
    assert_eq!(
        broken(Vec::clear),
        "Guest0 gets 0 messages of the host instead of 1"
    );
    assert_eq!(
        broken(|messages| messages.push(messages[0].clone())),
        "Guest0 gets 2 messages of the host instead of 1"
    );
    let mut sent = message(MessageKind::HostMessage, MessageStatus::Sent);
    sent.words = Some(words("Bring a chair"));
    assert_eq!(words_arrive_once(&[sent.clone()]), Ok(()));
    assert!(words_arrive_once(&[sent.clone(), sent]).is_err());
}
