//! Measures guests' answers. The limit is a loop of the same transaction.

use std::time::Duration;

use seat_dealer_core::{LogKind, Response};
use seat_dealer_db::bench::PlainLoop;
use seat_dealer_db::log;

use crate::fixture::{self, Fixture, Guest};
use crate::http;
use crate::load::{CONNECTIONS, Clients, Round};
use crate::report::{self, Measurement, Report};
use crate::server::Process;
use crate::{Result, statistics};

const ROUNDS: usize = 4;
const ROUND: Duration = Duration::from_secs(2);
const WARM_UP: Duration = Duration::from_millis(500);
const RATIO_TARGET: f64 = 0.6;
const MILLISECOND_LIMIT: f64 = 100.0;
/// The answers of each guest in turn, so that each answer changes something.
const ANSWERS: [Response; 3] = [Response::Yes, Response::Probably, Response::No];

pub(crate) async fn measure(fixture: &Fixture, report: &mut Report) -> Result<()> {
    let mut plain = PlainLoop::open(&fixture.copy("plain.db")?)?;
    let (server, _) = Process::start(&fixture.database).await?;
    let before = answers_in_log(fixture).await?;
    let mut clients = Clients::connect(server.address, requests(fixture)).await?;
    let targets = fixture.guests.iter();
    let targets: Vec<_> = targets
        .map(|guest| (&guest.event, &guest.invitation))
        .collect();
    let mut accepted = clients.run(WARM_UP).await?.times.len();
    plain.run(&targets, WARM_UP)?;
    let (mut rounds, mut limits) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        rounds.push(clients.run(ROUND).await?);
        let done = plain.run(&targets, ROUND)?;
        limits.push(statistics::rate(done.answers, done.time));
    }
    let times: Vec<Duration> = rounds
        .iter()
        .flat_map(|round| round.times.clone())
        .collect();
    accepted += times.len();
    report_rate(&rounds, &limits, report);
    report_times(&times, report);
    let megabytes = server.megabytes()?;
    report.add(Measurement {
        metric: "memory after that".to_owned(),
        measured: format!("{megabytes:.1} MB"),
        ..Measurement::default()
    });
    let logged = answers_in_log(fixture).await? - before;
    if logged == accepted {
        Ok(())
    } else {
        Err(format!("{accepted} answers were accepted, but the log contains {logged}").into())
    }
}

fn report_rate(rounds: &[Round], limits: &[f64], report: &mut Report) {
    let rate = statistics::median(&rounds.iter().map(Round::rate).collect::<Vec<_>>());
    let limit = statistics::median(limits);
    let (ratio, share) = report::share(rate, limit);
    report.add(Measurement {
        metric: format!("answers, {CONNECTIONS} connections"),
        measured: format!("{}/s", statistics::whole(rate)),
        limit: format!("{}/s", statistics::whole(limit)),
        ratio,
        target: format!(">= {RATIO_TARGET}"),
        met: Some(share >= RATIO_TARGET),
    });
}

fn report_times(times: &[Duration], report: &mut Report) {
    let at = |share| statistics::milliseconds(statistics::percentile(times, share));
    report.add(Measurement {
        metric: "time of an answer, p50; p99".to_owned(),
        measured: format!("{:.1} ms; {:.1} ms", at(0.5), at(0.99)),
        target: format!("p99 < {MILLISECOND_LIMIT:.0} ms"),
        met: Some(at(0.99) < MILLISECOND_LIMIT),
        ..Measurement::default()
    });
}

/// Each connection answers for its own guests in turn, so that no guest answers twice at once.
pub(crate) fn requests(fixture: &Fixture) -> Vec<Vec<Vec<u8>>> {
    (0..CONNECTIONS)
        .map(|client| {
            let guests: Vec<_> = fixture
                .guests
                .iter()
                .skip(client)
                .step_by(CONNECTIONS)
                .collect();
            (0..ANSWERS.len())
                .flat_map(|turn| guests.iter().map(move |guest| request(guest, turn)))
                .collect()
        })
        .collect()
}

/// Guests who have answered NO begin with YES. For the others, the token of the link decides, so that
/// all three answers occur at any time.
fn request(guest: &Guest, turn: usize) -> Vec<u8> {
    let first = match guest.response {
        Some(_) => 0,
        None => guest.token.bytes().map(usize::from).sum(),
    };
    let answer = ANSWERS[(first + turn) % ANSWERS.len()];
    http::answer(&guest.token, answer)
}

async fn answers_in_log(fixture: &Fixture) -> Result<usize> {
    let db = fixture::open(&fixture.database)?;
    let mut events: Vec<_> = fixture
        .guests
        .iter()
        .map(|guest| guest.event.clone())
        .collect();
    events.dedup();
    let mut count = 0;
    for event in events {
        let entries = db
            .read(move |conn| log::after(conn, &event, 0, 1_000_000))
            .await?;
        let answers = entries
            .iter()
            .filter(|entry| entry.kind == LogKind::Answered.as_str());
        count += answers.count();
    }
    Ok(count)
}
