//! The connection of one client: who gets one, how long the server waits for its peer, and how far
//! it reads ahead.

use std::cell::Cell;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker, ready};
use std::time::Duration;

use actix_web::rt::net::TcpStream;
use actix_web::web::Bytes;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep, sleep_until};

use crate::http::limits::{Client, Share};
use crate::http::state::State;

/// The most bytes that are handed on before the HTTP library looks at them. It stays below the 128 KB
/// at which the library no longer waits for the socket, but polls without a pause.
const BURST: usize = 32 * 1024;

/// A TCP connection that hands on one request at a time, and ends when its peer keeps it waiting.
///
/// It ends when the socket has taken nothing of an answer for as long as `State::config.stall` says,
/// and when a request has not been answered four times `patience` after its first byte: its head, its
/// body and its handler have shorter limits of their own, except for the head of a later request,
/// for which the HTTP library waits without an end.
///
/// The HTTP library parses all that it gets, and a parsed request takes some 6 KB, however short it
/// is. So what is read ends with the first blank line, which is where a head ends; the library
/// looks at it before it gets more. It gets nothing while a request is answered ([`Reading`]), nor
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
    /// What has been read behind the end of a head.
    rest: Bytes,
    /// Whether what was handed on last ended with the end of a line.
    is_line_start: bool,
    reading: Rc<Reading>,
    _place: Option<Share>,
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
            is_line_start: false,
            reading: Rc::default(),
            _place: place,
        }
    }

    /// What pauses the reading, for whoever answers the requests.
    pub(crate) fn reading(&self) -> Rc<Reading> {
        Rc::clone(&self.reading)
    }

    /// Reads up to the end of a head, or all there is.
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

    /// How many of these bytes are handed on: all of them, or those up to the end of a head, after
    /// which the HTTP library has its turn.
    fn piece(&mut self, bytes: &[u8]) -> usize {
        self.burst += bytes.len();
        for (index, byte) in bytes.iter().enumerate() {
            match byte {
                b'\n' if self.is_line_start => {
                    self.is_line_start = false;
                    self.burst = BURST;
                    return index + 1;
                }
                b'\n' => self.is_line_start = true,
                b'\r' => {}
                _ => self.is_line_start = false,
            }
        }
        bytes.len()
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

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

/// Whether a connection reads what its peer sends.
#[derive(Default)]
pub(crate) struct Reading {
    pauses: Cell<usize>,
    /// Who waits until reading goes on.
    reader: Cell<Option<Waker>>,
}

impl Reading {
    /// Lets nothing more come until what is returned is dropped.
    pub(crate) fn pause(self: &Rc<Self>) -> Pause {
        self.pauses.set(self.pauses.get() + 1);
        Pause(Rc::clone(self))
    }

    fn is_paused(&self, context: &Context<'_>) -> bool {
        let is_paused = self.pauses.get() > 0;
        if is_paused {
            self.reader.set(Some(context.waker().clone()));
        }
        is_paused
    }
}

/// A pause in reading, until it is dropped.
pub(crate) struct Pause(Rc<Reading>);

impl Drop for Pause {
    fn drop(&mut self) {
        self.0.pauses.set(self.0.pauses.get() - 1);
        if self.0.pauses.get() == 0
            && let Some(reader) = self.0.reader.take()
        {
            reader.wake();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::future::poll_fn;
    use std::pin::pin;

    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::{TcpListener, TcpSocket};

    use super::*;

    const SOON: Duration = Duration::from_millis(50);
    const NEVER: Duration = Duration::from_hours(24);

    /// A connection and its peer, which has little room for what it has not read.
    async fn pair(answer_within: Duration, taken_within: Duration) -> (Connection, TcpStream) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let socket = TcpSocket::new_v4().unwrap();
        socket.set_recv_buffer_size(4096).unwrap();
        let peer = socket.connect(listener.local_addr().unwrap());
        let (peer, accepted) = tokio::join!(peer, listener.accept());
        let stream = accepted.unwrap().0;
        let connection = Connection::within(stream, answer_within, taken_within, None);
        (connection, peer.unwrap())
    }

    #[tokio::test]
    async fn a_peer_that_takes_nothing_is_left() {
        let (mut connection, _peer) = pair(NEVER, SOON).await;
        let error = loop {
            if let Err(error) = connection.write(&[0; 16 * 1024]).await {
                break error;
            }
        };
        assert_eq!(error.kind(), io::ErrorKind::TimedOut);
    }

    #[tokio::test]
    async fn a_request_without_an_end_is_left() {
        let (mut connection, mut peer) = pair(SOON, NEVER).await;
        peer.write_all(b"GET / HT").await.unwrap();
        let mut bytes = Vec::new();
        let error = connection.read_to_end(&mut bytes).await.unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::TimedOut);
        assert_eq!(bytes, b"GET / HT");
    }

    #[tokio::test]
    async fn an_answered_request_may_be_followed_by_silence() {
        let (mut connection, mut peer) = pair(SOON, SOON).await;
        peer.write_all(b"?").await.unwrap();
        connection.read_u8().await.unwrap();
        assert!(connection.due.is_some());
        connection.write_all(b"!").await.unwrap();
        assert_eq!(connection.due, None);
    }

    /// What the next read hands on, or `None` when it waits.
    async fn read(connection: &mut Connection) -> Option<String> {
        let mut bytes = [0; 64];
        let mut read = pin!(connection.read(&mut bytes));
        let read = poll_fn(|context| match read.as_mut().poll(context) {
            Poll::Ready(read) => Poll::Ready(Some(read.unwrap())),
            Poll::Pending => Poll::Ready(None),
        });
        let length = read.await?;
        Some(String::from_utf8_lossy(&bytes[..length]).into_owned())
    }

    #[tokio::test]
    async fn each_head_is_looked_at_before_the_next_is_handed_on() {
        let (mut connection, mut peer) = pair(NEVER, NEVER).await;
        let sent = [
            "GET / HTTP/1.1\r\nHost: x\r\n\r\n",
            "GET / HTTP/1.0\n\n",
            "a\n",
            "b",
        ];
        peer.write_all(sent.concat().as_bytes()).await.unwrap();
        connection.stream.readable().await.unwrap();
        for head in &sent[..2] {
            assert_eq!(read(&mut connection).await.unwrap(), *head);
            assert_eq!(read(&mut connection).await, None);
        }
        assert_eq!(read(&mut connection).await.unwrap(), "a\nb");
        // The end of the line before, and of this one, came apart.
        for part in ["\n", "\r", "\nmore"] {
            peer.write_all(part.as_bytes()).await.unwrap();
            connection.stream.readable().await.unwrap();
            assert_eq!(
                read(&mut connection).await.unwrap(),
                part.replace("more", "")
            );
        }
        assert_eq!(read(&mut connection).await, None);
        assert_eq!(read(&mut connection).await.unwrap(), "more");
    }

    #[tokio::test]
    async fn nothing_is_handed_on_during_a_pause() {
        let (mut connection, mut peer) = pair(NEVER, NEVER).await;
        let reading = connection.reading();
        let pauses = (reading.pause(), reading.pause());
        peer.write_all(b"more").await.unwrap();
        connection.stream.readable().await.unwrap();
        assert_eq!(read(&mut connection).await, None);
        drop(pauses.0);
        assert_eq!(read(&mut connection).await, None);
        drop(pauses.1);
        assert_eq!(read(&mut connection).await.unwrap(), "more");
    }

    #[tokio::test]
    async fn nothing_is_handed_on_while_the_peer_takes_nothing() {
        let (mut connection, mut peer) = pair(NEVER, NEVER).await;
        let piece = [0; 16 * 1024];
        loop {
            let mut write = pin!(connection.write(&piece));
            let is_blocked =
                poll_fn(|context| Poll::Ready(write.as_mut().poll(context).is_pending()));
            if is_blocked.await {
                break;
            }
        }
        peer.write_all(b"more").await.unwrap();
        connection.stream.readable().await.unwrap();
        assert_eq!(read(&mut connection).await, None);
        let mut taken = vec![0; 64 * 1024];
        while connection.is_blocked {
            assert!(peer.read(&mut taken).await.unwrap() > 0);
            let mut write = pin!(connection.write(&piece));
            poll_fn(|context| Poll::Ready(write.as_mut().poll(context).is_ready())).await;
        }
        assert_eq!(read(&mut connection).await.unwrap(), "more");
    }
}
