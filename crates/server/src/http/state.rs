//! What handlers and middleware share.

use seat_dealer_core::InvitationId;
use seat_dealer_db::Db;
use seat_dealer_sign_in::SignIn;
use tokio_util::sync::CancellationToken;

use super::limits::{BodyBudget, Limits};
use super::repeats::InProgress;
use crate::config::Config;

/// What every request can use.
pub(crate) struct State {
    pub(crate) config: Config,
    pub(crate) db: Db,
    pub(crate) sign_in: SignIn,
    pub(crate) limits: Limits,
    pub(crate) body_budget: BodyBudget,
    pub(crate) in_progress: InProgress,
    pub(crate) stop: CancellationToken,
    /// Cancelled as soon as nobody new should be sent here.
    pub(crate) draining: CancellationToken,
}

impl State {
    /// The guest's own link.
    pub(crate) fn rsvp_url(&self, invitation: &InvitationId) -> String {
        format!(
            "{}/rsvp/{}",
            self.config.frontend_base,
            self.db.tokens().token(invitation)
        )
    }
}
