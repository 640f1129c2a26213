//! The connection of one client: how many a client may have, how long the server waits for the peer, and how
//! far it reads ahead.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use actix_web::rt::net::TcpStream;
use actix_web::web::Bytes;
use socket2::SockRef;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep, sleep_until};

use crate::http::limits::{Client, Share};
use crate::http::read_pause::ReadPause;
use crate::http::state::State;

/// The most bytes that the HTTP library gets before it has processed the previous ones. The library keeps at
/// least 32 bytes for each chunk of a body until the handler reads it, and a chunk may have one byte.
const BURST: usize = 2 * 1024;

/// The size of the kernel's send buffer, in bytes. By default, Linux buffers up to 4 MB: whole responses,
/// whose requests would no longer count as being processed.
const SEND_BUFFER: usize = 64 * 1024;

/// How long a connection waits for the rest of a request body after the response, to discard it.
const LINGER: Duration = Duration::from_secs(1);

/// The most bytes of such a rest.
const MAX_DISCARDED: usize = 2 * 1024 * 1024;

/// A TCP connection that delivers one request at a time to the HTTP library, and closes when its peer stalls.
///
/// It closes when the socket has accepted no byte of a response for `State::config.stall`, and when four times
/// `patience` have passed since the first byte of a request without a response. The head, the body and the
/// handler have shorter limits of their own. The exception is the head of a second or later request, for which
/// the HTTP library waits without a limit.
///
/// The HTTP library parses all bytes that it gets, and a parsed request takes about 6 KB, however short it is.
/// So a read ends at the first blank line after another line, where a head ends, and the library processes it
/// before it gets more. The library gets nothing while a request is processed ([`ReadPause`]), or while the
/// socket accepts no byte of a response.
pub(crate) struct Connection {
    stream: TcpStream,
    /// The maximum time from the first byte of a request to the first byte of its response.
    response_timeout: Duration,
    /// The maximum time during which the socket accepts no byte of a response.
    write_timeout: Duration,
    /// When the connection closes, unless a write succeeds before.
    due: Option<Instant>,
    /// Whether the last write to the socket returned `Pending`.
    is_blocked: bool,
    timer: Option<Pin<Box<Sleep>>>,
    /// The number of bytes that the HTTP library got since it last returned to the event loop.
    burst: usize,
    /// Bytes that were read after the end of a head or of a burst.
    rest: Bytes,
    line: Line,
    read_pause: Rc<ReadPause>,
    /// When the connection stops discarding the rest of a body.
    linger: Option<Instant>,
    /// The number of bytes of the rest that were discarded.
    discarded: usize,
    _share: Option<Share>,
}

/// The position in a line, if the bytes belong to a head.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Line {
    /// At the start of a line, before the first line of the head: a blank line here does not end the head.
    Leading,
    /// Within a line.
    Begun,
    /// At the start of a line, after a line of the head.
    Next,
}

impl Connection {
    /// Wraps an accepted stream. Fails if its client has as many connections as it may have. The connections
    /// of trusted proxies are not counted; the requests of their clients are.
    pub(crate) fn new(stream: TcpStream, state: &State) -> io::Result<(Self, Option<SocketAddr>)> {
        let peer = stream.peer_addr().ok();
        let is_proxy = peer.is_some_and(|peer| state.config.limits.trusts(peer.ip()));
        let share = if is_proxy {
            None
        } else {
            let client = peer.map_or(Client::Unknown, |peer| Client::of(peer.ip()));
            let share = state.limits.connections.take(client, 1);
            Some(share.ok_or(io::ErrorKind::ConnectionRefused)?)
        };
        SockRef::from(&stream).set_send_buffer_size(SEND_BUFFER)?;
        let (patience, stall) = (state.config.patience, state.config.stall);
        Ok((
            Self::with_timeouts(stream, 4 * patience, stall, share),
            peer,
        ))
    }

    fn with_timeouts(
        stream: TcpStream,
        response_timeout: Duration,
        write_timeout: Duration,
        share: Option<Share>,
    ) -> Self {
        Self {
            stream,
            response_timeout,
            write_timeout,
            due: None,
            is_blocked: false,
            timer: None,
            burst: 0,
            rest: Bytes::new(),
            line: Line::Leading,
            read_pause: Rc::default(),
            linger: None,
            discarded: 0,
            _share: share,
        }
    }

