use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use seat_dealer_core::Channel;

use super::Crew;
use crate::dinner::{Dinner, Size};
use crate::{Dice, Figures, Place, Result};

/// Few seats, so that many want the same one.
const SIZE: Size = Size {
    seats: 8,
    contacts: 40,
};

/// Two servers and two workers on one database, and several dinners at once. Somebody counts the
/// seats all the while.
pub async fn crowd(place: &Arc<Place>, dinners: u64, dice: &mut Dice) -> Result<Figures> {
    let crew = Crew::start(
        place,
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
        let servers = crew.servers.subscribe();
        let dinner = Dinner::prepare(place, number, SIZE, Channel::Sms, servers, dice.another());
        prepared.push(dinner.await?);
    }
    let mut figures = Figures::default();
    for dinner in &prepared {
        dinner.deal().await?;
    }
    for dinner in &prepared {
        let counting = async {
            loop {
                if dinner.seats_given().await? > u64::from(SIZE.seats) {
                    return Ok::<_, crate::Error>(());
                }
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        let invites = tokio::select! {
            invites = dinner.come_to_rest() => invites?,
            oversold = counting => {
                oversold?;
                figures.oversold += 1;
                figures.findings.push("more seats were given than there are".to_owned());
                dinner.come_to_rest().await?
            }
        };
        figures.add(Figures::of(dinner, &invites, &BTreeMap::new()).await?);
    }
    if !crew.is_complete() {
        figures.strange += 1;
        figures.findings.push("a process has ended".to_owned());
    }
    Ok(figures)
}
