use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use seat_dealer_core::Channel;

use super::Processes;
use crate::dinner::{Dinner, Size};
use crate::{Environment, Result, Rng, Totals};

/// Few seats, so that many guests compete for them.
const SIZE: Size = Size {
    seats: 8,
    contacts: 40,
};

/// Two servers and two workers on one database, and several dinners at once. The seats in use are
/// checked throughout.
pub async fn crowd(environment: &Arc<Environment>, dinners: u64, rng: &mut Rng) -> Result<Totals> {
    let processes = Processes::start(
        environment,
        &[
            &["serve", "--no-worker"],
            &["serve", "--no-worker"],
            &["worker"],
            &["worker"],
        ],
    )
    .await?;
    let mut prepared = Vec::new();
    for number in 1..=dinners {
        let servers = processes.servers.subscribe();
        let dinner = Dinner::prepare(environment, number, SIZE, Channel::Sms, servers, rng.fork());
        prepared.push(dinner.await?);
    }
    let mut totals = Totals::default();
    for dinner in &prepared {
        dinner.deal().await?;
    }
    for dinner in &prepared {
        let counting = async {
            loop {
                if dinner.seats_in_use().await? > u64::from(SIZE.seats) {
                    return Ok::<_, crate::Error>(());
                }
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        let invites = tokio::select! {
            invites = dinner.finish() => invites?,
            oversold = counting => {
                oversold?;
                totals.oversold += 1;
                totals.findings.push("more seats were in use than the dinner has".to_owned());
                dinner.finish().await?
            }
        };
        totals.add(Totals::of(dinner, &invites, &BTreeMap::new()).await?);
    }
    if !processes.is_complete() {
        totals.other_findings += 1;
        totals.findings.push("a process has exited".to_owned());
    }
    Ok(totals)
}
