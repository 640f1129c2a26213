//! The state that handlers and middleware share.

use seat_dealer_core::{InvitationId, Look};
use seat_dealer_db::Db;
use seat_dealer_db::invitations::GuestView;
use seat_dealer_db::watcher::Watcher;
use seat_dealer_delivery::MessageContext;
use seat_dealer_delivery::push::PushKey;
use seat_dealer_sign_in::SignIn;
use tokio_util::sync::CancellationToken;

use super::in_progress::InProgress;
use super::limits::{BodyBudget, Limits};
use crate::config::Config;

/// The state that every request can use.
pub(crate) struct State {
    pub(crate) config: Config,
    pub(crate) db: Db,
    /// Notices changes, for event streams.
    pub(crate) watcher: Watcher,
    pub(crate) sign_in: SignIn,
    /// The key by which push services know this server.
    pub(crate) push_key: PushKey,
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

    /// The data of messages to this guest, in the guest's language.
    pub(crate) fn message_context(&self, guest: &GuestView) -> MessageContext {
        MessageContext::of(
            guest.language.unwrap_or(self.config.language),
            &guest.invitation,
            &guest.event,
            &guest.description,
            Look {
                colour: guest.colour,
                picture: guest.picture,
            },
            &guest.host_name,
            self.rsvp_url(&guest.invitation.id),
        )
    }
}
