//! The part of HTTP/1.1 that a load generator needs: requests as bytes, and a persistent connection
//! that reads one response after the other.

use std::net::{Ipv4Addr, SocketAddr};

use seat_dealer_core::Response;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};

use crate::Result;

/// A `GET` request with additional headers, each a line that ends with `\r\n`.
pub(crate) fn get(path: &str, headers: &str) -> Vec<u8> {
    format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n").into_bytes()
}

/// A `POST` request with a body of this media type, and additional headers.
pub(crate) fn post(path: &str, headers: &str, media_type: &str, body: &str) -> Vec<u8> {
    format!(
        "POST {path} HTTP/1.1\r\nHost: localhost\r\n{headers}Content-Type: {media_type}\r\n\
         Content-Length: {}\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}

/// A guest's answer, as the API takes it.
pub(crate) fn answer(token: &str, response: Response) -> Vec<u8> {
    post(
        &format!("/api/v1/rsvp/{token}"),
        "",
        "application/json",
        &format!("{{\"response\":\"{response}\"}}"),
    )
}

/// A persistent connection.
pub(crate) struct Connection {
    stream: TcpStream,
    /// The received part of the current response.
    buffer: Vec<u8>,
}

/// A response, borrowed from the buffer of its connection.
#[derive(Debug)]
pub(crate) struct RawResponse<'a> {
    pub(crate) status: u16,
    /// The status line and the headers, including the empty line.
    pub(crate) head: &'a str,
    /// The body as received. A chunked body includes the chunk headers.
    pub(crate) body: &'a [u8],
}

impl Connection {
    pub(crate) async fn open(address: SocketAddr) -> Result<Self> {
        Self::open_from(Ipv4Addr::LOCALHOST, address).await
    }

    /// A connection of another client: one on `source`.
    pub(crate) async fn open_from(source: Ipv4Addr, address: SocketAddr) -> Result<Self> {
        let socket = TcpSocket::new_v4()?;
        socket.bind((source, 0).into())?;
        let stream = socket.connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self {
            stream,
            buffer: Vec::with_capacity(64 * 1024),
        })
    }

    /// Sends a request whose response does not end.
    pub(crate) async fn begin(&mut self, request: &[u8]) -> Result<()> {
        Ok(self.stream.write_all(request).await?)
    }

    /// The part of that response that comes next.
    pub(crate) async fn next_part(&mut self) -> Result<&[u8]> {
        self.buffer.clear();
        if self.stream.read_buf(&mut self.buffer).await? == 0 {
            return Err("the server closed the connection".into());
        }
        Ok(&self.buffer)
    }

    /// Sends a request and reads the whole response.
    pub(crate) async fn exchange(&mut self, request: &[u8]) -> Result<RawResponse<'_>> {
        self.stream.write_all(request).await?;
        self.buffer.clear();
        let mut head = None;
        loop {
            if self.stream.read_buf(&mut self.buffer).await? == 0 {
                return Err("the server closed the connection".into());
            }
            if head.is_none() {
                head = Head::parse(&self.buffer)?;
            }
            if let Some(head) = &head
                && head.is_complete(&self.buffer)
            {
                break;
            }
        }
        let head = head.ok_or("the response has no head")?;
        let (text, body) = self.buffer.split_at(head.length);
        Ok(RawResponse {
            status: head.status,
            head: std::str::from_utf8(text)?,
            body,
        })
    }
}

impl RawResponse<'_> {
    /// The length of the body without chunk headers.
    pub(crate) fn body_length(&self) -> Result<usize> {
        if !is_chunked(self.head) {
            return Ok(self.body.len());
        }
        let (mut length, mut rest) = (0, self.body);
        loop {
            let line = find(rest, b"\r\n").ok_or("a chunk has no size")?;
            let size = usize::from_str_radix(std::str::from_utf8(&rest[..line])?, 16)?;
            if size == 0 {
                return Ok(length);
            }
            length += size;
            rest = rest
                .get(line + 2 + size + 2..)
                .ok_or("a chunk is truncated")?;
        }
    }
}

/// The parts of a response head that are needed to find the end of the response.
struct Head {
    status: u16,
    length: usize,
    /// `None` if the body is chunked.
    body_length: Option<usize>,
}

impl Head {
    /// Parses the head. `None` if it is not complete yet.
    fn parse(buffer: &[u8]) -> Result<Option<Self>> {
        let Some(end) = find(buffer, b"\r\n\r\n") else {
            return Ok(None);
        };
        let length = end + 4;
        let text = std::str::from_utf8(&buffer[..length])?;
        let status = text.get(9..12).ok_or("the response has no status")?;
        let body_length = if is_chunked(text) {
            None
        } else {
            let value = header(text, "content-length").unwrap_or("0");
            Some(value.parse()?)
        };
        Ok(Some(Self {
            status: status.parse()?,
            length,
            body_length,
        }))
    }

    fn is_complete(&self, buffer: &[u8]) -> bool {
        match self.body_length {
            Some(length) => buffer.len() >= self.length + length,
            None => buffer.ends_with(b"\r\n0\r\n\r\n"),
        }
    }
}

fn is_chunked(head: &str) -> bool {
    header(head, "transfer-encoding").is_some_and(|value| value.eq_ignore_ascii_case("chunked"))
}

fn header<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    head.lines().find_map(|line| {
        let (found, value) = line.split_once(':')?;
        found.eq_ignore_ascii_case(name).then(|| value.trim())
    })
}

fn find(bytes: &[u8], pattern: &[u8]) -> Option<usize> {
    bytes
        .windows(pattern.len())
        .position(|found| found == pattern)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_response_ends_after_its_content_length() {
        let text = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";
        let head = Head::parse(text).unwrap().unwrap();
        assert_eq!((head.status, head.body_length), (200, Some(5)));
        assert!(head.is_complete(text) && !head.is_complete(&text[..text.len() - 1]));
        assert!(Head::parse(&text[..20]).unwrap().is_none());
    }

    #[test]
    fn a_chunked_response_ends_after_its_last_chunk() {
        let text = "HTTP/1.1 404 Not Found\r\nTransfer-Encoding: chunked\r\n\r\n";
        let body = b"3\r\nabc\r\n10\r\n0123456789abcdef\r\n0\r\n\r\n";
        let received = [text.as_bytes(), body].concat();
        let head = Head::parse(&received).unwrap().unwrap();
        assert!(head.is_complete(&received) && !head.is_complete(&received[..received.len() - 5]));
        let response = RawResponse {
            status: head.status,
            head: text,
            body,
        };
        assert_eq!(response.status, 404);
        assert_eq!(response.body_length().unwrap(), 19);
    }
}
