//! Faults, tried for real: the program runs as processes of its own, is killed at named points and
//! at random, and loses its database, its disk and its clock, while guests answer and messages leave.
//! Afterwards everything is counted: what was sent and what arrived, what was acknowledged and what
//! is kept.
//!
//! The program knows nothing of this. The points are moments in conversations that it has with
//! others, and proxies stand in these conversations ([`Proxy`]): before Twilio, before the mail
//! server and before MariaDB. With SQLite, a commit is known by its write-ahead log, which grows.
// Names of products such as SQLite are no code.
#![allow(clippy::doc_markdown)]

mod balancer;
mod check;
mod cycle;
mod dice;
mod dinner;
pub mod faults;
mod follower;
mod guests;
mod place;
mod process;
mod proxy;
pub mod report;

pub use balancer::Balancer;
pub use check::Figures;
pub use cycle::kill_again_and_again;
pub use dice::Dice;
pub use place::Place;
pub use process::Process;
pub use proxy::{Moment, Proxy, Weather};

/// Whatever goes wrong with the torture itself: a sentence.
pub type Error = Box<dyn std::error::Error + Send + Sync>;

/// A fault that cannot be tried on this machine, and why.
#[derive(Debug)]
pub struct NotPossible(pub &'static str);

impl std::fmt::Display for NotPossible {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.0)
    }
}

impl std::error::Error for NotPossible {}

/// What most functions here answer: a failure ends the run with its sentence.
pub type Result<T, E = Error> = std::result::Result<T, E>;
