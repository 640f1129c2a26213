//! Rule 14: the sentences of the log.

use std::collections::BTreeSet;

use jiff::SignedDuration;
use jiff::civil::Time;
use seat_dealer_core::Channel::{ByHand, Email, Sms};
use seat_dealer_core::Response::{Maybe, No, Probably, Yes};
use seat_dealer_core::{
    Actor, Card, Channel, Command, LogKind, MessageKind, Note, OtherText, QuietHours, Reason,
    Response, TextReply,
};

use super::Page;
use crate::dinner::{
    Dinner, answer, at, cancel, card, failed, handed_over, id, opted_out, resend, withdraw,
};

const NAMES: &[&str] = &["Ada", "Ben", "Cleo", "Dan", "Eva", "Finn", "Gus", "Hal"];

/// An event whose whole deck is dealt at once.
fn all_dealt(seats: u32, names: &[&str]) -> Dinner {
    Dinner::new(seats, names)
        .with(|event| event.hand_size = Some(99))
        .dealing()
}

fn guest(name: &str, response: Response) -> Command {
    answer(name, response, None, Actor::Guest)
}

fn party(name: &str, response: Response, party: u32) -> Command {
    answer(name, response, Some(party), Actor::Guest)
}

fn by_text(name: &str, response: Response, reply: TextReply) -> Command {
    answer(name, response, None, Actor::GuestByText { reply })
}

fn answers() -> Page {
    let mut page = Page::default();
    page.heading("Answers with a hold");
    let mut dinner = all_dealt(9, NAMES);
    page.run(&mut dinner, &guest("Ada", Yes));
    page.run(&mut dinner, &answer("Ben", Probably, None, Actor::Host));
    page.run(&mut dinner, &by_text("Cleo", Maybe, TextReply::Sent));
    page.run(&mut dinner, &by_text("Dan", Maybe, TextReply::LimitReached));
    page.run(&mut dinner, &by_text("Eva", No, TextReply::OptedOut));
    page.heading("Changed answers");
    page.run(&mut dinner, &guest("Ada", Probably));
    page.run(&mut dinner, &guest("Ada", Maybe));
    page.run(&mut dinner, &guest("Ada", No));
    page.run(&mut dinner, &guest("Ada", Yes));

    page.heading("Standby");
    let mut dinner = all_dealt(1, &["Ada", "Ben"]);
    dinner.run(&guest("Ada", No));
    page.run(&mut dinner, &guest("Ada", Yes));
    page.run(&mut dinner, &guest("Ada", Probably));
    page.run(&mut dinner, &guest("Ben", No));
    page.run(&mut dinner, &guest("Ben", Yes));
    page.run(&mut dinner, &guest("Ben", No));

    page.heading("Parties");
    let mut dinner = Dinner::new(10, &["Ada", "Ben", "Cleo"])
        .with(|event| event.party_limit = 3)
        .dealing();
    page.run(&mut dinner, &party("Ada", Yes, 3));
    page.run(&mut dinner, &party("Ada", Probably, 3));
    page.run(&mut dinner, &party("Ada", Yes, 1));
    page.run(&mut dinner, &party("Ben", Yes, 2));
    page.run(&mut dinner, &party("Cleo", Yes, 1));
    page.run(&mut dinner, &guest("Ben", No));
    page.run(&mut dinner, &party("Ben", Yes, 3));
    page.heading("Parties on standby");
    let mut dinner = Dinner::new(4, &["Ada", "Ben", "Cleo"])
        .with(|event| event.party_limit = 2)
        .dealing();
    dinner.run(&failed("Ada", MessageKind::Invitation, Email, None));
    dinner.run(&party("Ben", Yes, 1));
    dinner.run(&party("Cleo", Yes, 2));
    page.run(&mut dinner, &party("Ada", Yes, 2));
    page.run(&mut dinner, &guest("Ben", No));
    page.run(&mut dinner, &party("Ben", Yes, 2));
    page.run(&mut dinner, &guest("Ada", No));

    page.heading("A hold that is smaller than the party");
    let mut dinner = Dinner::new(3, &["Ada", "Ben"])
        .with(|event| event.party_limit = 3)
        .dealing();
    dinner.run(&failed("Ada", MessageKind::Invitation, Email, None));
    dinner.run(&party("Ben", Yes, 2));
    page.run(&mut dinner, &resend("Ada", Some(Sms)));
    dinner.run(&party("Ben", Yes, 1));
    page.run(&mut dinner, &party("Ada", Yes, 2));

    page.heading("Notes");
    for note in ["With joy!\nNo nuts,  please.", ""] {
        let note = Command::Answer {
            invitation: id("Ada"),
            response: Yes,
            party: None,
            actor: Actor::Guest,
            by_email: false,
            note: Some(Note::parse(note).unwrap()),
        };
        page.run(&mut dinner, &note);
    }
    page
}

