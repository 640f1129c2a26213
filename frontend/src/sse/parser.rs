//! Parses Server-Sent Events from a stream of bytes, as the HTML standard describes in "Interpreting
//! an event stream". The browser's own `EventSource` cannot send the session key in a header.

/// One message of the stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Message {
    /// The last `id:` that the stream sent, if any.
    pub(crate) id: Option<String>,
    /// The type of the event: `message` unless the stream says otherwise.
    pub(crate) event: String,
    /// The `data:` lines, joined by line feeds.
    pub(crate) data: String,
}

/// Takes bytes in chunks of any size and returns the complete messages.
#[derive(Debug, Default)]
pub(crate) struct Parser {
    line: Vec<u8>,
    after_carriage_return: bool,
    id: Option<String>,
    event: Option<String>,
    data: Option<String>,
}

impl Parser {
    /// Parses the next bytes.
    pub(crate) fn push(&mut self, bytes: &[u8]) -> Vec<Message> {
        let mut messages = Vec::new();
        for &byte in bytes {
            let is_second_of_crlf = byte == b'\n' && self.after_carriage_return;
            self.after_carriage_return = byte == b'\r';
            match byte {
                _ if is_second_of_crlf => {}
                b'\n' | b'\r' => {
                    let line = std::mem::take(&mut self.line);
                    messages.extend(self.end_line(&String::from_utf8_lossy(&line)));
                }
                other => self.line.push(other),
            }
        }
        messages
    }

    fn end_line(&mut self, line: &str) -> Option<Message> {
        if line.is_empty() {
            let event = self.event.take();
            let data = self.data.take()?;
            return Some(Message {
                id: self.id.clone(),
                event: event.unwrap_or_else(|| "message".to_owned()),
                data,
            });
        }
        // A line that starts with a colon is a comment. The server sends one as a heartbeat.
        let (field, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "data" => match &mut self.data {
                Some(data) => {
                    data.push('\n');
                    data.push_str(value);
                }
                None => self.data = Some(value.to_owned()),
            },
            "event" => self.event = Some(value.to_owned()),
            "id" => self.id = Some(value.to_owned()),
            _ => {}
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(id: &str, data: &str) -> Message {
        Message {
            id: Some(id.to_owned()),
            event: "message".to_owned(),
            data: data.to_owned(),
        }
    }

    #[test]
    fn messages_are_the_same_however_the_bytes_are_cut() {
        let stream =
            ": hello\n\nid: 7\ndata: {\"text\":\"Zoë\"}\n\nid:8\r\ndata:one\r\ndata: two\r\n\r\n";
        let expected = vec![message("7", "{\"text\":\"Zoë\"}"), message("8", "one\ntwo")];
        for size in 1..stream.len() {
            let mut parser = Parser::default();
            let messages: Vec<_> = stream
                .as_bytes()
                .chunks(size)
                .flat_map(|bytes| parser.push(bytes))
                .collect();
            assert_eq!(messages, expected, "cut every {size} bytes");
        }
    }

    #[test]
    fn heartbeats_and_messages_without_data_are_ignored() {
        let mut parser = Parser::default();
        assert_eq!(
            parser.push(b": still here\n\n:\n\nretry: 100\nevent: log\n\n"),
            vec![]
        );
    }

    #[test]
    fn an_event_type_belongs_to_one_message() {
        let mut parser = Parser::default();
        let deck = Message {
            id: None,
            event: "deck".to_owned(),
            data: "changed".to_owned(),
        };
        assert_eq!(parser.push(b"event: deck\ndata: changed\n\n"), vec![deck]);
        assert_eq!(parser.push(b"id: 1\ndata: a\n\n"), vec![message("1", "a")]);
        assert_eq!(parser.push(b"event: deck\n\n"), vec![]);
        assert_eq!(parser.push(b"id: 2\ndata: b\n\n"), vec![message("2", "b")]);
    }

    #[test]
    fn an_unfinished_message_waits() {
        let mut parser = Parser::default();
        assert_eq!(parser.push(b"id: 1\ndata: a\n"), vec![]);
        assert_eq!(parser.push(b"\n"), vec![message("1", "a")]);
    }
}
