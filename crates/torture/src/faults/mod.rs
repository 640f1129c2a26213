//! Faults other than death, each during dinners of its own.

mod clock;
mod crowd;
mod database_away;
mod full_disk;
mod instances;

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

use crate::dinner::{Dinner, Size};
use crate::{Dice, Figures, Place, Process, Result};

/// Everybody is invited at once, and there are more guests than seats.
const SIZE: Size = Size {
    seats: 20,
    contacts: 30,
};

/// Processes that serve and work, and where they serve.
struct Crew {
    processes: Vec<Arc<Process>>,
    servers: watch::Sender<Vec<SocketAddr>>,
}

impl Crew {
    async fn start(place: &Arc<Place>, commands: &[&[&str]]) -> Result<Self> {
        let mut processes = Vec::new();
        for command in commands {
            processes.push(place.start(command).await?);
        }
        let addresses = processes.iter().filter_map(|process| process.address);
        Ok(Self {
            servers: watch::Sender::new(addresses.collect()),
            processes,
        })
    }

    /// Whether all of them still run, which they must without being started again.
    fn is_complete(&self) -> bool {
        self.processes.iter().all(|process| process.is_alive())
    }
}

/// Deals a dinner, lets something happen meanwhile, and counts when it has come to rest, with the
/// same processes.
async fn dinner_during(
    place: &Arc<Place>,
    dice: &mut Dice,
    disturb: impl AsyncFnOnce(&Dinner) -> Result<()>,
) -> Result<Figures> {
    let crew = Crew::start(place, &[&["serve"], &["worker"]]).await?;
    let servers = crew.servers.subscribe();
    let dinner = Dinner::prepare(place, 1, SIZE, Channel::Sms, servers, dice.another()).await?;
    dinner.deal().await?;
    disturb(&dinner).await?;
    let invites = dinner.come_to_rest().await?;
    let mut figures = Figures::of(&dinner, &invites, &std::collections::BTreeMap::new()).await?;
    if !crew.is_complete() {
        figures.strange += 1;
        figures.findings.push("a process has ended".to_owned());
    }
    Ok(figures)
}

/// Waits until something is so; `false` when that takes too long.
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
