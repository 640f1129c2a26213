use std::future::poll_fn;
use std::pin::pin;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpSocket};

use super::*;

const SOON: Duration = Duration::from_millis(50);
const NEVER: Duration = Duration::from_hours(24);

/// A connection and its peer, which has a small receive buffer.
async fn pair(response_timeout: Duration, write_timeout: Duration) -> (Connection, TcpStream) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_recv_buffer_size(4096).unwrap();
    let peer = socket.connect(listener.local_addr().unwrap());
    let (peer, accepted) = tokio::join!(peer, listener.accept());
    let stream = accepted.unwrap().0;
    let connection = Connection::with_timeouts(stream, response_timeout, write_timeout, None);
    (connection, peer.unwrap())
}

#[tokio::test]
async fn the_connection_closes_if_the_peer_reads_nothing() {
    let (mut connection, _peer) = pair(NEVER, SOON).await;
    let error = loop {
        if let Err(error) = connection.write(&[0; 16 * 1024]).await {
            break error;
        }
    };
    assert_eq!(error.kind(), io::ErrorKind::TimedOut);
}

#[tokio::test]
async fn the_connection_closes_if_a_request_does_not_end() {
    let (mut connection, mut peer) = pair(SOON, NEVER).await;
    peer.write_all(b"GET / HT").await.unwrap();
    let mut bytes = Vec::new();
    let error = connection.read_to_end(&mut bytes).await.unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::TimedOut);
    assert_eq!(bytes, b"GET / HT");
}

#[tokio::test]
async fn a_connection_without_a_request_stays_open() {
    let (mut connection, mut peer) = pair(SOON, SOON).await;
    peer.write_all(b"?").await.unwrap();
    connection.read_u8().await.unwrap();
    assert!(connection.due.is_some());
    connection.write_all(b"!").await.unwrap();
    assert_eq!(connection.due, None);
}

/// What the next read returns, or `None` if it is pending.
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
async fn a_read_returns_one_head() {
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
    // The head that began above ends in three parts.
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
async fn blank_lines_before_a_head_are_part_of_it() {
    let (mut connection, mut peer) = pair(NEVER, NEVER).await;
    peer.write_all(b"\n\r\n\n\nGET / HTTP/1.1\n\n\n\n")
        .await
        .unwrap();
    connection.stream.readable().await.unwrap();
    assert_eq!(
        read(&mut connection).await.unwrap(),
        "\n\r\n\n\nGET / HTTP/1.1\n\n"
    );
    assert_eq!(read(&mut connection).await, None);
    assert_eq!(read(&mut connection).await.unwrap(), "\n\n");
}

#[tokio::test]
async fn a_burst_is_limited() {
    let (mut connection, mut peer) = pair(NEVER, NEVER).await;
    peer.write_all(&[b'a'; 3 * BURST]).await.unwrap();
    connection.stream.readable().await.unwrap();
    let mut length = 0;
    while let Some(bytes) = read(&mut connection).await {
        length += bytes.len();
    }
    assert_eq!(length, BURST);
    assert!(read(&mut connection).await.is_some());
}

#[tokio::test]
async fn nothing_is_read_during_a_pause() {
    let (mut connection, mut peer) = pair(NEVER, NEVER).await;
    let read_pause = connection.read_pause();
    let pauses = (read_pause.pause(), read_pause.pause());
    peer.write_all(b"more").await.unwrap();
    connection.stream.readable().await.unwrap();
    assert_eq!(read(&mut connection).await, None);
    drop(pauses.0);
    assert_eq!(read(&mut connection).await, None);
    drop(pauses.1);
    assert_eq!(read(&mut connection).await.unwrap(), "more");
}

#[tokio::test]
async fn nothing_is_read_while_a_write_is_blocked() {
    let (mut connection, mut peer) = pair(NEVER, NEVER).await;
    let piece = [0; 16 * 1024];
    loop {
        let mut write = pin!(connection.write(&piece));
        let is_blocked = poll_fn(|context| Poll::Ready(write.as_mut().poll(context).is_pending()));
        if is_blocked.await {
            break;
        }
    }
    peer.write_all(b"more").await.unwrap();
    connection.stream.readable().await.unwrap();
    assert_eq!(read(&mut connection).await, None);
    let mut received = vec![0; 64 * 1024];
    while connection.is_blocked {
        assert!(peer.read(&mut received).await.unwrap() > 0);
        let mut write = pin!(connection.write(&piece));
        poll_fn(|context| Poll::Ready(write.as_mut().poll(context).is_ready())).await;
    }
    assert_eq!(read(&mut connection).await.unwrap(), "more");
}
