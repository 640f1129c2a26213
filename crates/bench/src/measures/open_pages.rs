//! Measures event pages that are open in browsers: what they cost while nothing happens, and how long an answer takes
//! to reach those of its event.

use std::collections::HashSet;
use std::net::Ipv4Addr;
use std::time::{Duration, Instant};

use seat_dealer_core::Response;
use seat_dealer_db::log;
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio::time::timeout;

use crate::fixture::{self, Fixture, Guest};
use crate::http::{self, Connection};
use crate::report::{self, Measurement, Report};
use crate::server::Process;
use crate::{Result, statistics};

const PAGES: usize = 5_000;
/// Less than the number of connections that the server allows one client to hold.
const PAGES_OF_A_CLIENT: usize = 1_000;
/// As long as the pause between two heartbeats, so that each page gets one.
const IDLE: Duration = Duration::from_secs(15);
const PATIENCE: Duration = Duration::from_secs(10);
const PERCENT_LIMIT: f64 = 3.0;
const MEGABYTE_LIMIT: f64 = 100.0;
const MILLISECOND_LIMIT: f64 = 150.0;

/// An entry of the log has arrived at this page.
type Arrivals = mpsc::UnboundedReceiver<(usize, Instant)>;

pub(crate) async fn measure(fixture: &Fixture, report: &mut Report) -> Result<()> {
    let (server, _) = Process::start(&fixture.database).await?;
    let mut guests: Vec<&Guest> = fixture.guests.iter().collect();
    guests.dedup_by(|next, guest| next.event == guest.event);
    let (mut pages, mut arrivals) = open(fixture, &server, &guests).await?;
    report_idle(&server, report).await?;
    let mut times = Vec::new();
    let mut connection = Connection::open(server.address).await?;
    // Nobody has answered MAYBE, so each answer is a change.
    for (event, guest) in guests.iter().enumerate() {
        let sent = Instant::now();
        let answer = http::answer(&guest.token, Response::Maybe);
        let status = connection.exchange(&answer).await?.status;
        if status != 200 {
            return Err(format!("the status of an answer is {status}").into());
        }
        let of_event = (event..PAGES).step_by(guests.len());
        times.push(last_arrival(of_event.collect(), &mut arrivals).await? - sent);
        if let Some(ended) = pages.try_join_next() {
            ended??;
        }
    }
    let each = PAGES / guests.len();
    let metric = format!("time until an answer is on the {each} pages of its event");
    report.add(report::p99(&metric, &times, MILLISECOND_LIMIT));
    Ok(())
}

/// Opens pages of the events in turn, as the web app does after it has read the log.
async fn open(
    fixture: &Fixture,
    server: &Process,
    guests: &[&Guest],
) -> Result<(JoinSet<Result<()>>, Arrivals)> {
    let db = fixture::open(&fixture.database)?;
    let mut requests = Vec::with_capacity(guests.len());
    for guest in guests {
        let event = guest.event.clone();
        let log = db
            .read(move |conn| log::after(conn, &event, 0, 1_000_000))
            .await?;
        let read = log.last().map_or(0, |entry| entry.seq);
        let path = format!(
            "/api/v1/events/{}/stream?deck=true&after={read}",
            guest.event
        );
        requests.push(http::get(
            &path,
            &fixture::make_key(&db, &guest.host).await?,
        ));
    }
    let (arrived, arrivals) = mpsc::unbounded_channel();
    let mut pages = JoinSet::new();
    for page in 0..PAGES {
        let client = Ipv4Addr::LOCALHOST.to_bits() + u32::try_from(page / PAGES_OF_A_CLIENT)?;
        let mut connection = Connection::open_from(client.into(), server.address).await?;
        connection.begin(&requests[page % requests.len()]).await?;
        let first = connection.next_part().await?;
        if !first.starts_with(b"HTTP/1.1 200") {
            return Err(format!("a page was refused: {}", String::from_utf8_lossy(first)).into());
        }
        let arrived = arrived.clone();
        pages.spawn(async move {
            loop {
                let part = connection.next_part().await?;
                if part.windows(4).any(|bytes| bytes == b"id: ") {
                    arrived.send((page, Instant::now()))?;
                }
            }
        });
    }
    Ok((pages, arrivals))
}

/// The time of the last of the first arrivals at these pages.
async fn last_arrival(mut pages: HashSet<usize>, arrivals: &mut Arrivals) -> Result<Instant> {
    let mut last = Instant::now();
    while !pages.is_empty() {
        let next = timeout(PATIENCE, arrivals.recv()).await;
        let (page, at) = next
            .map_err(|_| "an answer did not reach a page")?
            .ok_or("no page is open")?;
        if pages.remove(&page) {
            last = at;
        }
    }
    Ok(last)
}

async fn report_idle(server: &Process, report: &mut Report) -> Result<()> {
    let (before, started) = (server.processor_time(), Instant::now());
    tokio::time::sleep(IDLE).await;
    if let (Some(before), Some(after)) = (before, server.processor_time()) {
        let percent =
            100.0 * after.saturating_sub(before).as_secs_f64() / started.elapsed().as_secs_f64();
        report.add(Measurement {
            metric: format!(
                "{} open event pages, idle",
                statistics::whole(statistics::float(PAGES))
            ),
            measured: format!("{percent:.1} % of a core"),
            target: format!("< {PERCENT_LIMIT} %"),
            met: Some(percent < PERCENT_LIMIT),
            ..Measurement::default()
        });
    }
    let megabytes = server.megabytes()?;
    report.add(Measurement {
        metric: "memory with these pages".to_owned(),
        measured: format!("{megabytes:.1} MB"),
        target: format!("< {MEGABYTE_LIMIT} MB"),
        met: Some(megabytes < MEGABYTE_LIMIT),
        ..Measurement::default()
    });
    Ok(())
}
