//! The load generator: many connections that send requests without a pause.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use tokio::task::JoinSet;

use crate::http::Connection;
use crate::{Result, statistics};

/// The number of connections.
pub(crate) const CONNECTIONS: usize = 64;

/// Connections that stay open between rounds. Each repeats its own list of requests, one at a time.
/// Every response must be 200.
pub(crate) struct Clients {
    clients: Vec<Client>,
}

/// The times of one round.
pub(crate) struct Round {
    pub(crate) time: Duration,
    /// The duration of each request.
    pub(crate) times: Vec<Duration>,
}

impl Round {
    pub(crate) fn rate(&self) -> f64 {
        statistics::rate(self.times.len(), self.time)
    }
}

struct Client {
    connection: Connection,
    requests: Vec<Vec<u8>>,
    next: usize,
}

impl Clients {
    /// One connection for each list of requests.
    pub(crate) async fn connect(address: SocketAddr, lists: Vec<Vec<Vec<u8>>>) -> Result<Self> {
        let mut clients = Vec::with_capacity(lists.len());
        for requests in lists {
            clients.push(Client {
                connection: Connection::open(address).await?,
                requests,
                next: 0,
            });
        }
        Ok(Self { clients })
    }

    /// Sends requests for `time`. Requests in flight at the end are completed and counted.
    pub(crate) async fn run(&mut self, time: Duration) -> Result<Round> {
        let started = Instant::now();
        let until = started + time;
        let mut running: JoinSet<Result<_>> = JoinSet::new();
        for mut client in self.clients.drain(..) {
            running.spawn(async move {
                let times = client.run(until).await?;
                Ok((client, times))
            });
        }
        let mut times = Vec::new();
        while let Some(outcome) = running.join_next().await {
            let (client, more) = outcome??;
            self.clients.push(client);
            times.extend(more);
        }
        Ok(Round {
            time: started.elapsed(),
            times,
        })
    }
}

impl Client {
    async fn run(&mut self, until: Instant) -> Result<Vec<Duration>> {
        let mut times = Vec::new();
        let mut sent = Instant::now();
        while sent < until {
            let response = self.connection.exchange(&self.requests[self.next]).await?;
            if response.status != 200 {
                return Err(format!(
                    "a response is not 200:\n{}{}",
                    response.head,
                    String::from_utf8_lossy(response.body)
                )
                .into());
            }
            let received = Instant::now();
            times.push(received - sent);
            sent = received;
            self.next = (self.next + 1) % self.requests.len();
        }
        Ok(times)
    }
}
