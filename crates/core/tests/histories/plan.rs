//! Random plans: an event, its contacts, and what happens to them in which order.

use std::ops::RangeInclusive;

use jiff::civil::Time;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use seat_dealer_core::{Event, EventStatus, Hand, QuietHours, Response, TextReply};

/// A whole history before it has happened. People and invitations are named by number; a number
/// beyond the end counts round.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    pub(crate) start: Timestamp,
    pub(crate) event: Event,
    pub(crate) people: Vec<Person>,
    pub(crate) invite_first: Vec<usize>,
    pub(crate) excluded: Vec<usize>,
    pub(crate) steps: Vec<Step>,
}

/// A contact of the host.
#[derive(Debug, Clone)]
pub(crate) struct Person {
    pub(crate) priority: u32,
    pub(crate) last_invited_days_ago: Option<u8>,
    pub(crate) sms: bool,
    pub(crate) email: bool,
    /// The host passes on by hand whatever this person is told.
    pub(crate) by_hand: bool,
}

/// Time passes, then somebody acts.
#[derive(Debug, Clone)]
pub(crate) struct Step {
    pub(crate) pass: Pass,
    /// Whether the timer is alive meanwhile and calls at every moment that is due.
    pub(crate) timer: bool,
    pub(crate) act: Act,
}

/// How much time passes.
#[derive(Debug, Clone)]
pub(crate) enum Pass {
    None,
    Seconds(i64),
    ToDue,
    /// Like `ToDue`, but this many minutes late.
    PastDue(i64),
    ToBegin,
}

/// What somebody does.
#[derive(Debug, Clone)]
pub(crate) enum Act {
    Tick,
    Deal,
    Pause,
    Cancel,
    Edit(Vec<Change>, bool),
    Arrange(Vec<usize>, Vec<usize>),
    Befriend(Person),
    Invite(usize),
    Answer {
        invitation: usize,
        response: Response,
        party: Option<u32>,
        hand: Hand,
        note: Option<&'static str>,
    },
    /// A guest wants no more messages by their channel.
    OptOut(usize),
    Withdraw(usize),
    Resend(usize, Option<bool>),
    Delivered(usize),
    HandOver(usize),
    /// The delivery of a message fails; the other channel is tried if there is one, unless false.
    Fail(usize, bool),
}

/// What an edit changes.
#[derive(Debug, Clone)]
pub(crate) enum Change {
    Seats(u32),
    /// This many seats more or fewer.
    SeatsBy(i32),
    StartsIn(Option<i64>),
    DealUntilIn(Option<i64>),
    Quiet(Option<QuietHours>),
    Hand(Option<u32>),
    Window(Option<i64>),
    Zone(&'static str),
    Place(bool),
    PartyLimit(u32),
    ByHand(bool),
}

impl Change {
    /// Makes this change to an event's settings.
    pub(crate) fn apply(&self, event: &mut Event, now: Timestamp) {
        let from_now =
            |seconds: Option<i64>| seconds.map(|seconds| now + SignedDuration::from_secs(seconds));
        match self {
            Self::Seats(seats) => event.seats = *seats,
            Self::SeatsBy(more) => event.seats = event.seats.saturating_add_signed(*more).max(1),
            Self::StartsIn(seconds) => event.starts_at = from_now(*seconds),
            Self::DealUntilIn(seconds) => event.deal_until = from_now(*seconds),
            Self::Quiet(hours) => event.quiet_hours = *hours,
            Self::Hand(hand) => event.hand_size = *hand,
            Self::Window(minutes) => {
                event.response_window = minutes.map(SignedDuration::from_mins);
            }
            Self::Zone(zone) => event.time_zone = TimeZone::get(zone).unwrap(),
            Self::Place(home) => event.location = home.then(|| "At home".to_owned()),
            Self::PartyLimit(limit) => event.party_limit = *limit,
            Self::ByHand(by_hand) => event.by_hand = *by_hand,
        }
    }
}

/// What a family of plans is like.
#[derive(Debug, Clone)]
pub(crate) struct Family {
    pub(crate) seats: RangeInclusive<u32>,
    pub(crate) people: RangeInclusive<usize>,
    pub(crate) party_limit: RangeInclusive<u32>,
    pub(crate) steps: RangeInclusive<usize>,
    /// How often the host interferes, against 20 guests' answers.
    pub(crate) host: u32,
    /// How often time leaps by days instead of minutes and hours.
    pub(crate) leaps: u32,
}

/// Zones with and without clock changes, among them one of half an hour, one at midnight and one
/// that is set back for a month in spring.
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

/// An ordinary day, and days before clocks change in one of the zones.
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
    pass: Pass::None,
    timer: true,
    act: Act::Deal,
};

