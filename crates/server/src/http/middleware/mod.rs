//! Middleware, in the order in which a request passes it: the request id, the headers of every answer, the
//! limits of a request.

pub(crate) mod body_limit;
pub(crate) mod headers;
pub(crate) mod request_id;
