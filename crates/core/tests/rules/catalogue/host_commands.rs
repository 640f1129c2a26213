//! Rule 14: log entries of the host's commands.

use jiff::SignedDuration;
use jiff::civil::Time;
use jiff::tz::TimeZone;
use seat_dealer_core::Channel::{ByHand, Email, Sms};
use seat_dealer_core::Response::{Maybe, Yes};
use seat_dealer_core::{Audience, By, Command, Happening, LogEntry, MessageKind, QuietHours, Tags};

use super::{Page, guest};
use crate::dinner::{Dinner, at, resend, withdraw, withdraw_with, write};

pub(super) fn host_commands() -> Page {
    let mut page = Page::default();
    new_events(&mut page);
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
        event.ends_at = Some(at("2026-06-20T22:00:00Z"));
        event.url = Some("https://example.org/".to_owned());
        event.by_hand = true;
        event.tags = Tags::parse(["choir"]).unwrap();
    });
    page.run(&mut dinner, &everything);
    let moved = dinner.edited(false, |event| {
        event.time_zone = TimeZone::get("Asia/Tokyo").unwrap();
    });
    page.run(&mut dinner, &moved);

    page.heading("Announcements and cancellations");
    let mut dinner = Dinner::new(2, &["Ada", "Ben"])
        .with(|event| event.starts_at = Some(at("2026-06-03T08:00:00Z")))
        .dealing();
    let announce = dinner.edited(true, |_| {});
    let cancelled = |page: &mut Page, dinner: &mut Dinner| {
        let before = dinner.table.clone();
        page.run(dinner, &Command::Cancel);
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

    written(&mut page);
    withdrawn(&mut page);
    page.heading("Send again");
    let mut dinner = Dinner::new(2, &["Ada", "Ben"]).dealing();
    for channel in [Sms, Email, ByHand] {
        page.run(&mut dinner, &resend("Ada", Some(channel)));
    }
    dinner.fail("Ben", MessageKind::Invitation, Email, None);
    page.run(&mut dinner, &resend("Ben", Some(Email)));
    dinner.fail("Ben", MessageKind::Invitation, Email, None);
    page.run(&mut dinner, &resend("Ben", Some(ByHand)));
    dinner.run(&guest("Ada", Maybe));
    page.run(&mut dinner, &resend("Ada", Some(Sms)));
    page.heading("Passed on by hand");
    let (invitation, changed) = (MessageKind::Invitation, MessageKind::Changed);
    let all = MessageKind::ALL;
    for kinds in [&[invitation][..], &[changed], &[invitation, changed], all] {
        for kind in kinds {
            dinner.write_by_hand("Ben", *kind);
        }
        let hand_over = dinner.hand_over("Ben");
        page.run(&mut dinner, &hand_over);
    }
    page
}

fn written(page: &mut Page) {
    page.heading("Write to guests");
    let mut dinner = Dinner::new(3, &["Ada", "Ben", "Cleo"])
        .with(|event| event.starts_at = Some(at("2026-06-03T18:00:00Z")))
        .dealing();
    for (name, response) in [("Ada", Yes), ("Ben", Yes), ("Cleo", Maybe)] {
        dinner.reach(name, &[Email]);
        dinner.run(&guest(name, response));
    }
    page.run(&mut dinner, &write("Bring a chair.", &[Audience::Seated]));
    dinner.reach("Ben", &[]);
    page.run(&mut dinner, &write("Bring a chair", &[Audience::Seated]));
    dinner.wait_until("2026-06-02T22:00:00Z");
    let everybody = write("It will be\n\nlate", Audience::ALL);
    page.run(&mut dinner, &everybody);
}

fn withdrawn(page: &mut Page) {
    page.heading("Withdraw");
    let mut dinner = Dinner::new(4, &["Ada", "Ben", "Cleo"])
        .with(|event| event.party_limit = 2)
        .dealing();
    dinner.run(&guest("Ben", Maybe));
    page.run(&mut dinner, &withdraw("Ada"));
    page.run(&mut dinner, &withdraw("Ben"));
    page.run(&mut dinner, &withdraw("Cleo"));
    let mut dinner = Dinner::new(1, &["Ada"]).dealing();
    dinner.run(&guest("Ada", Yes));
    page.run(&mut dinner, &withdraw_with("Ada", "I am ill.\nSorry!"));
}

/// The database adds these.
fn new_events(page: &mut Page) {
    page.heading("A new event");
    for seats in [1, 8] {
        page.entry(&LogEntry {
            invitation: None,
            happening: Happening::Created {
                by: By::Host,
                title: "Dinner".to_owned(),
                seats,
            },
        });
    }
}

#[test]
fn log_of_host_commands() {
    insta::assert_snapshot!(host_commands().text);
}
