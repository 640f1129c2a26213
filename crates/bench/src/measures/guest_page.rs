//! Measures the guest's page. The limit is a handler that returns the same bytes.

use std::time::Duration;

use crate::fixture::Fixture;
use crate::http::{self, Connection};
use crate::load::{CONNECTIONS, Clients, Round};
use crate::report::{self, Measurement, Report};
use crate::server::Process;
use crate::{Result, bare, statistics};

const ROUNDS: usize = 5;
const ROUND: Duration = Duration::from_secs(1);
const WARM_UP: Duration = Duration::from_millis(500);
const RATIO_TARGET: f64 = 0.35;
const KILOBYTE_LIMIT: f64 = 14.0;

pub(crate) async fn measure(fixture: &Fixture, report: &mut Report) -> Result<()> {
    let (server, _) = Process::start(&fixture.database).await?;
    let plain = Case::new("guest's page", "", Some(RATIO_TARGET));
    let phones = "Accept-Encoding: gzip, deflate, br\r\n";
    let compressed = Case::new("guest's page, gzip allowed", phones, None);
    for case in [plain, compressed] {
        case.measure(fixture, &server, report).await?;
    }
    for (name, headers) in [
        ("guest's page, plain", ""),
        ("guest's page, gzip allowed", "Accept-Encoding: gzip\r\n"),
    ] {
        let mut connection = Connection::open(server.address).await?;
        let request = http::get(&path(fixture, 0), headers);
        let response = connection.exchange(&request).await?;
        let bytes = response.head.len() + response.body_length()?;
        let name = format!("{name}, headers and body");
        report.add(report::size(&name, bytes, KILOBYTE_LIMIT));
    }
    Ok(())
}

struct Case {
    name: &'static str,
    headers: &'static str,
    ratio_target: Option<f64>,
}

impl Case {
    fn new(name: &'static str, headers: &'static str, ratio_target: Option<f64>) -> Self {
        Self {
            name,
            headers,
            ratio_target,
        }
    }

    /// Server and limit take turns, so that other work of the machine affects both.
    async fn measure(
        &self,
        fixture: &Fixture,
        server: &Process,
        report: &mut Report,
    ) -> Result<()> {
        let request = http::get(&path(fixture, 0), self.headers);
        let mut connection = Connection::open(server.address).await?;
        let response = connection.exchange(&request).await?;
        let bare = bare::start(&response, &fixture.file("response"))?;
        let mut page_clients = Clients::connect(server.address, self.requests(fixture)).await?;
        let mut bare_clients = Clients::connect(bare.address, self.requests(fixture)).await?;
        page_clients.run(WARM_UP).await?;
        bare_clients.run(WARM_UP).await?;
        let (mut pages, mut limits) = (Vec::new(), Vec::new());
        let (before, bare_before) = (server.processor_time(), bare.processor_time());
        for _ in 0..ROUNDS {
            pages.push(page_clients.run(ROUND).await?);
            limits.push(bare_clients.run(ROUND).await?);
        }
        let cost = cost(before, server.processor_time(), &pages);
        let bare_cost = self::cost(bare_before, bare.processor_time(), &limits);
        let rate = statistics::median(&pages.iter().map(Round::rate).collect::<Vec<_>>());
        let limit = statistics::median(&limits.iter().map(Round::rate).collect::<Vec<_>>());
        let (ratio, share) = report::share(rate, limit);
        report.add(Measurement {
            metric: format!("{}, {CONNECTIONS} connections", self.name),
            measured: format!("{}/s{cost}", statistics::whole(rate)),
            limit: format!("{}/s{bare_cost}", statistics::whole(limit)),
            ratio,
            target: self
                .ratio_target
                .map_or_else(String::new, |least| format!(">= {least}")),
            met: self.ratio_target.map(|least| share >= least),
        });
        Ok(())
    }

    /// Each connection requests the pages of its own guests in turn.
    fn requests(&self, fixture: &Fixture) -> Vec<Vec<Vec<u8>>> {
        let requests = |client| {
            let guests = (client..fixture.guests.len()).step_by(CONNECTIONS);
            guests
                .map(|guest| http::get(&path(fixture, guest), self.headers))
                .collect()
        };
        (0..CONNECTIONS).map(requests).collect()
    }
}

/// The processor time of one response, as text.
fn cost(before: Option<Duration>, after: Option<Duration>, rounds: &[Round]) -> String {
    let count: usize = rounds.iter().map(|round| round.times.len()).sum();
    match (before, after) {
        (Some(before), Some(after)) if count > 0 => {
            let each = after.saturating_sub(before).as_secs_f64() * 1e6 / statistics::float(count);
            format!(" ({each:.0} µs each)")
        }
        _ => String::new(),
    }
}

fn path(fixture: &Fixture, guest: usize) -> String {
    format!("/rsvp/{}", fixture.guests[guest].token)
}
