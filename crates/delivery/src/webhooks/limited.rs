//! A connection that ends when a response is too large.

use std::io;
use std::mem::MaybeUninit;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use hyper::rt::{Read, ReadBuf, ReadBufCursor, Write};
use hyper_util::client::legacy::connect::{Connected, Connection};

/// The maximum number of bytes that are read after something was written: one response, with all that comes before it,
/// such as interim responses (1xx), which HTTP does not limit.
const LARGEST_RESPONSE: usize = 64 * 1024;
/// The maximum number of bytes that one read returns.
const PIECE: usize = 8 * 1024;

/// A connection that fails beyond [`LARGEST_RESPONSE`]. Without it, a server that sends faster than its responses are
/// parsed would keep a thread busy without end: the time limit of the request is of no use then, because the connection
/// is another task.
#[derive(Debug)]
pub(super) struct Limited<T> {
    inner: T,
    left: usize,
}

impl<T> Limited<T> {
    pub(super) fn new(inner: T) -> Self {
        Self {
            inner,
            left: LARGEST_RESPONSE,
        }
    }
}

impl<T: Read + Unpin> Read for Limited<T> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        mut buffer: ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        if self.left == 0 {
            let sentence = format!("more than {} KB were sent", LARGEST_RESPONSE / 1024);
            return Poll::Ready(Err(io::Error::other(sentence)));
        }
        let size = PIECE.min(self.left).min(buffer.remaining());
        let mut bytes = [MaybeUninit::uninit(); PIECE];
        let mut piece = ReadBuf::uninit(&mut bytes[..size]);
        ready!(Pin::new(&mut self.inner).poll_read(context, piece.unfilled()))?;
        self.left -= piece.filled().len();
        buffer.put_slice(piece.filled());
        Poll::Ready(Ok(()))
    }
}

impl<T: Write + Unpin> Write for Limited<T> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.left = LARGEST_RESPONSE;
        Pin::new(&mut self.inner).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_shutdown(context)
    }
}

impl<T: Connection> Connection for Limited<T> {
    fn connected(&self) -> Connected {
        self.inner.connected()
    }
}

#[cfg(test)]
mod tests {
    use hyper_util::rt::TokioIo;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, duplex};

    use super::*;

    #[tokio::test]
    async fn each_response_may_have_the_largest_size() {
        let (ours, mut server) = duplex(2 * LARGEST_RESPONSE);
        let mut connection = TokioIo::new(Limited::new(TokioIo::new(ours)));
        let largest = vec![7; LARGEST_RESPONSE];
        for _ in 0..3 {
            connection.write_all(b"request").await.unwrap();
            server.write_all(&largest).await.unwrap();
            let mut response = vec![0; LARGEST_RESPONSE];
            connection.read_exact(&mut response).await.unwrap();
            assert_eq!(response, largest);
        }
        server.write_all(b"x").await.unwrap();
        let error = connection.read_u8().await.unwrap_err();
        assert_eq!(error.to_string(), "more than 64 KB were sent");
    }
}
