//! The connection of one client: who gets one, how long the server waits for its peer, and how far
//! it reads ahead.

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
use crate::http::reading::Reading;
use crate::http::state::State;

/// The most bytes that are handed on before the HTTP library and the handler look at them. The library
/// keeps 32 bytes or more for each chunk of a body until the handler takes it, and a chunk may be of one byte.
const BURST: usize = 2 * 1024;

/// How many bytes of answers the system may keep for a peer that does not read them. Left to itself,
/// Linux keeps up to 4 MB: whole answers, whose requests then no longer count as under way.
const SEND_BUFFER: usize = 64 * 1024;

/// How long a connection that has been answered waits for the rest of a request, to discard it.
const LINGER: Duration = Duration::from_secs(1);

/// The most bytes of that rest.
const MOST_DISCARDED: usize = 2 * 1024 * 1024;

/// A TCP connection that hands on one request at a time, and ends when its peer keeps it waiting.
///
/// It ends when the socket has taken nothing of an answer for as long as `State::config.stall` says,
/// and when a request has not been answered four times `patience` after its first byte: its head, its
/// body and its handler have shorter limits of their own, except for the head of a later request,
/// for which the HTTP library waits without an end.
///
/// The HTTP library parses all that it gets, and a parsed request takes some 6 KB, however short it
/// is. So what is read ends with the first blank line behind another line, which is where a head ends;
/// the library looks at it before it gets more. It gets nothing while a request is answered ([`Reading`]), nor
/// while the socket takes nothing of what was answered.
pub(crate) struct Connection {
    stream: TcpStream,
    /// How long a request may take from its first byte to the first byte of its answer.
    answer_within: Duration,
    /// How long the socket may take nothing of an answer.
    taken_within: Duration,
    /// When the connection ends, unless something can be written before.
    due: Option<Instant>,
    /// Whether the socket has refused what was to be written last.
    is_blocked: bool,
    timer: Option<Pin<Box<Sleep>>>,
    /// How many bytes have been handed on since the HTTP library looked at them.
    burst: usize,
    /// What has been read behind the end of a head, or of a burst.
    rest: Bytes,
    line: Line,
    reading: Rc<Reading>,
    /// When the discarding of a rest ends.
    linger: Option<Instant>,
    /// How many bytes of it have been discarded.
    discarded: usize,
    _place: Option<Share>,
}

/// What has been handed on of a line, if the bytes are those of a head.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Line {
    /// Nothing, nor of the lines before: blank lines before a head do not end it.
    Leading,
    /// Some of it.
    Begun,
    /// Nothing, behind a line of the head.
    Next,
}

impl Connection {
    /// A connection for whoever has sent this stream, or an error when that client has its share.
    /// Trusted proxies have no share: it is their clients that are counted, by the request.
    pub(crate) fn new(stream: TcpStream, state: &State) -> io::Result<(Self, Option<SocketAddr>)> {
        let peer = stream.peer_addr().ok();
        let is_proxy = peer.is_some_and(|peer| state.config.limits.trusts(peer.ip()));
        let place = if is_proxy {
            None
        } else {
            let client = peer.map_or(Client::Unknown, |peer| Client::of(peer.ip()));
            let place = state.limits.places.take(client, 1);
            Some(place.ok_or(io::ErrorKind::ConnectionRefused)?)
        };
        SockRef::from(&stream).set_send_buffer_size(SEND_BUFFER)?;
        let (patience, stall) = (state.config.patience, state.config.stall);
        Ok((Self::within(stream, 4 * patience, stall, place), peer))
    }

    fn within(
        stream: TcpStream,
        answer_within: Duration,
        taken_within: Duration,
        place: Option<Share>,
    ) -> Self {
        Self {
            stream,
            answer_within,
            taken_within,
            due: None,
            is_blocked: false,
            timer: None,
            burst: 0,
            rest: Bytes::new(),
            line: Line::Leading,
            reading: Rc::default(),
            linger: None,
            discarded: 0,
            _place: place,
        }
    }

    /// What pauses the reading, for whoever answers the requests.
    pub(crate) fn reading(&self) -> Rc<Reading> {
        Rc::clone(&self.reading)
    }

    /// Reads up to the end of a head or of a burst, or all there is.
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

    /// How many of these bytes are handed on: those up to the end of a head, or as many as are left of
    /// a burst. Then the HTTP library has its turn.
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

    /// Ready when the peer has kept this connection waiting for too long.
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
            && !this.reading.is_paused(context)
            && let Poll::Ready(outcome) = this.poll_piece(context, buffer)
        {
            this.due
                .get_or_insert_with(|| Instant::now() + this.answer_within);
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
                // For the reader.
                context.waker().wake_by_ref();
            }
            this.due = None;
            return written;
        }
        if !this.is_blocked {
            this.is_blocked = true;
            this.due = Some(Instant::now() + this.taken_within);
        }
        this.overdue(context).map(Err)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    /// Ends the answer, then discards the rest of a body that nobody has received. A socket that is closed
    /// with unread bytes resets the connection, and the peer loses the answer.
    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = &mut *self;
        ready!(Pin::new(&mut this.stream).poll_shutdown(context))?;
        if !this.reading.leaves_rest() {
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
                    if this.discarded > MOST_DISCARDED {
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
