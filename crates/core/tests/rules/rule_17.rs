//! Rule 17: the host hears.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use proptest::prelude::*;
use seat_dealer_core::Response::{No, Yes};
use seat_dealer_core::{
    Actor, AnswerNews, Channel, Command, Event, EventStatus, Happening, MessageKind, NoNext,
    Notifications, OtherText, Table, Topic, standing, tell_at, topic,
};

use crate::dinner::{Dinner, answer, at};

/// Every answer at once.
const EACH: Notifications = Notifications {
    needs_you: true,
    answers: AnswerNews::Each,
    full: true,
    email: true,
    push: false,
    push_names: false,
};

/// The topics of the last entries.
fn topics(dinner: &Dinner) -> Vec<Topic> {
    let event = &dinner.table.event;
    let log = dinner.last.log.iter();
    log.filter_map(|entry| topic(&entry.happening, dinner.now, event))
        .collect()
}

/// When a host in UTC is told of the last entry about this.
fn told(dinner: &Dinner, about: Topic, notifications: Notifications) -> Option<Timestamp> {
    let (table, now) = (&dinner.table, dinner.now);
    let mut log = dinner.last.log.iter();
    let entry = log.find(|entry| topic(&entry.happening, now, &table.event) == Some(about));
    let happening = &entry.unwrap().happening;
    tell_at(
        happening,
        now,
        table,
        notifications,
        Some(&TimeZone::UTC),
        now,
    )
}

fn one_seat() -> Dinner {
    Dinner::new(1, &["Ada", "Ben"]).dealing()
}

#[test]
fn what_needs_the_host_is_told_at_once_and_answers_in_the_morning() {
    let usual = Notifications::default();
    let mut dinner = Dinner::new(3, &["Ada", "Ben"]).dealing();
    assert_eq!(topics(&dinner), [Topic::NeedsYou], "the deck is empty");
    assert_eq!(told(&dinner, Topic::NeedsYou, usual), Some(dinner.now));
    dinner.answer("Ada", Yes);
    let morning = at("2026-06-02T09:00:00Z");
    assert_eq!(told(&dinner, Topic::Answer, usual), Some(morning));
    assert_eq!(told(&dinner, Topic::Answer, EACH), Some(dinner.now));
}

#[test]
fn a_full_table_is_told_once_while_it_is_full() {
    let mut dinner = one_seat();
    dinner.answer("Ada", Yes);
    assert_eq!(topics(&dinner), [Topic::Answer, Topic::Full]);
    let full = dinner.last.log.last().unwrap().happening.clone();
    assert_eq!(told(&dinner, Topic::Full, EACH), Some(dinner.now));
    dinner.answer("Ada", Yes);
    assert_eq!(topics(&dinner), [], "the table was full before");
    dinner.answer("Ada", No);
    let news = tell_at(&full, dinner.now, &dinner.table, EACH, None, dinner.now);
    assert_eq!(news, None, "it is not full any more");
}

#[test]
fn a_seat_that_is_given_back_late_needs_the_host() {
    for (begin, expected) in [
        ("2026-06-03T12:00:00Z", Topic::NeedsYou),
        ("2026-06-03T12:00:00.001Z", Topic::Answer),
    ] {
        let mut dinner = one_seat();
        dinner.answer("Ada", Yes);
        dinner = dinner.with(|event| event.starts_at = Some(at(begin)));
        dinner.answer("Ada", No);
        assert_eq!(topics(&dinner), [expected], "{begin}");
    }
}

#[test]
fn what_the_host_did_is_no_news_to_them() {
    let mut dinner = one_seat();
    dinner.run(&answer("Ada", Yes, None, Actor::Host));
    assert_eq!(topics(&dinner), [Topic::Full]);
    dinner.run(&Command::Pause);
    assert_eq!(topics(&dinner), []);
}

#[test]
fn an_answer_is_told_at_once_if_the_event_begins_before_the_digest() {
    let usual = Notifications::default();
    let mut dinner = one_seat().with(|event| event.starts_at = Some(at("2026-06-02T09:00:00Z")));
    dinner.answer("Ada", Yes);
    assert_eq!(told(&dinner, Topic::Answer, usual), Some(dinner.now));
}

#[test]
fn a_channel_that_deals_again_is_no_news() {
    let rests = Happening::ChannelRests {
        channel: Channel::Email,
        why: "refused".to_owned(),
    };
    let Dinner { table, now, .. } = one_seat();
    assert_eq!(tell_at(&rests, now, &table, EACH, None, now), None);
}

#[test]
fn a_host_reads_how_the_table_stands() {
    let mut dinner = Dinner::new(3, &["Ada", "Ben", "Cleo", "Dan"]).dealing();
    assert_eq!(
        standing(&dinner.table),
        "0 of 3 seats are taken and 3 are held. 3 invitations wait for an answer."
    );
    dinner.answer("Ada", Yes);
    dinner.run(&Command::Pause);
    dinner.answer("Ben", No);
    assert_eq!(
        standing(&dinner.table),
        "1 of 3 seats is taken, 1 is held and 1 is open. 1 invitation waits for an answer."
    );
}

