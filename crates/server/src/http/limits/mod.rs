//! Rate limits of sign-ins, of invalid links, of each valid link, and of requests for a larger party; and the limits
//! of connections and bodies of one client.
//!
//! The counters are in this process and take a fixed amount of memory, however many clients there are
//! ([ADR 12](../../../../../docs/adr/0012-limits-in-a-fixed-table.md)).

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

/// How often a guest may ask for more seats in a day: 3 times. Each response tells something about the number of open
/// seats. This limit is too low to find that number.
const LARGER_PARTIES: NonZeroU32 = NonZeroU32::MIN.saturating_add(2);

/// The limits of one process.
pub(crate) struct Limits {
    /// The connections of all clients. A request through a trusted proxy counts as one, too.
    pub(crate) connections: Shares,
    sign_in: Rate,
    wrong_links: Rate,
    links: Rate,
    larger_parties: Rate,
}

impl Limits {
    pub(crate) fn new(settings: &LimitSettings, connections: Shares) -> Self {
        Self {
            connections,
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

    /// Counts an invalid link, and returns the response.
    pub(crate) fn wrong_link(&self, client: Client) -> ApiError {
        match self.wrong_links.take(&client) {
            Ok(()) => ApiError::NotFound,
            Err(wait) => ApiError::TooMany(wait),
        }
    }

    /// Counts a use of a valid link, from whatever address: guests behind one address do not share a limit.
    pub(crate) fn link(&self, token: &str) -> Result<(), ApiError> {
        self.links.take(token).map_err(ApiError::TooMany)
    }

    /// Counts a request of the guest of this link for more seats than the invitation has. Returns whether it is within
    /// the limit.
    pub(crate) fn larger_party(&self, token: &str) -> bool {
        self.larger_parties.take(token).is_ok()
    }
}
