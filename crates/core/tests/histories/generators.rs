//! Generators of scenarios.

use std::ops::RangeInclusive;

use jiff::civil::Time;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use seat_dealer_core::{
    About, Actor, Audience, Event, EventStatus, Pace, QuietHours, Reminders, Response, Tags,
    TextReply,
};

use crate::scenario::{Action, Change, Contact, Outcome, Scenario, Step, Wait};

/// The parameters of generated scenarios.
#[derive(Debug, Clone)]
pub(crate) struct Profile {
    pub(crate) seats: RangeInclusive<u32>,
    pub(crate) contacts: RangeInclusive<usize>,
    pub(crate) party_limit: RangeInclusive<u32>,
    pub(crate) steps: RangeInclusive<usize>,
    /// The weight of the host's actions. Guests' answers have the weight 20.
    pub(crate) host: u32,
    /// The weight of waits of days. Shorter waits have weights from 10 to 30.
    pub(crate) leaps: u32,
}

/// Time zones with and without changes of the clocks. One changes by half an hour, one at midnight,
/// and one returns to standard time for a month in spring.
const ZONES: &[&str] = &[
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "America/Santiago",
    "Africa/Casablanca",
    "Africa/Cairo",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "Pacific/Kiritimati",
];

/// An ordinary day, and days before the clocks change in one of the time zones.
const STARTS: &[&str] = &[
    "2026-06-01T10:00:00Z",
    "2026-03-27T12:00:00Z",
    "2026-10-23T12:00:00Z",
    "2026-03-07T12:00:00Z",
    "2026-10-30T12:00:00Z",
    "2026-04-03T12:00:00Z",
    "2026-09-04T12:00:00Z",
    "2026-02-14T12:00:00Z",
    "2026-04-23T12:00:00Z",
];

const FIRST_STEP: Step = Step {
    wait: Wait::None,
    timer: true,
    sender: false,
    action: Action::Deal,
};

