use super::Shares;

/// The memory for all bodies larger than [`SMALL_BODY`](crate::http::sizes::SMALL_BODY). A body takes its share
/// until the response to its request is sent.
pub(crate) struct BodyBudget {
    /// In bytes, for bodies without a valid key.
    pub(crate) strangers: Shares,
    /// In bytes, for bodies with a valid key.
    pub(crate) hosts: Shares,
}

impl BodyBudget {
    /// A budget of `bytes` for clients without a valid key, and of `bytes` for hosts.
    pub(crate) fn new(bytes: usize) -> Self {
        Self {
            strangers: Shares::new(bytes),
            hosts: Shares::new(bytes),
        }
    }
}
