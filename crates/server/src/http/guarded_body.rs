//! A response body with a guard that is dropped when the body has been sent.

use std::pin::Pin;
use std::task::{Context, Poll};

use actix_web::body::{BodySize, BoxBody, MessageBody};
use actix_web::web::Bytes;

/// A body and its guard.
pub(crate) struct GuardedBody<T> {
    body: BoxBody,
    _guard: T,
}

impl<T: Unpin + 'static> GuardedBody<T> {
    /// Drops `guard` after the connection has got all of `body`, or when the connection closes.
    pub(crate) fn boxed(body: impl MessageBody + 'static, guard: T) -> BoxBody {
        let body = body.boxed();
        BoxBody::new(Self {
            body,
            _guard: guard,
        })
    }
}

impl<T: Unpin> MessageBody for GuardedBody<T> {
    type Error = <BoxBody as MessageBody>::Error;

    fn size(&self) -> BodySize {
        self.body.size()
    }

    fn poll_next(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Self::Error>>> {
        self.body.as_pin_mut().poll_next(context)
    }
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use super::*;

    #[test]
    fn the_guard_is_dropped_with_the_body() {
        let guard = Rc::new(());
        let body = GuardedBody::boxed("all of it", Rc::clone(&guard));
        assert_eq!(body.size(), BodySize::Sized(9));
        assert_eq!(Rc::strong_count(&guard), 2);
        drop(body);
        assert_eq!(Rc::strong_count(&guard), 1);
    }
}
