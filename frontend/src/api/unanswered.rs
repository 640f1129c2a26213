//! Requests that got no response. A host who tries again sends the same request with the same idempotency
//! key, so that nothing is done twice.

use std::cell::RefCell;

thread_local! {
    static UNANSWERED: RefCell<Vec<Unanswered>> = const { RefCell::new(Vec::new()) };
}

/// A request without a response.
#[derive(Clone, PartialEq)]
pub(super) struct Unanswered {
    path: String,
    body: Option<String>,
    /// Its idempotency key.
    pub(super) key: String,
}

impl Unanswered {
    /// The request with its key, which is that of an equal request that got no response.
    pub(super) fn begin(path: &str, body: Option<&str>) -> Self {
        UNANSWERED.with_borrow_mut(|all| {
            let equal = |request: &&Self| request.path == path && request.body.as_deref() == body;
            if let Some(request) = all.iter().find(equal) {
                return request.clone();
            }
            let request = Self {
                path: path.to_owned(),
                body: body.map(str::to_owned),
                key: format!("{}-{}", random(), random()),
            };
            all.push(request.clone());
            request
        })
    }

    /// Forgets a request that got a response.
    pub(super) fn end(self) {
        UNANSWERED.with_borrow_mut(|all| all.retain(|request| *request != self));
    }
}

/// A whole number of 52 random bits.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the product is a whole number from 0 to 2^52"
)]
fn random() -> u64 {
    (js_sys::Math::random() * 4_503_599_627_370_496.0) as u64
}
