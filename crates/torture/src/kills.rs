//! Kills the program repeatedly.

use std::net::SocketAddr;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use seat_dealer_core::Channel;
use tokio::sync::{oneshot, watch};

use crate::dinner::{Dinner, Size};
use crate::proxy::ProxyEvent;
use crate::{Environment, Process, Proxy, Result, Rng, Totals};

/// After this time, the program is killed even if the point was not reached.
const PATIENCE: Duration = Duration::from_secs(4);
/// Twenty invitations are sent at once, and a few more guests wait in the deck.
const SIZE: Size = Size {
    seats: 20,
    contacts: 24,
};
const EVENTS: [ProxyEvent; 3] = [
    ProxyEvent::RequestReceived,
    ProxyEvent::ResponseReceived,
    ProxyEvent::ResponseForwarded,
];

/// The point at which the program is killed.
#[derive(Debug, Clone, Copy)]
enum Point {
    /// After a random time.
    Random(Duration),
    /// At the nth such event of the connection to the provider.
    Provider(ProxyEvent, u64),
    /// At the nth such event of a commit on the database server.
    Commit(ProxyEvent, u64),
    /// At the nth write to SQLite's write-ahead log.
    LogIsWritten(u64),
}

/// Kills the program once per cycle, starts it again, and counts the results. Each cycle has its
/// own dinner. `report` gets the totals after each cycle.
pub async fn kill_repeatedly(
    environment: &Arc<Environment>,
    cycles: u64,
    mut rng: Rng,
    report: impl Fn(u64, &Totals),
) -> Result<Totals> {
    let mut totals = Totals::default();
    let servers = watch::Sender::new(Vec::new());
    let mut processes = start(environment, 0, &servers).await?;
    for number in 1..=cycles {
        let channel = if number % 4 == 0 {
            Channel::Email
        } else {
            Channel::Sms
        };
        let dinner = Dinner::prepare(
            environment,
            number,
            SIZE,
            channel,
            servers.subscribe(),
            rng.fork(),
        )
        .await?;
        let point = random_point(environment, &mut rng);
        let killed = arm(environment, point, channel, &processes);
        let dealing = async {
            // The test covers both cases: the request is acknowledged, or it is not.
            let _ = tokio::time::timeout(PATIENCE, dinner.deal()).await;
            std::future::pending::<()>().await;
        };
        tokio::select! {
            _ = killed => {}
            () = dealing => {}
            () = tokio::time::sleep(PATIENCE) => {}
        }
        if rng.chance(30) {
            // The remaining processes run on for a while.
            tokio::time::sleep(rng.duration_below(200)).await;
        }
        servers.send_replace(Vec::new());
        for process in processes.drain(..) {
            process.kill();
        }
        disarm(environment);
        let in_flight = dinner.in_flight().await?;
        dinner.let_time_pass().await?;
        processes = start(environment, number, &servers).await?;
        dinner.deal().await?;
        let invites = dinner.finish().await?;
        let mut found = Totals::of(&dinner, &invites, &in_flight).await?;
        for finding in &mut found.findings {
            *finding = format!("cycle {number}, {channel:?}, killed at {point:?}: {finding}");
        }
        totals.add(found);
        report(number, &totals);
    }
    Ok(totals)
}

/// Starts everything in one process, or a server and two workers.
async fn start(
    environment: &Arc<Environment>,
    number: u64,
    servers: &watch::Sender<Vec<SocketAddr>>,
) -> Result<Vec<Arc<Process>>> {
    let commands: &[&[&str]] = if number.is_multiple_of(2) {
        &[&["serve"]]
    } else {
        &[&["serve", "--no-worker"], &["worker"], &["worker"]]
    };
    let mut processes = Vec::new();
    for command in commands {
        processes.push(environment.start(command).await?);
    }
    servers.send_replace(
        processes
            .iter()
            .filter_map(|process| process.address)
            .collect(),
    );
    Ok(processes)
}

fn random_point(environment: &Environment, rng: &mut Rng) -> Point {
    let event = rng.choose(&EVENTS).unwrap_or(ProxyEvent::RequestReceived);
    match rng.below(10) {
        0..=4 => Point::Provider(event, 1 + rng.below(20)),
        5..=7 if environment.file().is_some() => Point::LogIsWritten(1 + rng.below(20)),
        5..=7 => Point::Commit(event, 1 + rng.below(40)),
        _ => Point::Random(rng.duration_below(600)),
    }
}

/// Kills the processes at this point. The receiver is notified after that.
fn arm(
    environment: &Environment,
    point: Point,
    channel: Channel,
    processes: &[Arc<Process>],
) -> oneshot::Receiver<()> {
    let (notify, killed) = oneshot::channel();
    // The processes are killed one after the other; which of them reached the point is unknown.
    let victims = processes.to_vec();
    let kill = move || {
        for process in &victims {
            process.kill();
        }
        // The receiver may have been dropped.
        let _ = notify.send(());
    };
    let provider = match channel {
        Channel::Email | Channel::ByHand => &environment.to_smtp,
        Channel::Sms => &environment.to_twilio,
    };
    match (point, environment.to_database(), environment.file()) {
        (Point::Provider(event, count), ..) => listen(provider, event, count, kill),
        (Point::Commit(event, count), Some(database), _) => {
            listen(database, event, count, kill);
        }
        (Point::LogIsWritten(count), _, Some(file)) => {
            let log = file.with_extension("db-wal");
            tokio::task::spawn_blocking(move || {
                if is_written(&log, count) {
                    kill();
                }
            });
        }
        (Point::Random(time), ..) => {
            tokio::spawn(async move {
                tokio::time::sleep(time).await;
                kill();
            });
        }
        (Point::Commit(..), None, _) | (Point::LogIsWritten(_), _, None) => {}
    }
    killed
}

fn listen(proxy: &Proxy, at: ProxyEvent, count: u64, kill: impl FnOnce() + Send + 'static) {
    let (mut left, mut kill) = (count, Some(kill));
    proxy.listen(move |event| {
        if event == at {
            left = left.saturating_sub(1);
        }
        if left > 0 {
            return ControlFlow::Continue(());
        }
        if let Some(kill) = kill.take() {
            kill();
        }
        ControlFlow::Break(())
    });
}

fn disarm(environment: &Environment) {
    environment.to_twilio.stop_listening();
    environment.to_smtp.stop_listening();
    if let Some(database) = environment.to_database() {
        database.stop_listening();
    }
}

/// Polls a file until it has been written to `count` times. `false` after a timeout.
fn is_written(file: &Path, count: u64) -> bool {
    let state = || -> Option<(u64, SystemTime)> {
        let metadata = std::fs::metadata(file).ok()?;
        Some((metadata.len(), metadata.modified().ok()?))
    };
    let deadline = std::time::Instant::now() + PATIENCE;
    let (mut last, mut left) = (state(), count);
    while std::time::Instant::now() < deadline {
        let now = state();
        if now != last {
            (last, left) = (now, left.saturating_sub(1));
        }
        if left == 0 {
            return true;
        }
        std::thread::sleep(Duration::from_micros(50));
    }
    false
}