/// Plans of one family.
pub(crate) fn plans(family: &Family) -> impl Strategy<Value = Plan> + use<> {
    let Family {
        seats,
        people,
        party_limit,
        steps,
        host,
        leaps,
    } = family.clone();
    let start = (prop::sample::select(STARTS), 0..3 * 86_400i64)
        .prop_map(|(day, seconds)| at(day) + SignedDuration::from_secs(seconds));
    let people = vec(person(), people);
    let steps = (prop::bool::weighted(0.9), vec(step(host, leaps), steps));
    // Most hosts press Deal first.
    let steps = steps.prop_map(|(prompt, mut steps)| {
        if prompt {
            steps.insert(0, FIRST_STEP);
        }
        steps
    });
    let numbers = || vec(0..60usize, 0..5);
    (
        start,
        people,
        numbers(),
        option::weighted(0.3, numbers()),
        steps,
    )
        .prop_flat_map(move |(start, people, invite_first, excluded, steps)| {
            event(start, seats.clone(), party_limit.clone()).prop_map(move |event| Plan {
                start,
                event,
                people: people.clone(),
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
        moment(0.85),
        moment(0.2),
        prop::sample::select(ZONES),
        quiet_hours(),
        option::weighted(0.3, 1..6u32),
        window(),
        prop::bool::weighted(0.1),
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
                window,
                by_hand,
            )| Event {
                title: "Dinner".to_owned(),
                seats,
                starts_at: from_start(begin),
                time_zone: TimeZone::get(zone).unwrap(),
                location: None,
                hand_size,
                response_window: window.map(SignedDuration::from_mins),
                quiet_hours,
                deal_until: from_start(until),
                party_limit,
                by_hand,
                status: EventStatus::Draft,
            },
        )
}

/// Seconds from now: minutes, hours, days or weeks.
fn moment(likely: f64) -> impl Strategy<Value = Option<i64>> {
    option::weighted(
        likely,
        prop_oneof![
            1 => 60..3_600i64,
            2 => 3_600..86_400i64,
            6 => 86_400..10 * 86_400i64,
            3 => 10 * 86_400..60 * 86_400i64,
        ],
    )
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

fn person() -> impl Strategy<Value = Person> {
    let channels = prop_oneof![
        5 => Just((true, true)),
        3 => Just((true, false)),
        3 => Just((false, true)),
        1 => Just((false, false)),
    ];
    (
        prop_oneof![2 => Just(5), 1 => 1..=9u32],
        option::weighted(0.5, 0..4u8),
        channels,
        prop::bool::weighted(0.15),
    )
        .prop_map(
            |(priority, last_invited_days_ago, (sms, email), by_hand)| Person {
                priority,
                last_invited_days_ago,
                sms,
                email,
                by_hand,
            },
        )
}

fn step(host: u32, leaps: u32) -> impl Strategy<Value = Step> {
    let pass = prop_oneof![
        30 => Just(Pass::None),
        20 => (1..3_600i64).prop_map(Pass::Seconds),
        10 => (3_600..43_200i64).prop_map(Pass::Seconds),
        leaps => (43_200..6 * 86_400i64).prop_map(Pass::Seconds),
        25 => Just(Pass::ToDue),
        10 => (1..2_000i64).prop_map(Pass::PastDue),
        1 => Just(Pass::ToBegin),
    ];
    (pass, prop::bool::weighted(0.7), act(host)).prop_map(|(pass, timer, act)| Step {
        pass,
        timer,
        act,
    })
}

fn act(host: u32) -> impl Strategy<Value = Act> {
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
        option::weighted(0.5, prop_oneof![20 => 1..=3u32, 1 => Just(0), 1 => Just(4)]),
        prop_oneof![
            4 => Just(Hand::Host),
            12 => Just(Hand::Guest),
            3 => Just(Hand::GuestByText { reply: TextReply::Goes }),
            1 => Just(Hand::GuestByText { reply: TextReply::UsedUp }),
        ],
        option::weighted(
            0.2,
            prop::sample::select(&["", "With joy", "No nuts\nplease"][..]),
        ),
    );
    let numbers = || vec(0..60usize, 0..4);
    prop_oneof![
        5 * host => prop_oneof![
            6 => Just(Act::Deal),
            2 => Just(Act::Pause),
            1 => Just(Act::Cancel),
            5 => (vec(change(), 1..3), any::<bool>())
                .prop_map(|(changes, announce)| Act::Edit(changes, announce)),
            1 => (numbers(), numbers()).prop_map(|(first, out)| Act::Arrange(first, out)),
            2 => person().prop_map(Act::Befriend),
            4 => number().prop_map(Act::Invite),
            3 => number().prop_map(Act::Withdraw),
            3 => (number(), option::of(any::<bool>()))
                .prop_map(|(invitation, sms)| Act::Resend(invitation, sms)),
        ],
        20 => answer.prop_map(|(invitation, response, party, hand, note)| Act::Answer {
            invitation,
            response,
            party,
            hand,
            note,
        }),
        1 => number().prop_map(Act::OptOut),
        4 => Just(Act::Tick),
        1 => number().prop_map(Act::Delivered),
        4 => number().prop_map(Act::HandOver),
        4 => (number(), any::<bool>()).prop_map(|(message, other)| Act::Fail(message, other)),
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
        1 => option::of(1..6u32).prop_map(Change::Hand),
        1 => window().prop_map(Change::Window),
        1 => prop::sample::select(ZONES).prop_map(Change::Zone),
        1 => any::<bool>().prop_map(Change::Place),
        1 => (1..=3u32).prop_map(Change::PartyLimit),
        1 => any::<bool>().prop_map(Change::ByHand),
    ]
}