/// Scenarios of one profile.
pub(crate) fn scenarios(profile: &Profile) -> impl Strategy<Value = Scenario> + use<> {
    let Profile {
        seats,
        contacts,
        party_limit,
        steps,
        host,
        leaps,
    } = profile.clone();
    let start = (prop::sample::select(STARTS), 0..3 * 86_400i64)
        .prop_map(|(day, seconds)| at(day) + SignedDuration::from_secs(seconds));
    let contacts = vec(contact(), contacts);
    let steps = (prop::bool::weighted(0.9), vec(step(host, leaps), steps));
    // Most hosts deal first.
    let steps = steps.prop_map(|(prompt, mut steps)| {
        if prompt {
            steps.insert(0, FIRST_STEP);
        }
        steps
    });
    let numbers = || vec(0..60usize, 0..5);
    (
        start,
        contacts,
        numbers(),
        option::weighted(0.3, numbers()),
        steps,
    )
        .prop_flat_map(move |(start, contacts, invite_first, excluded, steps)| {
            event(start, seats.clone(), party_limit.clone()).prop_map(move |event| Scenario {
                start,
                event,
                contacts: contacts.clone(),
                invite_first: invite_first.clone(),
                excluded: excluded.clone().unwrap_or_default(),
                steps: steps.clone(),
            })
        })
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn event(
    start: Timestamp,
    seats: RangeInclusive<u32>,
    party_limit: RangeInclusive<u32>,
) -> impl Strategy<Value = Event> {
    let from_start = move |seconds: Option<i64>| {
        seconds.map(|seconds| start + SignedDuration::from_secs(seconds))
    };
    (
        seats,
        party_limit,
        seconds_from_start(0.85),
        seconds_from_start(0.2),
        prop::sample::select(ZONES),
        quiet_hours(),
        option::weighted(0.3, 1..6u32),
        pace(),
        window(),
        reminders(),
        prop::bool::weighted(0.1),
        dealt_tags(),
    )
        .prop_map(
            move |(
                seats,
                party_limit,
                begin,
                until,
                zone,
                quiet_hours,
                hand_size,
                pace,
                window,
                reminders,
                by_hand,
                tags,
            )| Event {
                title: "Dinner".to_owned(),
                seats,
                starts_at: from_start(begin),
                time_zone: TimeZone::get(zone).unwrap(),
                ends_at: None,
                location: None,
                url: None,
                hand_size,
                pace,
                response_window: window.map(SignedDuration::from_mins),
                quiet_hours,
                deal_until: from_start(until),
                party_limit,
                reminders,
                by_hand,
                tags,
                status: EventStatus::Draft,
            },
        )
}

/// Minutes, hours, days or weeks, with this probability.
fn seconds_from_start(probability: f64) -> impl Strategy<Value = Option<i64>> {
    option::weighted(
        probability,
        prop_oneof![
            1 => 60..3_600i64,
            2 => 3_600..86_400i64,
            6 => 86_400..10 * 86_400i64,
            3 => 10 * 86_400..60 * 86_400i64,
        ],
    )
}

fn pace() -> impl Strategy<Value = Pace> {
    prop::sample::select(&[Pace::Usual, Pace::Usual, Pace::Quick][..])
}

fn reminders() -> impl Strategy<Value = Reminders> {
    let wanted = || prop::bool::weighted(0.8);
    (wanted(), wanted()).prop_map(|(unanswered, day_before)| Reminders {
        unanswered,
        day_before,
    })
}

fn window() -> impl Strategy<Value = Option<i64>> {
    option::weighted(0.3, prop_oneof![5..120i64, 120..3_000i64])
}

fn quiet_hours() -> impl Strategy<Value = Option<QuietHours>> {
    let hours = |from: (i8, i8), to: (i8, i8)| {
        QuietHours::new(
            Time::constant(from.0, from.1, 0, 0),
            Time::constant(to.0, to.1, 0, 0),
        )
    };
    prop_oneof![
        5 => Just(Some(QuietHours::usual())),
        2 => Just(None),
        4 => prop::sample::select(vec![
            hours((12, 0), (14, 0)),
            hours((1, 0), (2, 30)),
            hours((2, 15), (1, 45)),
            hours((23, 30), (0, 30)),
            hours((0, 0), (23, 59)),
            hours((22, 0), (0, 0)),
        ]),
    ]
}

/// Tags of contacts and events. Most events deal to everybody.
fn tags() -> impl Strategy<Value = Tags> {
    let some = prop::sample::subsequence(vec!["choir", "Neighbours", "neighbours"], 0..=2);
    some.prop_map(|tags| Tags::parse(tags).unwrap())
}

fn dealt_tags() -> impl Strategy<Value = Tags> {
    prop_oneof![4 => Just(Tags::default()), 1 => tags()]
}

fn contact() -> impl Strategy<Value = Contact> {
    let channels = prop_oneof![
        5 => Just((true, true)),
        3 => Just((true, false)),
        3 => Just((false, true)),
        1 => Just((false, false)),
    ];
    (
        prop_oneof![2 => Just(5), 1 => 1..=9u32],
        prop_oneof![6 => Just(1), 3 => Just(2), 1 => 3..=6u32],
        option::weighted(0.5, 0..4u8),
        channels,
        prop::bool::weighted(0.15),
        tags(),
    )
        .prop_map(
            |(priority, party_size, last_invited_days_ago, (sms, email), by_hand, tags)| Contact {
                priority,
                party_size,
                tags,
                last_invited_days_ago,
                sms,
                email,
                by_hand,
            },
        )
}

fn step(host: u32, leaps: u32) -> impl Strategy<Value = Step> {
    let wait = prop_oneof![
        30 => Just(Wait::None),
        20 => (1..3_600i64).prop_map(Wait::Seconds),
        10 => (3_600..43_200i64).prop_map(Wait::Seconds),
        leaps => (43_200..6 * 86_400i64).prop_map(Wait::Seconds),
        25 => Just(Wait::ToDue),
        10 => (1..2_000i64).prop_map(Wait::PastDue),
        1 => Just(Wait::ToBegin),
    ];
    let weighted = prop::bool::weighted;
    (wait, weighted(0.7), weighted(0.4), action(host)).prop_map(|(wait, timer, sender, action)| {
        Step {
            wait,
            timer,
            sender,
            action,
        }
    })
}

fn action(host: u32) -> impl Strategy<Value = Action> {
    let number = || 0..60usize;
    let response = prop_oneof![
        5 => Just(Response::Yes),
        2 => Just(Response::Probably),
        3 => Just(Response::Maybe),
        3 => Just(Response::No),
    ];
    let answer = (
        number(),
        response,
        option::weighted(
            0.5,
            prop_oneof![20 => 1..=3u32, 2 => 4..=6u32, 1 => Just(0)],
        ),
        prop_oneof![
            4 => Just(Actor::Host),
            12 => Just(Actor::Guest),
            3 => Just(Actor::GuestByText { reply: TextReply::Sent }),
            1 => Just(Actor::GuestByText { reply: TextReply::LimitReached }),
        ],
        option::weighted(
            0.2,
            prop::sample::select(&["", "With joy", "No nuts\nplease"][..]),
        ),
    );
    let numbers = || vec(0..60usize, 0..4);
    prop_oneof![
        5 * host => prop_oneof![
            6 => Just(Action::Deal),
            2 => Just(Action::Pause),
            1 => Just(Action::Cancel),
            5 => (vec(change(), 1..3), any::<bool>())
                .prop_map(|(changes, announce)| Action::Edit(changes, announce)),
            1 => (numbers(), numbers()).prop_map(|(first, out)| Action::Arrange(first, out)),
            3 => words().prop_map(|(to, length)| Action::Write(to, length)),
            2 => contact().prop_map(Action::AddContact),
            4 => number().prop_map(Action::Invite),
            3 => (number(), prop::bool::weighted(0.3))
                .prop_map(|(invitation, words)| Action::Withdraw(invitation, words)),
            3 => (number(), option::of(any::<bool>()))
                .prop_map(|(invitation, sms)| Action::Resend(invitation, sms)),
        ],
        20 => answer.prop_map(|(invitation, response, party, actor, note)| Action::Answer {
            invitation,
            response,
            party,
            actor,
            note,
        }),
        1 => number().prop_map(Action::OptOut),
        4 => Just(Action::Tick),
        4 => number().prop_map(Action::HandOver),
        1 => number().prop_map(Action::Move),
        5 => number().prop_map(Action::Claim),
        5 => (number(), outcome()).prop_map(|(message, outcome)| Action::Settle(message, outcome)),
        4 => (number(), outcome()).prop_map(|(message, outcome)| Action::Report(message, outcome)),
    ]
}

/// To whom the host writes, and how many characters. Some are too many for a text message.
fn words() -> impl Strategy<Value = (Vec<Audience>, usize)> {
    let to = prop::sample::subsequence(Audience::ALL, 1..=3);
    (to, prop_oneof![8 => Just(40), 1 => Just(900)])
}

fn outcome() -> impl Strategy<Value = Outcome> {
    let about = prop_oneof![
        6 => Just(About::Recipient),
        1 => Just(About::Sender),
        1 => Just(About::Account),
    ];
    prop_oneof![
        4 => Just(Outcome::Accepted),
        3 => Just(Outcome::Delivered),
        6 => (about, any::<bool>())
            .prop_map(|(about, permanent)| Outcome::Rejected(about, permanent)),
        2 => Just(Outcome::Unknown),
        1 => Just(Outcome::LimitReached),
    ]
}

fn change() -> impl Strategy<Value = Change> {
    let soon = || {
        option::weighted(
            0.8,
            prop_oneof![
                1 => -86_400..0i64,
                3 => 600..86_400i64,
                3 => 86_400..20 * 86_400i64,
            ],
        )
    };
    prop_oneof![
        2 => (1..15u32).prop_map(Change::Seats),
        6 => (-3..4i32).prop_map(Change::SeatsBy),
        3 => soon().prop_map(Change::StartsIn),
        1 => soon().prop_map(Change::DealUntilIn),
        1 => quiet_hours().prop_map(Change::Quiet),
        1 => option::of(1..6u32).prop_map(Change::HandSize),
        1 => pace().prop_map(Change::Pace),
        1 => window().prop_map(Change::Window),
        1 => prop::sample::select(ZONES).prop_map(Change::Zone),
        1 => any::<bool>().prop_map(Change::Place),
        1 => (1..=3u32).prop_map(Change::PartyLimit),
        1 => reminders().prop_map(Change::Reminders),
        1 => any::<bool>().prop_map(Change::ByHand),
        1 => dealt_tags().prop_map(Change::Tags),
    ]
}
