//! The requests with an `Idempotency-Key` that have no response yet.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

use seat_dealer_core::HostId;

use super::errors::ApiError;

/// The requests with a key that this process is working on.
#[derive(Clone, Default)]
pub(crate) struct InProgress(Arc<Mutex<HashSet<(HostId, String)>>>);

/// A request that is being worked on, until it is dropped.
pub(crate) struct Working {
    all: InProgress,
    request: (HostId, String),
}

impl Working {
    /// # Errors
    /// [`ApiError::InProgress`] if this process works on the same request.
    pub(super) fn begin(all: &InProgress, request: (HostId, String)) -> Result<Self, ApiError> {
        let mut requests = all.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !requests.insert(request.clone()) {
            return Err(ApiError::InProgress);
        }
        Ok(Self {
            all: all.clone(),
            request,
        })
    }
}

impl Drop for Working {
    fn drop(&mut self) {
        let mut requests = self.all.0.lock().unwrap_or_else(PoisonError::into_inner);
        requests.remove(&self.request);
    }
}
