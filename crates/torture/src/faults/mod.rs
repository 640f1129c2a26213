//! Faults other than killing the program. Each test has its own dinners.

mod clock;
mod crowd;
mod database_away;
mod full_disk;
mod instances;
mod late_reports;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use seat_dealer_core::Channel;
use tokio::sync::watch;

pub use self::clock::{FAKE_TIME, clock_jumps, kills_with_a_wrong_clock};
pub use self::crowd::crowd;
pub use self::database_away::{
    database_cut_off, database_halts, database_killed, database_locked, database_stalls,
};
pub use self::full_disk::{SmallDisk, disk_fills_up};
pub use self::instances::instances;
pub use self::late_reports::late_reports;

use crate::dinner::{Dinner, Size};
use crate::{Environment, Process, Result, Rng, Totals};

/// All guests who fit are invited at once, and there are more guests than seats.
const SIZE: Size = Size {
    seats: 20,
    contacts: 30,
};

/// Running servers and workers, and the addresses of the servers.
struct Processes {
    processes: Vec<Arc<Process>>,
    servers: watch::Sender<Vec<SocketAddr>>,
}

impl Processes {
    async fn start(environment: &Arc<Environment>, commands: &[&[&str]]) -> Result<Self> {
        let mut processes = Vec::new();
        for command in commands {
            processes.push(environment.start(command).await?);
        }
        let addresses = processes.iter().filter_map(|process| process.address);
        Ok(Self {
            servers: watch::Sender::new(addresses.collect()),
            processes,
        })
    }

    /// Whether all processes still run. They must not exit, because nothing restarts them.
    fn is_complete(&self) -> bool {
        self.processes.iter().all(|process| process.is_alive())
    }
}

/// Deals a dinner, causes a fault, and counts the results when the dinner is finished, with the
/// same processes.
async fn dinner_during(
    environment: &Arc<Environment>,
    rng: &mut Rng,
    disturb: impl AsyncFnOnce(&Dinner) -> Result<()>,
) -> Result<Totals> {
    let processes = Processes::start(environment, &[&["serve"], &["worker"]]).await?;
    let servers = processes.servers.subscribe();
    let dinner = Dinner::prepare(environment, 1, SIZE, Channel::Sms, servers, rng.fork()).await?;
    dinner.deal().await?;
    disturb(&dinner).await?;
    let invites = dinner.finish().await?;
    let mut totals = Totals::of(&dinner, &invites, &std::collections::BTreeMap::new()).await?;
    if !processes.is_complete() {
        totals.other_findings += 1;
        totals.findings.push("a process has exited".to_owned());
    }
    Ok(totals)
}

/// Waits until a condition is true. `false` after a timeout.
async fn until(patience: Duration, mut is_so: impl FnMut() -> bool) -> bool {
    let deadline = Instant::now() + patience;
    while !is_so() {
        if Instant::now() > deadline {
            return false;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    true
}
