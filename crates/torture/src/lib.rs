//! Crash and fault tests. They run the program as separate processes, kill it at named points and
//! at random, and disturb its database, its disk and its clock, while guests answer and messages
//! are sent. Then they count what was sent and received, and what was acknowledged and stored.
//!
//! The program contains no code for these tests. Proxies ([`Proxy`]) in front of Twilio, the mail
//! server and MariaDB notice when the program reaches a named point. With SQLite, the growth of the
//! write-ahead log shows a commit.
// Product names such as SQLite are not code.
#![allow(clippy::doc_markdown)]

mod balancer;
mod dinner;
mod environment;
pub mod faults;
mod follower;
mod guests;
mod kills;
mod process;
mod proxy;
pub mod report;
mod rng;
mod totals;

pub use balancer::LoadBalancer;
pub use environment::Environment;
pub use kills::kill_repeatedly;
pub use process::Process;
pub use proxy::{LinkState, Proxy, ProxyEvent};
pub use rng::Rng;
pub use totals::Totals;

/// An error of the test program itself.
pub type Error = Box<dyn std::error::Error + Send + Sync>;

/// The reason why a fault cannot be tested on this machine.
#[derive(Debug)]
pub struct NotPossible(pub &'static str);

impl std::fmt::Display for NotPossible {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.0)
    }
}

impl std::error::Error for NotPossible {}

/// The result of most functions here. An error ends the test of a fault.
pub type Result<T, E = Error> = std::result::Result<T, E>;
