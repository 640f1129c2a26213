//! Measures dealing a card for a host with few and with very many contacts.

use std::time::Instant;

use seat_dealer_core::{HostId, LogKind};
use seat_dealer_db::{Db, log};

use crate::fixture::{self, Fixture};
use crate::report::{Measurement, Report};
use crate::{Result, statistics};

const FEW: u32 = 10;
const MANY: u32 = 100_000;
const DEALS: usize = 300;
const RATIO_LIMIT: f64 = 1.2;

/// Returns the host with very many contacts.
pub(crate) async fn measure(fixture: &Fixture, report: &mut Report) -> Result<HostId> {
    let db = fixture::open(&fixture.database)?;
    let few = fixture::make_host(&db, "Few").await?;
    fixture::make_contacts(&db, &few, FEW).await?;
    let host_of_many = fixture::make_host(&db, "Many").await?;
    fixture::make_contacts(&db, &host_of_many, MANY).await?;
    let (mut from_few, mut from_many) = (Vec::new(), Vec::new());
    for _ in 0..DEALS {
        from_few.push(milliseconds_of_a_deal(&db, &few).await?);
        from_many.push(milliseconds_of_a_deal(&db, &host_of_many).await?);
    }
    let (few, many) = (
        statistics::median(&from_few),
        statistics::median(&from_many),
    );
    let times = many / few.max(f64::EPSILON);
    report.add(Measurement {
        metric: format!("dealing a card of {}", statistics::whole(MANY.into())),
        measured: format!("{many:.2} ms"),
        limit: format!("{few:.2} ms of {FEW}"),
        ratio: format!("{times:.2}"),
        target: format!("<= {RATIO_LIMIT}"),
        met: Some(times <= RATIO_LIMIT),
    });
    Ok(host_of_many)
}

/// Deals the card of a new event with one seat. Returns the time of the whole transaction.
async fn milliseconds_of_a_deal(db: &Db, host: &HostId) -> Result<f64> {
    let event = fixture::make_draft(db, host, 1).await?;
    let started = Instant::now();
    fixture::deal(db, host, &event).await?;
    let time = started.elapsed();
    let entries = db.read(move |conn| log::after(conn, &event, 0, 10)).await?;
    match entries
        .iter()
        .filter(|entry| entry.kind == LogKind::Dealt.as_str())
        .count()
    {
        1 => Ok(statistics::milliseconds(time)),
        dealt => Err(format!("{dealt} cards were dealt instead of one").into()),
    }
}
