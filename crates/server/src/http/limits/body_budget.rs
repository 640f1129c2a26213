use super::Shares;

/// What all bodies may hold together, until their requests are answered, beyond the
/// [`SMALL_BODY`](crate::http::sizes::SMALL_BODY) that each of them may have.
pub(crate) struct BodyBudget {
    /// In bytes, for bodies without a valid key.
    pub(crate) strangers: Shares,
    /// In bytes, for bodies with a valid key.
    pub(crate) hosts: Shares,
}

impl BodyBudget {
    /// So many bytes for strangers, and as many for hosts.
    pub(crate) fn new(bytes: usize) -> Self {
        Self {
            strangers: Shares::new(bytes),
            hosts: Shares::new(bytes),
        }
    }
}
