//! Answers, beside a plain loop of the same transaction.

use std::time::Duration;

use seat_dealer_core::{LogKind, Response};
use seat_dealer_db::bench::PlainLoop;
use seat_dealer_db::log;

use crate::http;
use crate::load::{CONNECTIONS, Clients, Round};
use crate::report::{self, Report, Row};
use crate::server::Process;
use crate::stage::{self, Guest, Stage};
use crate::{Result, figures};

const ROUNDS: usize = 4;
const ROUND: Duration = Duration::from_secs(2);
const WARM_UP: Duration = Duration::from_millis(500);
const LEAST_SHARE: f64 = 0.6;
const MOST_MILLISECONDS: f64 = 100.0;
/// What every guest answers in turn: never the same twice.
const ANSWERS: [Response; 3] = [Response::Yes, Response::Probably, Response::No];

pub(crate) async fn measure(stage: &Stage, report: &mut Report) -> Result<()> {
    let mut plain = PlainLoop::open(&stage.copy("plain.db")?)?;
    let (server, _) = Process::start(&stage.database).await?;
    let before = answers_in_log(stage).await?;
    let mut clients = Clients::connect(server.address, requests(stage)).await?;
    let targets = stage.guests.iter();
    let targets: Vec<_> = targets
        .map(|guest| (&guest.event, &guest.invitation))
        .collect();
    let mut taken = clients.ask(WARM_UP).await?.times.len();
    plain.run(&targets, WARM_UP)?;
    let (mut rounds, mut limits) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        rounds.push(clients.ask(ROUND).await?);
        let done = plain.run(&targets, ROUND)?;
        limits.push(figures::rate(done.answers, done.time));
    }
    let times: Vec<Duration> = rounds
        .iter()
        .flat_map(|round| round.times.clone())
        .collect();
    taken += times.len();
    report_rate(&rounds, &limits, report);
    report_times(&times, report);
    let megabytes = server.megabytes()?;
    report.add(Row {
        metric: "memory after that".to_owned(),
        measured: format!("{megabytes:.1} MB"),
        ..Row::default()
    });
    let logged = answers_in_log(stage).await? - before;
    if logged == taken {
        Ok(())
    } else {
        Err(format!("{taken} answers were taken, but the log has {logged} of them").into())
    }
}

fn report_rate(rounds: &[Round], limits: &[f64], report: &mut Report) {
    let rate = figures::median(&rounds.iter().map(Round::rate).collect::<Vec<_>>());
    let limit = figures::median(limits);
    let (ratio, share) = report::share(rate, limit);
    report.add(Row {
        metric: format!("answers, {CONNECTIONS} connections"),
        measured: format!("{}/s", figures::whole(rate)),
        limit: format!("{}/s", figures::whole(limit)),
        ratio,
        target: format!(">= {LEAST_SHARE}"),
        met: Some(share >= LEAST_SHARE),
    });
}

fn report_times(times: &[Duration], report: &mut Report) {
    let at = |share| figures::milliseconds(figures::percentile(times, share));
    report.add(Row {
        metric: "time of an answer, p50; p99".to_owned(),
        measured: format!("{:.1} ms; {:.1} ms", at(0.5), at(0.99)),
        target: format!("p99 < {MOST_MILLISECONDS:.0} ms"),
        met: Some(at(0.99) < MOST_MILLISECONDS),
        ..Row::default()
    });
}

/// Every connection answers for some of the guests in turn, so that nobody answers twice at once.
fn requests(stage: &Stage) -> Vec<Vec<Vec<u8>>> {
    (0..CONNECTIONS)
        .map(|client| {
            let guests: Vec<_> = stage
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

/// Who has already said NO begins with YES, the others with whatever their link decides, so that
/// all three words are there at any time.
fn request(guest: &Guest, turn: usize) -> Vec<u8> {
    let first = match guest.response {
        Some(_) => 0,
        None => guest.token.bytes().map(usize::from).sum(),
    };
    let word = ANSWERS[(first + turn) % ANSWERS.len()];
    http::post(
        &format!("/api/v1/rsvp/{}", guest.token),
        &format!("{{\"response\":\"{word}\"}}"),
    )
}

async fn answers_in_log(stage: &Stage) -> Result<usize> {
    let db = stage::open(&stage.database)?;
    let mut events: Vec<_> = stage
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
