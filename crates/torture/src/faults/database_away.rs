//! The database cannot be reached for longer than anybody waits for it.

use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use super::dinner_during;
use crate::process::Process;
use crate::{Dice, Figures, Place, Result, Weather};

/// Longer than the program waits for a connection, and than SQLite waits for a lock.
const AWAY: Duration = Duration::from_secs(12);

/// All connections to the server are cut, and new ones refused.
pub async fn database_cut_off(place: &Arc<Place>, dice: &mut Dice) -> Result<Figures> {
    under(place, dice, Weather::Cut).await
}

/// The server takes connections and says nothing.
pub async fn database_stalls(place: &Arc<Place>, dice: &mut Dice) -> Result<Figures> {
    under(place, dice, Weather::Stalled).await
}

async fn under(place: &Arc<Place>, dice: &mut Dice, weather: Weather) -> Result<Figures> {
    let line = place.to_database().ok_or("there is no database server")?;
    let time = dice.moment(300);
    dinner_during(place, dice, async |_| {
        tokio::time::sleep(time).await;
        line.weather(weather);
        tokio::time::sleep(AWAY).await;
        line.weather(Weather::Fair);
        Ok(())
    })
    .await
}

/// MariaDB itself is killed and started again on the same files. `server` is its process.
pub async fn database_killed(
    place: &Arc<Place>,
    server: u32,
    dice: &mut Dice,
) -> Result<(Figures, Process)> {
    let words = std::fs::read(format!("/proc/{server}/cmdline"))?;
    let words = String::from_utf8(words)?;
    let words: Vec<&str> = words.split_terminator('\0').collect();
    let (program, arguments) = words.split_first().ok_or("a process without a command")?;
    let time = dice.moment(300);
    let mut started = None;
    let figures = dinner_during(place, dice, async |_| {
        tokio::time::sleep(time).await;
        signal(server, "KILL")?;
        tokio::time::sleep(AWAY / 4).await;
        let log = place.folder().join("mariadb.log");
        let mut command = Command::new(program);
        started = Some(Process::spawn(command.args(arguments), &log, None)?);
        Ok(())
    })
    .await?;
    Ok((figures, started.ok_or("MariaDB was not started again")?))
}

/// MariaDB itself is stopped and goes on later, as on a machine that swaps. `server` is its process.
pub async fn database_halts(place: &Arc<Place>, server: u32, dice: &mut Dice) -> Result<Figures> {
    let time = dice.moment(300);
    dinner_during(place, dice, async |_| {
        tokio::time::sleep(time).await;
        signal(server, "STOP")?;
        tokio::time::sleep(AWAY).await;
        signal(server, "CONT")
    })
    .await
}

/// Another process holds the lock of the SQLite file.
pub async fn database_locked(place: &Arc<Place>, dice: &mut Dice) -> Result<Figures> {
    let time = dice.moment(300);
    let db = place.db()?;
    dinner_during(place, dice, async |_| {
        tokio::time::sleep(time).await;
        db.write(|_| {
            std::thread::sleep(AWAY);
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
