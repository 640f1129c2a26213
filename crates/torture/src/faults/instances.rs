use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use seat_dealer_core::Channel;
use serde_json::Value;
use tokio::sync::watch;
use tokio::task::JoinSet;

use super::Crew;
use crate::dinner::{Dinner, Size};
use crate::follower::Follower;
use crate::{Balancer, Dice, Figures, Place, Result};

/// Few seats, so that many want the same one.
const SIZE: Size = Size {
    seats: 8,
    contacts: 24,
};
/// How long a stream may take to bring what is in the log.
const PATIENCE: Duration = Duration::from_secs(20);

/// Three servers behind a plain round-robin and two workers on one database. All dinners are dealt at
/// once; guests answer and hosts watch through whichever server is next. Somebody counts the seats
/// all the while.
pub async fn instances(place: Place, dinners: u64, dice: &mut Dice) -> Result<Figures> {
    let place = Arc::new(place.with_new_connections()?);
    let server = &["serve", "--no-worker"][..];
    let crew = Crew::start(&place, &[server, server, server, &["worker"], &["worker"]]).await?;
    let balancer = Balancer::start(crew.servers.borrow().clone())?;
    let servers = watch::Sender::new(vec![balancer.address()]);
    let mut prepared = Vec::new();
    for number in 1..=dinners {
        let (servers, dice) = (servers.subscribe(), dice.another());
        let dinner = Dinner::prepare(&place, number, SIZE, Channel::Sms, servers, dice);
        prepared.push(Arc::new(dinner.await?));
    }
    let followers = prepared.iter().map(|dinner| dinner.follow(dice.another()));
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
    let mut figures = Figures::default();
    let mut at_rest = Vec::new();
    let resting = async {
        for dinner in &prepared {
            at_rest.push(dinner.come_to_rest_by_itself().await?);
        }
        Ok::<_, crate::Error>(())
    };
    let outcome = tokio::select! {
        rest = resting => rest.map(|()| false),
        oversold = counting(&prepared) => oversold.map(|()| true),
    };
    if outcome? {
        figures.oversold += 1;
        figures
            .findings
            .push("more seats were given than there are".to_owned());
        return Ok(figures);
    }
    figures.milliseconds = u64::try_from(started.elapsed().as_millis())?;
    for ((dinner, invites), follower) in prepared.iter().zip(&at_rest).zip(&followers) {
        figures.add(Figures::of(dinner, invites, &BTreeMap::new()).await?);
        if let Some(finding) = compare(dinner, follower).await? {
            figures.strange += 1;
            figures.findings.push(finding);
        }
    }
    if !crew.is_complete() {
        figures.strange += 1;
        figures.findings.push("a process has ended".to_owned());
    }
    Ok(figures)
}

/// Returns when more seats of a dinner are given than there are.
async fn counting(dinners: &[Arc<Dinner>]) -> Result<()> {
    loop {
        for dinner in dinners {
            if dinner.seats_given().await? > u64::from(SIZE.seats) {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    }
}

/// What is wrong with the stream of a dinner that has come to rest: it must have brought every entry
/// of the log once, in order, word for word.
async fn compare(dinner: &Dinner, follower: &Follower) -> Result<Option<String>> {
    let log = dinner.log().await?;
    let deadline = Instant::now() + PATIENCE;
    while follower.seen().len() < log.len() && Instant::now() < deadline {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let seen = follower.seen();
    if seen.len() != log.len() {
        let (seen, log) = (seen.len(), log.len());
        return Ok(Some(format!("a stream brought {seen} entries of {log}")));
    }
    for ((entry, said), number) in seen.iter().zip(&log).zip(1..) {
        let json: Value = serde_json::from_str(&entry.json)?;
        if entry.seq != number || json != *said {
            return Ok(Some(format!(
                "a stream brought {entry:?} where the log has {said}"
            )));
        }
    }
    Ok(None)
}