    /// Lets the middleware pause reading.
    pub(crate) fn read_pause(&self) -> Rc<ReadPause> {
        Rc::clone(&self.read_pause)
    }

    /// Reads up to the end of a head or of a burst, or all available bytes.
    fn poll_piece(
        &mut self,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if self.rest.is_empty() {
            let start = buffer.filled().len();
            ready!(Pin::new(&mut self.stream).poll_read(context, buffer))?;
            let read = &buffer.filled()[start..];
            let length = self.piece(read);
            self.rest = Bytes::copy_from_slice(&read[length..]);
            buffer.set_filled(start + length);
        } else {
            let most = self.rest.len().min(buffer.remaining());
            let rest = self.rest.clone();
            let length = self.piece(&rest[..most]);
            buffer.put_slice(&self.rest.split_to(length));
        }
        Poll::Ready(Ok(()))
    }

    /// How many of these bytes the HTTP library gets now: those up to the end of a head, or those that are
    /// left of a burst.
    fn piece(&mut self, bytes: &[u8]) -> usize {
        let most = bytes.len().min(BURST - self.burst);
        self.burst += most;
        for (index, byte) in bytes[..most].iter().enumerate() {
            self.line = match (byte, self.line) {
                (b'\n', Line::Next) => {
                    self.line = Line::Leading;
                    self.burst = BURST;
                    return index + 1;
                }
                (b'\n', Line::Begun) => Line::Next,
                (b'\n' | b'\r', line) => line,
                _ => Line::Begun,
            };
        }
        most
    }

    /// Ready when the peer has stalled for too long.
    fn overdue(&mut self, context: &mut Context<'_>) -> Poll<io::Error> {
        while let Some(due) = self.due {
            let timer = self.timer.get_or_insert_with(|| Box::pin(sleep_until(due)));
            if timer.deadline() > due {
                timer.as_mut().reset(due);
            }
            ready!(timer.as_mut().poll(context));
            if Instant::now() >= due {
                return Poll::Ready(io::ErrorKind::TimedOut.into());
            }
            self.timer = None;
        }
        Poll::Pending
    }
}

impl AsyncRead for Connection {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = &mut *self;
        if this.burst >= BURST {
            this.burst = 0;
            if !this.rest.is_empty() || this.stream.poll_read_ready(context).is_ready() {
                context.waker().wake_by_ref();
            }
            return Poll::Pending;
        }
        if !this.is_blocked
            && !this.read_pause.is_paused(context)
            && let Poll::Ready(outcome) = this.poll_piece(context, buffer)
        {
            this.due
                .get_or_insert_with(|| Instant::now() + this.response_timeout);
            return Poll::Ready(outcome);
        }
        this.burst = 0;
        this.overdue(context).map(Err)
    }
}

impl AsyncWrite for Connection {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let this = &mut *self;
        let written = Pin::new(&mut this.stream).poll_write(context, bytes);
        if written.is_ready() {
            if this.is_blocked {
                this.is_blocked = false;
                // The reader waits for this.
                context.waker().wake_by_ref();
            }
            this.due = None;
            return written;
        }
        if !this.is_blocked {
            this.is_blocked = true;
            this.due = Some(Instant::now() + this.write_timeout);
        }
        this.overdue(context).map(Err)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    /// Ends the response, then discards the rest of a body that was not received. Closing a socket with unread
    /// bytes would reset the connection, and the peer would lose the response.
    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = &mut *self;
        ready!(Pin::new(&mut this.stream).poll_shutdown(context))?;
        if !this.read_pause.leaves_rest() {
            return Poll::Ready(Ok(()));
        }
        let linger = *this.linger.get_or_insert_with(|| Instant::now() + LINGER);
        this.due = Some(linger);
        let mut bytes = [0; 4096];
        loop {
            let mut buffer = ReadBuf::new(&mut bytes);
            match Pin::new(&mut this.stream).poll_read(context, &mut buffer) {
                Poll::Pending => return this.overdue(context).map(|_| Ok(())),
                Poll::Ready(Ok(())) if !buffer.filled().is_empty() => {
                    this.discarded += buffer.filled().len();
                    if this.discarded > MAX_DISCARDED {
                        return Poll::Ready(Ok(()));
                    }
                }
                Poll::Ready(_) => return Poll::Ready(Ok(())),
            }
        }
    }
}

#[cfg(test)]
mod tests;
