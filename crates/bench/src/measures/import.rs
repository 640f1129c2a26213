//! Measures guests' answers while a host imports an address book.

use std::time::{Duration, Instant};

use crate::fixture::{self, Fixture};
use crate::http::{self, Connection};
use crate::load::Clients;
use crate::measures::answers;
use crate::report::{self, Measurement, Report};
use crate::server::Process;
use crate::{Result, statistics};

const PEOPLE: usize = 5_000;
/// A crowd of guests, but not so many that they wait for each other.
const GUESTS: usize = 8;
const SLICE: Duration = Duration::from_millis(100);
const MILLISECOND_LIMIT: f64 = 100.0;

pub(crate) async fn measure(fixture: &Fixture, report: &mut Report) -> Result<()> {
    let db = fixture::open(&fixture.database)?;
    let host = fixture::make_host(&db, "Importer").await?;
    let key = fixture::make_key(&db, &host).await?;
    let request = http::post(
        "/api/v1/imports?apply=true",
        &key,
        "text/csv",
        &address_book(),
    );
    let (server, _) = Process::start(&fixture.database).await?;
    let requests = answers::requests(fixture).into_iter().take(GUESTS);
    let mut clients = Clients::connect(server.address, requests.collect()).await?;
    clients.run(SLICE).await?;
    let mut connection = Connection::open(server.address).await?;
    let started = Instant::now();
    let importing = tokio::spawn(async move {
        let response = connection.exchange(&request).await?;
        Ok::<_, Box<dyn std::error::Error + Send + Sync>>((response.status, started.elapsed()))
    });
    let mut times = Vec::new();
    while !importing.is_finished() {
        times.extend(clients.run(SLICE).await?.times);
    }
    let (status, time) = importing.await??;
    if status != 200 {
        return Err(format!("the status of the import is {status}").into());
    }
    let people = statistics::whole(statistics::float(PEOPLE));
    report.add(Measurement {
        metric: format!("import of {people} people, {GUESTS} guests answering"),
        measured: format!("{:.1} s", time.as_secs_f64()),
        ..Measurement::default()
    });
    let metric = "time of an answer during the import";
    report.add(report::p99(metric, &times, MILLISECOND_LIMIT));
    Ok(())
}

fn address_book() -> String {
    let people = (0..PEOPLE).map(|number| {
        format!(
            "Friend {number},+1415{:07},friend{number}@example.com\n",
            2_000_000 + number
        )
    });
    std::iter::once("Name,Phone,Email\n".to_owned())
        .chain(people)
        .collect()
}