fn dealing() -> Page {
    let mut page = Page::default();
    page.heading("Reasons");
    let mut dinner = Dinner::new(6, &[]).with(|event| event.hand_size = Some(9));
    let priority = |priority, last: Option<&str>| Reason::Priority {
        priority,
        last_invited_at: last.map(at),
    };
    for (name, reason, channel) in [
        ("Zoe", Reason::InviteFirst { place: 1 }, Email),
        ("Yann", Reason::InviteFirst { place: 2 }, Email),
        ("Xenia", priority(1, None), Email),
        ("Wim", priority(5, Some("2025-12-24T10:00:00Z")), Email),
        ("Vera", priority(9, None), ByHand),
    ] {
        let channel = Some(channel);
        dinner.deck.push(Card {
            reason,
            channel,
            ..card(name)
        });
    }
    page.run(&mut dinner, &Command::Deal);
    page.heading("Contacts that the host picked");
    let picked = |name, channel| Command::Invite {
        card: Card {
            channel: Some(channel),
            ..card(name)
        },
    };
    let mut dinner = Dinner::new(3, &[]);
    page.run(&mut dinner, &picked("Ada", Email));
    page.run(&mut dinner, &picked("Ben", ByHand));

    page.heading("Parties");
    let mut dinner = Dinner::new(6, &["Ada", "Ben"]).with(|event| event.party_limit = 3);
    dinner.deck[1].channel = Some(ByHand);
    page.run(&mut dinner, &Command::Deal);

    page.heading("Lapse, standby and full");
    let hour = SignedDuration::from_hours(1);
    let mut dinner = Dinner::new(3, &["Ada", "Ben", "Cleo", "Dan"])
        .with(|event| {
            event.party_limit = 3;
            event.response_window = Some(hour);
        })
        .dealing();
    dinner.now += hour;
    page.run(&mut dinner, &Command::Tick);
    page.run(&mut dinner, &party("Ada", Yes, 2));
    page.run(&mut dinner, &party("Ben", Yes, 2));
    page.run(&mut dinner, &party("Cleo", Yes, 1));
    page.run(&mut dinner, &guest("Ben", No));
    let mut dinner = all_dealt(1, &["Ada", "Ben"]);
    dinner.run(&guest("Ada", No));
    dinner.run(&guest("Ada", Yes));
    dinner.run(&guest("Ben", Yes));
    dinner.run(&Command::Pause);
    page.run(&mut dinner, &guest("Ben", No));
    page.run(&mut dinner, &guest("Ada", No));
    page.run(&mut dinner, &guest("Ben", Yes));
    page.heading("A promotion in quiet hours that last until the event");
    let mut dinner = all_dealt(1, &["Ada", "Ben"])
        .with(|event| event.starts_at = Some(at("2026-06-02T08:00:00Z")));
    dinner.run(&guest("Ada", No));
    dinner.run(&guest("Ada", Yes));
    dinner.run(&guest("Ben", Yes));
    dinner.wait_until("2026-06-01T22:00:00Z");
    page.run(&mut dinner, &guest("Ben", No));

    page.heading("Offers");
    for (seats, limit, by_hand) in [(1, 1, false), (2, 2, false), (1, 1, true)] {
        let mut dinner = Dinner::new(seats, &["Ada"])
            .with(|event| {
                event.party_limit = limit;
                event.by_hand = by_hand;
            })
            .dealing();
        page.run(&mut dinner, &guest("Ada", Maybe));
        if !by_hand {
            dinner.now = dinner.last.due_at.unwrap();
            page.run(&mut dinner, &Command::Tick);
        }
    }
    page
}

