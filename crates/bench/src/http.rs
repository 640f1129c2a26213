//! As much of HTTP/1.1 as a load generator needs: requests made once as bytes, and a connection
//! that stays open and reads one answer after the other.

use std::net::SocketAddr;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::Result;

/// A `GET` with these further headers, each a line that ends with `\r\n`.
pub(crate) fn get(path: &str, headers: &str) -> Vec<u8> {
    format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n").into_bytes()
}

/// A `POST` of JSON.
pub(crate) fn post(path: &str, body: &str) -> Vec<u8> {
    format!(
        "POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}

/// One connection, kept alive.
pub(crate) struct Connection {
    stream: TcpStream,
    /// What has arrived of the answer that is being read.
    buffer: Vec<u8>,
}

/// An answer, borrowed from the buffer of its connection.
#[derive(Debug)]
pub(crate) struct Answer<'a> {
    pub(crate) status: u16,
    /// The status line and the headers, to the last line's end.
    pub(crate) head: &'a str,
    /// The body as it came: of an answer in chunks, with their frames.
    pub(crate) body: &'a [u8],
}

impl Connection {
    pub(crate) async fn open(address: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self {
            stream,
            buffer: Vec::with_capacity(64 * 1024),
        })
    }

    /// Sends a request and reads its answer to the end.
    pub(crate) async fn exchange(&mut self, request: &[u8]) -> Result<Answer<'_>> {
        self.stream.write_all(request).await?;
        self.buffer.clear();
        let mut head = None;
        loop {
            if self.stream.read_buf(&mut self.buffer).await? == 0 {
                return Err("the server closed the connection".into());
            }
            if head.is_none() {
                head = Head::read(&self.buffer)?;
            }
            if let Some(head) = &head
                && head.is_whole(&self.buffer)
            {
                break;
            }
        }
        let head = head.ok_or("an answer without a head")?;
        let (text, body) = self.buffer.split_at(head.length);
        Ok(Answer {
            status: head.status,
            head: std::str::from_utf8(text)?,
            body,
        })
    }
}

impl Answer<'_> {
    /// The length of the body without the frames of chunks.
    pub(crate) fn body_length(&self) -> Result<usize> {
        if !is_chunked(self.head) {
            return Ok(self.body.len());
        }
        let (mut length, mut rest) = (0, self.body);
        loop {
            let line = find(rest, b"\r\n").ok_or("a chunk without its size")?;
            let size = usize::from_str_radix(std::str::from_utf8(&rest[..line])?, 16)?;
            if size == 0 {
                return Ok(length);
            }
            length += size;
            rest = rest
                .get(line + 2 + size + 2..)
                .ok_or("a chunk that is cut short")?;
        }
    }
}

/// What has to be known of an answer's head to find its end.
struct Head {
    status: u16,
    length: usize,
    /// `None`: in chunks.
    body_length: Option<usize>,
}

impl Head {
    /// `None` while it has not arrived whole.
    fn read(buffer: &[u8]) -> Result<Option<Self>> {
        let Some(end) = find(buffer, b"\r\n\r\n") else {
            return Ok(None);
        };
        let length = end + 4;
        let text = std::str::from_utf8(&buffer[..length])?;
        let status = text.get(9..12).ok_or("an answer without a status")?;
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

    fn is_whole(&self, buffer: &[u8]) -> bool {
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

fn find(bytes: &[u8], sign: &[u8]) -> Option<usize> {
    bytes.windows(sign.len()).position(|found| found == sign)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_ends_where_its_head_says() {
        let text = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";
        let head = Head::read(text).unwrap().unwrap();
        assert_eq!((head.status, head.body_length), (200, Some(5)));
        assert!(head.is_whole(text) && !head.is_whole(&text[..text.len() - 1]));
        assert!(Head::read(&text[..20]).unwrap().is_none());
    }

    #[test]
    fn chunks_are_put_together() {
        let text = "HTTP/1.1 404 Not Found\r\nTransfer-Encoding: chunked\r\n\r\n";
        let body = b"3\r\nabc\r\n10\r\n0123456789abcdef\r\n0\r\n\r\n";
        let whole = [text.as_bytes(), body].concat();
        let head = Head::read(&whole).unwrap().unwrap();
        assert!(head.is_whole(&whole) && !head.is_whole(&whole[..whole.len() - 5]));
        let answer = Answer {
            status: head.status,
            head: text,
            body,
        };
        assert_eq!(answer.status, 404);
        assert_eq!(answer.body_length().unwrap(), 19);
    }
}
