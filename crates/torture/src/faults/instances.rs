use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use seat_dealer_core::Channel;
use serde_json::Value;
use tokio::sync::watch;
use tokio::task::JoinSet;

use super::Processes;
use crate::dinner::{Dinner, Size};
use crate::follower::Follower;
use crate::{Environment, LoadBalancer, Result, Rng, Totals};

/// Few seats, so that many guests compete for them.
const SIZE: Size = Size {
    seats: 8,
    contacts: 24,
};
/// The maximum time until a stream has delivered the whole log.
const TIMEOUT: Duration = Duration::from_secs(20);

/// Three servers behind a round-robin load balancer and two workers on one database. All dinners
/// are dealt at once. Guests answer and hosts follow the streams through any server. The seats in
/// use are checked throughout.
pub async fn instances(environment: Environment, dinners: u64, rng: &mut Rng) -> Result<Totals> {
    let environment = Arc::new(environment.with_new_connections()?);
    let server = &["serve", "--no-worker"][..];
    let processes = Processes::start(
        &environment,
        &[server, server, server, &["worker"], &["worker"]],
    )
    .await?;
    let balancer = LoadBalancer::start(processes.servers.borrow().clone())?;
    let servers = watch::Sender::new(vec![balancer.address()]);
    let mut prepared = Vec::new();
    for number in 1..=dinners {
        let (servers, rng) = (servers.subscribe(), rng.fork());
        let dinner = Dinner::prepare(&environment, number, SIZE, Channel::Sms, servers, rng);
        prepared.push(Arc::new(dinner.await?));
    }
    let followers = prepared.iter().map(|dinner| dinner.follow(rng.fork()));
    let followers: Vec<Follower> = followers.collect::<Result<_>>()?;
    let started = Instant::now();
    let mut dealing = JoinSet::new();
    for dinner in &prepared {
        let dinner = Arc::clone(dinner);
        dealing.spawn(async move { dinner.deal().await });
    }
    for dealt in dealing.join_all().await {
        dealt?;
    }
    let mut totals = Totals::default();
    let mut finished = Vec::new();
    let finishing = async {
        for dinner in &prepared {
            finished.push(dinner.finish_by_itself().await?);
        }
        Ok::<_, crate::Error>(())
    };
    let outcome = tokio::select! {
        result = finishing => result.map(|()| false),
        oversold = until_oversold(&prepared) => oversold.map(|()| true),
    };
    if outcome? {
        totals.oversold += 1;
        totals
            .findings
            .push("more seats were in use than the dinner has".to_owned());
        return Ok(totals);
    }
    totals.milliseconds = u64::try_from(started.elapsed().as_millis())?;
    for ((dinner, invites), follower) in prepared.iter().zip(&finished).zip(&followers) {
        totals.add(Totals::of(dinner, invites, &BTreeMap::new()).await?);
        if let Some(finding) = compare(dinner, follower).await? {
            totals.other_findings += 1;
            totals.findings.push(finding);
        }
    }
    if !processes.is_complete() {
        totals.other_findings += 1;
        totals.findings.push("a process has exited".to_owned());
    }
    Ok(totals)
}

/// Returns when more seats of a dinner are in use than it has.
async fn until_oversold(dinners: &[Arc<Dinner>]) -> Result<()> {
    loop {
        for dinner in dinners {
            if dinner.seats_in_use().await? > u64::from(SIZE.seats) {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    }
}

/// Compares the stream of a finished dinner with its log. The stream must have delivered every
/// entry once, in order and unchanged. Returns the difference.
async fn compare(dinner: &Dinner, follower: &Follower) -> Result<Option<String>> {
    let log = dinner.log().await?;
    let deadline = Instant::now() + TIMEOUT;
    while follower.seen().len() < log.len() && Instant::now() < deadline {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let seen = follower.seen();
    if seen.len() != log.len() {
        let (seen, log) = (seen.len(), log.len());
        return Ok(Some(format!("a stream delivered {seen} entries of {log}")));
    }
    for ((entry, logged), number) in seen.iter().zip(&log).zip(1..) {
        let json: Value = serde_json::from_str(&entry.json)?;
        if entry.seq != number || json != *logged {
            return Ok(Some(format!(
                "a stream delivered {entry:?} where the log has {logged}"
            )));
        }
    }
    Ok(None)
}