/// One entry of each topic, and some of none.
fn happenings() -> impl Strategy<Value = Happening> {
    prop_oneof![
        Just(Happening::DeckEmpty {
            open: 1,
            tagged: false
        }),
        Just(Happening::Undeliverable { freed: 1 }),
        Just(Happening::Noted {
            note: Some("I bring wine".to_owned())
        }),
        Just(Happening::Noted { note: None }),
        Just(Happening::Texted {
            by: seat_dealer_core::By::Guest,
            what: OtherText::NotUnderstood,
            words: None,
            reply: None,
        }),
        Just(Happening::DeliveryFailed {
            message: MessageKind::Invitation,
            channel: Channel::Sms,
            why: "no".to_owned(),
            next: Some(Channel::ByHand),
            no_next: None,
        }),
        Just(Happening::DeliveryFailed {
            message: MessageKind::Invitation,
            channel: Channel::Sms,
            why: "no".to_owned(),
            next: None,
            no_next: Some(NoNext::NoOtherChannel),
        }),
        Just(Happening::Full {
            seats: 1,
            dealing: true
        }),
        Just(Happening::Lapsed {
            offer: false,
            freed: 1
        }),
        Just(Happening::Promoted {
            party: 1,
            told: true
        }),
    ]
}

fn notifications() -> impl Strategy<Value = Notifications> {
    let answers = proptest::sample::select(AnswerNews::ALL);
    let ways = any::<[bool; 3]>();
    (any::<bool>(), answers, any::<bool>(), ways).prop_map(
        |(needs_you, answers, full, [email, push, push_names])| Notifications {
            needs_you,
            answers,
            full,
            email,
            push,
            push_names,
        },
    )
}

fn zones() -> impl Strategy<Value = TimeZone> {
    let names = [
        "UTC",
        "Europe/Berlin",
        "America/Los_Angeles",
        "Asia/Kolkata",
    ];
    proptest::sample::select(names.to_vec()).prop_map(|name| TimeZone::get(name).unwrap())
}

/// A time within a year, with changes of the clocks.
fn times() -> impl Strategy<Value = Timestamp> {
    (1_780_000_000_000_i64..1_811_500_000_000)
        .prop_map(|millis| Timestamp::from_millisecond(millis).unwrap())
}

fn is_quiet(moment: Timestamp, zone: &TimeZone) -> bool {
    let hour = zone.to_datetime(moment).hour();
    !(9..21).contains(&hour)
}

/// A table of one seat, which is open.
fn table(starts_at: Option<Timestamp>) -> Table {
    let dinner = Dinner::new(1, &[]).with(|event: &mut Event| {
        event.starts_at = starts_at;
        event.status = EventStatus::Dealing;
    });
    dinner.table
}

proptest! {
    #[test]
    fn nothing_is_told_in_quiet_hours_but_on_the_last_day(
        happening in happenings(),
        notifications in notifications(),
        zone in zones(),
        logged in times(),
        wait in 0_i64..200_000,
        ahead in proptest::option::of(0_i64..400_000),
    ) {
        let later = |seconds| logged + jiff::SignedDuration::from_secs(seconds);
        let table = table(ahead.map(later));
        let now = later(wait);
        let tell = |now| tell_at(&happening, logged, &table, notifications, Some(&zone), now);
        let Some(told) = tell(now) else {
            return Ok(());
        };
        prop_assert!(notifications.email || notifications.push);
        prop_assert!(told >= now);
        let is_last_day = ahead.is_some_and(|ahead| ahead <= 24 * 60 * 60);
        prop_assert!(is_last_day || !is_quiet(told, &zone), "{told} is quiet");
        // Whoever looks again at that time tells it then, or never.
        let again = tell(told);
        prop_assert!(again == Some(told) || (again.is_none() && table.event.has_begun(told)));
        // A digest is told in the morning, on the next day at the latest. Clocks may be changed meanwhile.
        prop_assert!(told <= now.max(later(25 * 60 * 60)) + jiff::SignedDuration::from_hours(13));
    }

    #[test]
    fn a_host_hears_nothing_that_they_do_not_want(
        happening in happenings(),
        logged in times(),
        notifications in notifications(),
    ) {
        let table = table(None);
        let told = tell_at(&happening, logged, &table, notifications, None, logged);
        let wanted = match topic(&happening, logged, &table.event) {
            Some(Topic::NeedsYou) => notifications.needs_you,
            // The table is not full.
            None | Some(Topic::Full) => false,
            Some(Topic::Answer) => notifications.answers != AnswerNews::None,
        };
        prop_assert_eq!(told.is_some(), wanted && (notifications.email || notifications.push));
    }

    #[test]
    fn a_digest_comes_when_the_night_ends(zone in zones(), logged in times()) {
        let lapsed = Happening::Lapsed { offer: false, freed: 1 };
        let usual = Notifications::default();
        let told = tell_at(&lapsed, logged, &table(None), usual, Some(&zone), logged).unwrap();
        let time = zone.to_datetime(told).time();
        prop_assert_eq!((time.hour(), time.minute(), time.second()), (9, 0, 0));
        let wait = told.duration_since(logged);
        prop_assert!(wait.is_positive() && wait <= jiff::SignedDuration::from_hours(25));
    }
}
