//! The database is unavailable for longer than the program waits for it.

use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use super::dinner_during;
use crate::process::Process;
use crate::{Environment, LinkState, Result, Rng, Totals};

/// Longer than the program waits for a connection, and than SQLite waits for a lock.
const OUTAGE: Duration = Duration::from_secs(12);

/// All connections to the server are closed, and new ones are refused.
pub async fn database_cut_off(environment: &Arc<Environment>, rng: &mut Rng) -> Result<Totals> {
    dinner_with_link(environment, rng, LinkState::Cut).await
}

/// The server accepts connections and does not respond.
pub async fn database_stalls(environment: &Arc<Environment>, rng: &mut Rng) -> Result<Totals> {
    dinner_with_link(environment, rng, LinkState::Stalled).await
}

async fn dinner_with_link(
    environment: &Arc<Environment>,
    rng: &mut Rng,
    link_state: LinkState,
) -> Result<Totals> {
    let link = environment
        .to_database()
        .ok_or("there is no database server")?;
    let time = rng.duration_below(300);
    dinner_during(environment, rng, async |_| {
        tokio::time::sleep(time).await;
        link.set_link_state(link_state);
        tokio::time::sleep(OUTAGE).await;
        link.set_link_state(LinkState::Up);
        Ok(())
    })
    .await
}

/// MariaDB is killed and started again with the same files. `server` is its process id.
pub async fn database_killed(
    environment: &Arc<Environment>,
    server: u32,
    rng: &mut Rng,
) -> Result<(Totals, Process)> {
    let command_line = std::fs::read(format!("/proc/{server}/cmdline"))?;
    let command_line = String::from_utf8(command_line)?;
    let words: Vec<&str> = command_line.split_terminator('\0').collect();
    let (program, arguments) = words.split_first().ok_or("the process has no command")?;
    let time = rng.duration_below(300);
    let mut started = None;
    let totals = dinner_during(environment, rng, async |_| {
        tokio::time::sleep(time).await;
        signal(server, "KILL")?;
        tokio::time::sleep(OUTAGE / 4).await;
        let log = environment.folder().join("mariadb.log");
        let mut command = Command::new(program);
        started = Some(Process::spawn(command.args(arguments), &log, None)?);
        Ok(())
    })
    .await?;
    Ok((totals, started.ok_or("MariaDB was not started again")?))
}

/// MariaDB is stopped for a while, as on a machine that swaps. `server` is its process id.
pub async fn database_halts(
    environment: &Arc<Environment>,
    server: u32,
    rng: &mut Rng,
) -> Result<Totals> {
    let time = rng.duration_below(300);
    dinner_during(environment, rng, async |_| {
        tokio::time::sleep(time).await;
        signal(server, "STOP")?;
        tokio::time::sleep(OUTAGE).await;
        signal(server, "CONT")
    })
    .await
}

/// Another process holds the lock of the SQLite file.
pub async fn database_locked(environment: &Arc<Environment>, rng: &mut Rng) -> Result<Totals> {
    let time = rng.duration_below(300);
    let db = environment.db()?;
    dinner_during(environment, rng, async |_| {
        tokio::time::sleep(time).await;
        db.write(|_| {
            std::thread::sleep(OUTAGE);
            Ok(())
        })
        .await?;
        Ok(())
    })
    .await
}

fn signal(process: u32, name: &str) -> Result<()> {
    let arguments = [format!("-{name}"), process.to_string()];
    let status = Command::new("kill").args(arguments).status()?;
    status
        .success()
        .then_some(())
        .ok_or_else(|| format!("kill -{name} {process} failed").into())
}
