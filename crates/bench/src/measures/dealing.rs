//! Dealing the next card, from a short and from a very long list of contacts.

use std::time::Instant;

use seat_dealer_core::{HostId, LogKind};
use seat_dealer_db::{Db, log};

use crate::report::{Report, Row};
use crate::stage::{self, Stage};
use crate::{Result, figures};

const FEW: u32 = 10;
const MANY: u32 = 100_000;
const DEALS: usize = 300;
const MOST_TIMES: f64 = 1.2;

pub(crate) async fn measure(stage: &Stage, report: &mut Report) -> Result<()> {
    let db = stage::open(&stage.database)?;
    let few = stage::make_host(&db, "Few").await?;
    stage::make_contacts(&db, &few, FEW).await?;
    let many = stage::make_host(&db, "Many").await?;
    stage::make_contacts(&db, &many, MANY).await?;
    let (mut from_few, mut from_many) = (Vec::new(), Vec::new());
    for _ in 0..DEALS {
        from_few.push(milliseconds_of_a_deal(&db, &few).await?);
        from_many.push(milliseconds_of_a_deal(&db, &many).await?);
    }
    let (few, many) = (figures::median(&from_few), figures::median(&from_many));
    let times = many / few.max(f64::EPSILON);
    report.add(Row {
        metric: format!("dealing a card of {}", figures::whole(MANY.into())),
        measured: format!("{many:.2} ms"),
        limit: format!("{few:.2} ms of {FEW}"),
        ratio: format!("{times:.2}"),
        target: format!("<= {MOST_TIMES}"),
        met: Some(times <= MOST_TIMES),
    });
    Ok(())
}

/// One card for the one seat of a new event: the whole transaction, to its commit.
async fn milliseconds_of_a_deal(db: &Db, host: &HostId) -> Result<f64> {
    let event = stage::make_draft(db, host, 1).await?;
    let started = Instant::now();
    stage::deal(db, host, &event).await?;
    let time = started.elapsed();
    let entries = db.read(move |conn| log::after(conn, &event, 0, 10)).await?;
    match entries
        .iter()
        .filter(|entry| entry.kind == LogKind::Dealt.as_str())
        .count()
    {
        1 => Ok(figures::milliseconds(time)),
        dealt => Err(format!("{dealt} cards were dealt instead of one").into()),
    }
}
