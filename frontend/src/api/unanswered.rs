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
                key: format!("{:?}{:?}", js_sys::Math::random(), js_sys::Math::random()),
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
