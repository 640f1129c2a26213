//! The body of an answer that keeps something until it has been handed on to the connection.

use std::pin::Pin;
use std::task::{Context, Poll};

use actix_web::body::{BodySize, BoxBody, MessageBody};
use actix_web::web::Bytes;

/// A body, and what is dropped with it.
pub(crate) struct Holding<T> {
    body: BoxBody,
    _held: T,
}

impl<T: Unpin + 'static> Holding<T> {
    /// The same body, which drops what it holds when nothing of it is left to hand on.
    pub(crate) fn until_sent(body: impl MessageBody + 'static, held: T) -> BoxBody {
        let body = body.boxed();
        BoxBody::new(Self { body, _held: held })
    }
}

impl<T: Unpin> MessageBody for Holding<T> {
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
    fn what_is_held_goes_with_the_body() {
        let held = Rc::new(());
        let body = Holding::until_sent("all of it", Rc::clone(&held));
        assert_eq!(body.size(), BodySize::Sized(9));
        assert_eq!(Rc::strong_count(&held), 2);
        drop(body);
        assert_eq!(Rc::strong_count(&held), 1);
    }
}
