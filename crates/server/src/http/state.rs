//! The state that handlers and middleware share.

use seat_dealer_core::InvitationId;
use seat_dealer_db::Db;
use seat_dealer_sign_in::SignIn;
use tokio_util::sync::CancellationToken;

use super::limits::{BodyBudget, Limits};
use super::repeats::InProgress;
use crate::config::Config;

/// The state that every request can use.
pub(crate) struct State {
    pub(crate) config: Config,
    pub(crate) db: Db,
    pub(crate) sign_in: SignIn,
    pub(crate) limits: Limits,
    pub(crate) body_budget: BodyBudget,
    /// The requests with an idempotency key that have no response yet.
    pub(crate) in_progress: InProgress,
    /// Cancelled when the server stops.
    pub(crate) stop: CancellationToken,
    /// Cancelled as soon as the load balancer should send no new requests.
    pub(crate) draining: CancellationToken,
}

impl State {
    /// The link of the guest of this invitation.
    pub(crate) fn rsvp_url(&self, invitation: &InvitationId) -> String {
        format!(
            "{}/rsvp/{}",
            self.config.frontend_base,
            self.db.tokens().token(invitation)
        )
    }
}
