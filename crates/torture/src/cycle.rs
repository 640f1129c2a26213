//! Killing the program, again and again.

use std::net::SocketAddr;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use seat_dealer_core::Channel;
use tokio::sync::{oneshot, watch};

use crate::dinner::{Dinner, Size};
use crate::proxy::Moment;
use crate::{Dice, Figures, Place, Process, Proxy, Result};

/// After so long, a moment is not waited for any more.
const PATIENCE: Duration = Duration::from_secs(4);
/// Twenty invitations leave at once, and a few more guests stand by.
const SIZE: Size = Size {
    seats: 20,
    contacts: 24,
};
const MOMENTS: [Moment; 3] = [Moment::Asked, Moment::Answered, Moment::Told];

/// Where the program is killed.
#[derive(Debug, Clone, Copy)]
enum Point {
    /// At some time.
    Random(Duration),
    /// At the so-manieth such moment of the conversation with the provider.
    Provider(Moment, u64),
    /// At the so-manieth such moment of a commit on the database server.
    Commit(Moment, u64),
    /// When SQLite writes into its log for the so-manieth time.
    LogIsWritten(u64),
}

/// Kills the program in so many cycles, each with a dinner of its own, starts it again, and counts
/// what became of everything. `tell` hears how far it has come.
pub async fn kill_again_and_again(
    place: &Arc<Place>,
    cycles: u64,
    mut dice: Dice,
    tell: impl Fn(u64, &Figures),
) -> Result<Figures> {
    let mut figures = Figures::default();
    let servers = watch::Sender::new(Vec::new());
    let mut processes = start(place, 0, &servers).await?;
    for number in 1..=cycles {
        let channel = if number % 4 == 0 {
            Channel::Email
        } else {
            Channel::Sms
        };
        let dinner = Dinner::prepare(
            place,
            number,
            SIZE,
            channel,
            servers.subscribe(),
            dice.another(),
        )
        .await?;
        let point = throw(place, &mut dice);
        let killed = arm(place, point, channel, &processes);
        let dealing = async {
            // Whether this is heard or not is one of the things that are tried.
            let _ = tokio::time::timeout(PATIENCE, dinner.deal()).await;
            std::future::pending::<()>().await;
        };
        tokio::select! {
            _ = killed => {}
            () = dealing => {}
            () = tokio::time::sleep(PATIENCE) => {}
        }
        if dice.chance(30) {
            // What is left of a group goes on for a while.
            tokio::time::sleep(dice.moment(200)).await;
        }
        servers.send_replace(Vec::new());
        for process in processes.drain(..) {
            process.kill();
        }
        disarm(place);
        let in_flight = dinner.in_flight().await?;
        dinner.let_time_pass().await?;
        processes = start(place, number, &servers).await?;
        dinner.deal().await?;
        let invites = dinner.come_to_rest().await?;
        let mut found = Figures::of(&dinner, &invites, &in_flight).await?;
        for finding in &mut found.findings {
            *finding = format!("cycle {number}, {channel:?}, killed at {point:?}: {finding}");
        }
        figures.add(found);
        tell(number, &figures);
    }
    Ok(figures)
}

/// Everything in one process, or a server and two workers.
async fn start(
    place: &Arc<Place>,
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
        processes.push(place.start(command).await?);
    }
    servers.send_replace(
        processes
            .iter()
            .filter_map(|process| process.address)
            .collect(),
    );
    Ok(processes)
}

fn throw(place: &Place, dice: &mut Dice) -> Point {
    let moment = dice.one_of(&MOMENTS).unwrap_or(Moment::Asked);
    match dice.below(10) {
        0..=4 => Point::Provider(moment, 1 + dice.below(20)),
        5..=7 if place.file().is_some() => Point::LogIsWritten(1 + dice.below(20)),
        5..=7 => Point::Commit(moment, 1 + dice.below(40)),
        _ => Point::Random(dice.moment(600)),
    }
}

/// Lets somebody kill at this point, and says when that has happened.
fn arm(
    place: &Place,
    point: Point,
    channel: Channel,
    processes: &[Arc<Process>],
) -> oneshot::Receiver<()> {
    let (tell, killed) = oneshot::channel();
    // Of several processes, one goes first; which one has the moment, nobody knows.
    let victims = processes.to_vec();
    let kill = move || {
        for process in &victims {
            process.kill();
        }
        // Nobody may be waiting any more.
        let _ = tell.send(());
    };
    let provider = match channel {
        Channel::Email | Channel::ByHand => &place.to_smtp,
        Channel::Sms => &place.to_twilio,
    };
    match (point, place.to_database(), place.file()) {
        (Point::Provider(moment, count), ..) => listen(provider, moment, count, kill),
        (Point::Commit(moment, count), Some(database), _) => {
            listen(database, moment, count, kill);
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

fn listen(proxy: &Proxy, at: Moment, count: u64, kill: impl FnOnce() + Send + 'static) {
    let (mut left, mut kill) = (count, Some(kill));
    proxy.listen(move |moment| {
        if moment == at {
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

fn disarm(place: &Place) {
    place.to_twilio.stop_listening();
    place.to_smtp.stop_listening();
    if let Some(database) = place.to_database() {
        database.stop_listening();
    }
}

/// Watches a file as closely as can be until it has been written to so often; `false` when that
/// takes too long.
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
