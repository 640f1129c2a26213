//! How often a client may ask: for a sign-in, for links that lead nowhere, by one link, and for more
//! seats than an invitation has; and how many connections and bodies one client may hold.
//!
//! What is counted stays in this process and takes a bounded amount of memory, however many
//! addresses ask ([ADR 12](../../../../../docs/adr/0012-limits-in-a-fixed-table.md)).

mod body_budget;
mod client;
mod rate;
mod shares;

pub(crate) use self::body_budget::BodyBudget;
pub(crate) use self::client::{Client, origin};
pub(crate) use self::shares::{Share, Shares};

use std::num::NonZeroU32;
use std::time::Duration;

use self::rate::Rate;
use crate::config::LimitSettings;
use crate::http::errors::ApiError;

const MINUTE: Duration = Duration::from_mins(1);
const DAY: Duration = Duration::from_hours(24);

/// How often a guest may ask for more seats in a day: 3 times. Each answer tells something of how many
/// are free: this is enough to think again, and too little to count them.
const LARGER_PARTIES: NonZeroU32 = NonZeroU32::MIN.saturating_add(2);

/// The limits of one process.
pub(crate) struct Limits {
    /// Connections of clients; requests of those behind a trusted proxy.
    pub(crate) places: Shares,
    sign_in: Rate,
    wrong_links: Rate,
    links: Rate,
    larger_parties: Rate,
}

impl Limits {
    pub(crate) fn new(settings: &LimitSettings, places: Shares) -> Self {
        Self {
            places,
            sign_in: Rate::new(settings.sign_in, MINUTE),
            wrong_links: Rate::new(settings.wrong_links, MINUTE),
            links: Rate::new(settings.links, MINUTE),
            larger_parties: Rate::new(LARGER_PARTIES, DAY),
        }
    }

    /// Counts a step of a sign-in.
    pub(crate) fn sign_in(&self, client: Client) -> Result<(), ApiError> {
        self.sign_in.take(&client).map_err(ApiError::TooMany)
    }

    /// Counts a link that leads nowhere, and says what is to be answered.
    pub(crate) fn wrong_link(&self, client: Client) -> ApiError {
        match self.wrong_links.take(&client) {
            Ok(()) => ApiError::NotFound,
            Err(wait) => ApiError::TooMany(wait),
        }
    }

    /// Counts a use of a link that leads somewhere, whoever uses it: guests behind one address do
    /// not stand in each other's way.
    pub(crate) fn link(&self, token: &str) -> Result<(), ApiError> {
        self.links.take(token).map_err(ApiError::TooMany)
    }

    /// Counts that the guest of a link asks for more seats than the invitation has. `false`: too often.
    pub(crate) fn larger_party(&self, token: &str) -> bool {
        self.larger_parties.take(token).is_ok()
    }
}
