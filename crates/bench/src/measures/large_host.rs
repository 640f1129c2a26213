//! Measures what a host with very many contacts waits for: the deck while the host types a name, and the list of events
//! that have very many invitations.

use std::time::{Duration, Instant};

use seat_dealer_core::{HostId, Seats};
use seat_dealer_db::Db;
use seat_dealer_db::events::EventFields;

use crate::Result;
use crate::fixture::{self, Fixture};
use crate::http::{self, Connection};
use crate::report::{self, Report};
use crate::server::Process;

const NAMES: u32 = 30;
const EVENTS: usize = 100;
const INVITATIONS: u32 = 200;
const LISTS: usize = 100;
const SEARCH_LIMIT: f64 = 30.0;
const LIST_LIMIT: f64 = 40.0;

pub(crate) async fn measure(fixture: &Fixture, host: &HostId, report: &mut Report) -> Result<()> {
    let db = fixture::open(&fixture.database)?;
    let key = fixture::make_key(&db, host).await?;
    let draft = fixture::make_draft(&db, host, 8).await?;
    for _ in 0..EVENTS {
        make_event(&db, host).await?;
    }
    let (server, _) = Process::start(&fixture.database).await?;
    let mut connection = Connection::open(server.address).await?;

    let names = (1..=NAMES).map(|number| format!("guest%20{}", number * 3_331));
    // The search runs after each key. `%20` is one.
    let typed = names.flat_map(|name| {
        let ends = (1..=name.len()).filter(|end| !(6..8).contains(end));
        ends.map(|end| name[..end].to_owned()).collect::<Vec<_>>()
    });
    let searches = typed.map(|words| format!("/api/v1/events/{draft}/deck?q={words}"));
    let times = times(&mut connection, &key, searches).await?;
    report.add(report::p99(
        "search in a deck of 100,000",
        &times,
        SEARCH_LIMIT,
    ));

    let lists = (0..LISTS).map(|_| "/api/v1/events?limit=100".to_owned());
    let times = self::times(&mut connection, &key, lists).await?;
    let metric = format!("list of {EVENTS} events with {INVITATIONS} invitations each");
    report.add(report::p99(&metric, &times, LIST_LIMIT));
    Ok(())
}

/// Invites by hand, so that the server has no messages to send.
async fn make_event(db: &Db, host: &HostId) -> Result<()> {
    let fields = EventFields {
        hand_size: Some(Seats::parse(INVITATIONS.into())?),
        by_hand: true,
        ..fixture::dinner(INVITATIONS)?
    };
    let event = db
        .create_event(host, fields, Vec::new(), seat_dealer_db::now())
        .await?;
    fixture::deal(db, host, &event).await
}

/// The time of each of these requests, one after the other.
async fn times(
    connection: &mut Connection,
    key: &str,
    paths: impl Iterator<Item = String>,
) -> Result<Vec<Duration>> {
    let mut times = Vec::new();
    for path in paths {
        let request = http::get(&path, key);
        let started = Instant::now();
        let status = connection.exchange(&request).await?.status;
        times.push(started.elapsed());
        if status != 200 {
            return Err(format!("the status of {path} is {status}").into());
        }
    }
    Ok(times)
}