fn host_commands() -> Page {
    let mut page = Page::default();
    page.heading("Deal and pause");
    let mut dinner = Dinner::new(2, &[]);
    page.run(&mut dinner, &Command::Deal);
    page.run(&mut dinner, &Command::Pause);
    page.run(&mut dinner, &Command::Deal);
    let mut quiet = Dinner::new(2, &["Ada"]);
    quiet.wait_until("2026-06-01T22:00:00Z");
    page.run(&mut quiet, &Command::Deal);
    let mut quiet =
        Dinner::new(2, &["Ada"]).with(|event| event.starts_at = Some(at("2026-06-02T08:00:00Z")));
    quiet.wait_until("2026-06-01T22:00:00Z");
    page.run(&mut quiet, &Command::Deal);

    page.heading("Arrange");
    for (invite_first, excluded) in [(0, 0), (1, 2)] {
        let arrange = Command::Arrange {
            invite_first,
            excluded,
        };
        page.run(&mut dinner, &arrange);
    }

    page.heading("Changes");
    let mut dinner = Dinner::new(2, &["Ada", "Ben"]).dealing();
    let seats = dinner.edited(false, |event| event.seats = 3);
    page.run(&mut dinner, &seats);
    let everything = dinner.edited(false, |event| {
        event.seats = 4;
        "Supper".clone_into(&mut event.title);
        event.starts_at = Some(at("2026-06-20T18:00:00Z"));
        event.location = Some("At home".to_owned());
        event.hand_size = Some(3);
        event.response_window = Some(SignedDuration::from_hours(5));
        event.quiet_hours =
            QuietHours::new(Time::constant(22, 0, 0, 0), Time::constant(8, 0, 0, 0));
        event.deal_until = Some(at("2026-06-19T18:00:00Z"));
        event.party_limit = 2;
        event.by_hand = true;
    });
    page.run(&mut dinner, &everything);

    page.heading("Announcements and cancellations");
    let mut dinner = Dinner::new(2, &["Ada", "Ben"])
        .with(|event| event.starts_at = Some(at("2026-06-03T08:00:00Z")))
        .dealing();
    let announce = dinner.edited(true, |_| {});
    let cancelled = |page: &mut Page, dinner: &mut Dinner| {
        let before = dinner.table.clone();
        page.run(dinner, &cancel(&["Ada", "Ben"]));
        dinner.table = before;
    };
    cancelled(&mut page, &mut dinner);
    dinner.run(&guest("Ada", Yes));
    page.run(&mut dinner, &announce);
    cancelled(&mut page, &mut dinner);
    dinner.run(&guest("Ben", Yes));
    page.run(&mut dinner, &announce);
    cancelled(&mut page, &mut dinner);
    dinner.wait_until("2026-06-01T22:00:00Z");
    page.run(&mut dinner, &announce);
    cancelled(&mut page, &mut dinner);
    dinner.wait_until("2026-06-02T22:00:00Z");
    page.run(&mut dinner, &announce);
    cancelled(&mut page, &mut dinner);

    page.heading("Withdraw");
    let mut dinner = Dinner::new(3, &["Ada", "Ben", "Cleo"])
        .with(|event| event.party_limit = 2)
        .dealing();
    dinner.run(&guest("Ben", Maybe));
    page.run(&mut dinner, &withdraw("Ada"));
    page.run(&mut dinner, &withdraw("Ben"));
    page.run(&mut dinner, &withdraw("Cleo"));

    page.heading("Send again");
    let mut dinner = Dinner::new(2, &["Ada", "Ben"]).dealing();
    for channel in [Sms, Email, ByHand] {
        page.run(&mut dinner, &resend("Ada", Some(channel)));
    }
    dinner.run(&failed("Ben", MessageKind::Invitation, Email, None));
    page.run(&mut dinner, &resend("Ben", Some(Email)));
    dinner.run(&failed("Ben", MessageKind::Invitation, Email, None));
    page.run(&mut dinner, &resend("Ben", Some(ByHand)));
    dinner.run(&guest("Ada", Maybe));
    page.run(&mut dinner, &resend("Ada", Some(Sms)));
    page.heading("Passed on by hand");
    page.run(&mut dinner, &handed_over("Ben", &[MessageKind::Invitation]));
    page.run(&mut dinner, &handed_over("Ben", &[MessageKind::Changed]));
    let two = [MessageKind::Invitation, MessageKind::Changed];
    page.run(&mut dinner, &handed_over("Ben", &two));
    page.run(&mut dinner, &handed_over("Ben", MessageKind::ALL));
    page
}

