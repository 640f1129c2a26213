//! How often strangers may ask: for a sign-in, for links that lead nowhere, and by one link; and how
//! many connections one client may have.
//!
//! What is counted stays in this process and takes a bounded amount of memory, however many
//! addresses ask ([ADR 12](../../../../docs/adr/0012-limits-in-a-fixed-table.md)).

mod client;
mod places;
mod rate;
mod settings;

pub(crate) use self::client::Client;
pub(crate) use self::places::{Place, Places};
pub use self::settings::LimitSettings;

use self::rate::Rate;
use crate::api_error::ApiError;

/// The limits of one process.
pub(crate) struct Limits {
    /// Connections of clients; requests of those behind a trusted proxy.
    pub(crate) places: Places,
    sign_in: Rate,
    wrong_links: Rate,
    links: Rate,
}

impl Limits {
    pub(crate) fn new(settings: &LimitSettings, places: Places) -> Self {
        Self {
            places,
            sign_in: Rate::new(settings.sign_in),
            wrong_links: Rate::new(settings.wrong_links),
            links: Rate::new(settings.links),
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
}
