//! Many connections that ask without pause.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use tokio::task::JoinSet;

use crate::http::Connection;
use crate::{Result, figures};

/// How many connections ask at once.
pub(crate) const CONNECTIONS: usize = 64;

/// Connections that stay open from one round to the next. Each repeats a list of requests of its
/// own and has one of them under way at a time; every answer has to be 200.
pub(crate) struct Clients {
    clients: Vec<Client>,
}

/// How one round went.
pub(crate) struct Round {
    pub(crate) time: Duration,
    /// How long each request took.
    pub(crate) times: Vec<Duration>,
}

impl Round {
    pub(crate) fn rate(&self) -> f64 {
        figures::rate(self.times.len(), self.time)
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

    /// Asks for so long. What is under way at the end is still answered and counted.
    pub(crate) async fn ask(&mut self, time: Duration) -> Result<Round> {
        let started = Instant::now();
        let until = started + time;
        let mut asking: JoinSet<Result<_>> = JoinSet::new();
        for mut client in self.clients.drain(..) {
            asking.spawn(async move {
                let times = client.ask(until).await?;
                Ok((client, times))
            });
        }
        let mut times = Vec::new();
        while let Some(outcome) = asking.join_next().await {
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
    async fn ask(&mut self, until: Instant) -> Result<Vec<Duration>> {
        let mut times = Vec::new();
        let mut asked = Instant::now();
        while asked < until {
            let answer = self.connection.exchange(&self.requests[self.next]).await?;
            if answer.status != 200 {
                return Err(format!(
                    "an answer that is not 200:\n{}{}",
                    answer.head,
                    String::from_utf8_lossy(answer.body)
                )
                .into());
            }
            let answered = Instant::now();
            times.push(answered - asked);
            asked = answered;
            self.next = (self.next + 1) % self.requests.len();
        }
        Ok(times)
    }
}
