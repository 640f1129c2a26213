use tokio::sync::Semaphore;

/// What the bodies of all requests may hold together, until the requests are answered.
pub(crate) struct BodyBudget {
    /// In bytes, for bodies of up to [`KEYLESS_LIMIT`](crate::http::sizes::KEYLESS_LIMIT).
    pub(crate) small: Semaphore,
    /// In bytes, for what hosts' bodies have beyond that.
    pub(crate) large: Semaphore,
}

impl BodyBudget {
    /// So many bytes for small bodies, and as many for what is beyond.
    pub(crate) fn new(bytes: usize) -> Self {
        Self {
            small: Semaphore::new(bytes),
            large: Semaphore::new(bytes),
        }
    }
}