fn deliveries() -> Page {
    let mut page = Page::default();
    page.heading("Reports");
    let mut dinner = Dinner::new(1, &["Ada"]).dealing();
    for &message in MessageKind::ALL {
        for (channel, delivered) in [(Sms, true), (Email, false)] {
            let progress = Command::Progress {
                invitation: id("Ada"),
                message,
                channel,
                delivered,
                at: dinner.now,
            };
            page.run(&mut dinner, &progress);
        }
    }
    page.heading("Delays");
    let waits = Command::Waits {
        invitation: id("Ada"),
        message: MessageKind::Invitation,
        channel: Sms,
        until: at("2026-06-02T00:00:00Z"),
        why: "the day's texts are used up".to_owned(),
    };
    page.run(&mut dinner, &waits);

    page.heading("Failures");
    let invitation = MessageKind::Invitation;
    for next in [Some(Sms), Some(ByHand), None] {
        let mut dinner = Dinner::new(1, &["Ada"]).dealing();
        page.run(&mut dinner, &failed("Ada", invitation, Email, next));
    }
    let mut lapsed = Dinner::new(1, &["Ada"]).dealing();
    lapsed.run_timer();
    page.run(&mut lapsed, &failed("Ada", invitation, Email, None));
    let mut answered = Dinner::new(1, &["Ada"]).dealing();
    answered.run(&guest("Ada", Yes));
    page.run(&mut answered, &failed("Ada", invitation, Email, Some(Sms)));
    let mut quiet = Dinner::new(3, &["Ada"])
        .with(|event| {
            event.party_limit = 2;
            event.starts_at = Some(at("2026-06-02T08:00:00Z"));
            event.response_window = Some(SignedDuration::from_hours(15));
        })
        .dealing();
    quiet.wait_until("2026-06-01T22:00:00Z");
    page.run(&mut quiet, &failed("Ada", invitation, Email, Some(Sms)));

    page.heading("Opt-outs and other texts");
    let opted_in = |channel: Channel| Command::OptedIn {
        invitation: id("Ada"),
        channel,
    };
    let mut dinner = Dinner::new(1, &["Ada"]).dealing();
    page.run(&mut dinner, &opted_out("Ada", &[invitation], Some(Sms)));
    page.run(&mut dinner, &opted_in(Email));
    page.run(&mut dinner, &opted_out("Ada", &[invitation], None));
    for what in [
        OtherText::NotUnderstood,
        OtherText::OneOfSeveral(2),
        OtherText::Help,
    ] {
        let invitation = id("Ada");
        page.run(&mut dinner, &Command::Texted { invitation, what });
    }
    page
}

#[test]
fn log_of_answers() {
    insta::assert_snapshot!(answers().0);
}

#[test]
fn log_of_dealing() {
    insta::assert_snapshot!(dealing().0);
}

#[test]
fn log_of_host_commands() {
    insta::assert_snapshot!(host_commands().0);
}

#[test]
fn log_of_deliveries() {
    insta::assert_snapshot!(deliveries().0);
}

#[test]
fn the_catalogue_contains_all_kinds_of_entries() {
    let pages = [answers(), dealing(), host_commands(), deliveries()];
    let labels: BTreeSet<&str> = pages
        .iter()
        .flat_map(|page| page.0.lines())
        .filter_map(|line| line.strip_prefix("  ")?.split_once(": "))
        .map(|(label, _)| label)
        .collect();
    let kinds = LogKind::ALL.iter().copied().filter(|kind| {
        // The database adds the first; `refusals.rs` contains the second.
        !matches!(kind, LogKind::Created | LogKind::Refused)
    });
    let kinds: BTreeSet<&str> = kinds.map(LogKind::as_str).collect();
    assert_eq!(labels, kinds);
}
