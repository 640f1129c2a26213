//! Middleware. A request passes `request_id` first, then `headers`, then `body_limit`.

pub(crate) mod body_limit;
pub(crate) mod headers;
pub(crate) mod request_id;
