//! The guest's page, beside a bare handler that answers with the same bytes.

use std::time::Duration;

use crate::http::{self, Connection};
use crate::load::{CONNECTIONS, Clients, Round};
use crate::report::{self, Report, Row};
use crate::server::Process;
use crate::stage::Stage;
use crate::{Result, bare, figures};

const ROUNDS: usize = 5;
const ROUND: Duration = Duration::from_secs(1);
const WARM_UP: Duration = Duration::from_millis(500);
const LEAST_SHARE: f64 = 0.35;
const MOST_KILOBYTES: f64 = 14.0;

pub(crate) async fn measure(stage: &Stage, report: &mut Report) -> Result<()> {
    let (server, _) = Process::start(&stage.database).await?;
    let plain = Case::new("guest's page", "", Some(LEAST_SHARE));
    let phones = "Accept-Encoding: gzip, deflate, br\r\n";
    let compressed = Case::new("the same, asked for as browsers do", phones, None);
    for case in [plain, compressed] {
        case.measure(stage, &server, report).await?;
    }
    for (name, headers) in [
        ("guest's page, plain", ""),
        ("guest's page, gzip allowed", "Accept-Encoding: gzip\r\n"),
    ] {
        let mut connection = Connection::open(server.address).await?;
        let request = http::get(&path(stage, 0), headers);
        let answer = connection.exchange(&request).await?;
        let bytes = answer.head.len() + answer.body_length()?;
        let name = format!("{name}, headers and body");
        report.add(report::size(&name, bytes, MOST_KILOBYTES));
    }
    Ok(())
}

struct Case {
    name: &'static str,
    headers: &'static str,
    least_share: Option<f64>,
}

impl Case {
    fn new(name: &'static str, headers: &'static str, least_share: Option<f64>) -> Self {
        Self {
            name,
            headers,
            least_share,
        }
    }

    /// The two take turns, so that whatever else the machine does meets both.
    async fn measure(&self, stage: &Stage, server: &Process, report: &mut Report) -> Result<()> {
        let request = http::get(&path(stage, 0), self.headers);
        let mut connection = Connection::open(server.address).await?;
        let answer = connection.exchange(&request).await?;
        let bare = bare::start(&answer, &stage.file("answer"))?;
        let mut page_clients = Clients::connect(server.address, self.requests(stage)).await?;
        let mut bare_clients = Clients::connect(bare.address, self.requests(stage)).await?;
        page_clients.ask(WARM_UP).await?;
        bare_clients.ask(WARM_UP).await?;
        let (mut pages, mut limits) = (Vec::new(), Vec::new());
        let (before, bare_before) = (server.processor_time(), bare.processor_time());
        for _ in 0..ROUNDS {
            pages.push(page_clients.ask(ROUND).await?);
            limits.push(bare_clients.ask(ROUND).await?);
        }
        let cost = cost(before, server.processor_time(), &pages);
        let bare_cost = self::cost(bare_before, bare.processor_time(), &limits);
        let rate = figures::median(&pages.iter().map(Round::rate).collect::<Vec<_>>());
        let limit = figures::median(&limits.iter().map(Round::rate).collect::<Vec<_>>());
        let (ratio, share) = report::share(rate, limit);
        report.add(Row {
            metric: format!("{}, {CONNECTIONS} connections", self.name),
            measured: format!("{}/s{cost}", figures::whole(rate)),
            limit: format!("{}/s{bare_cost}", figures::whole(limit)),
            ratio,
            target: self
                .least_share
                .map_or_else(String::new, |least| format!(">= {least}")),
            met: self.least_share.map(|least| share >= least),
        });
        Ok(())
    }

    /// Every connection asks for the pages of some of the guests in turn.
    fn requests(&self, stage: &Stage) -> Vec<Vec<Vec<u8>>> {
        let requests = |client| {
            let guests = (client..stage.guests.len()).step_by(CONNECTIONS);
            guests
                .map(|guest| http::get(&path(stage, guest), self.headers))
                .collect()
        };
        (0..CONNECTIONS).map(requests).collect()
    }
}

/// The processor time of one answer, in words.
fn cost(before: Option<Duration>, after: Option<Duration>, rounds: &[Round]) -> String {
    let count: usize = rounds.iter().map(|round| round.times.len()).sum();
    match (before, after) {
        (Some(before), Some(after)) if count > 0 => {
            let each = after.saturating_sub(before).as_secs_f64() * 1e6 / figures::float(count);
            format!(" ({each:.0} µs each)")
        }
        _ => String::new(),
    }
}

fn path(stage: &Stage, guest: usize) -> String {
    format!("/rsvp/{}", stage.guests[guest].token)
}
