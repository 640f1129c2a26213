//! The requests and responses of Twilio's webhooks.

use seat_dealer_core::PhoneNumber;
use url::form_urlencoded;

/// Decodes the parameters of a form (`application/x-www-form-urlencoded`), for [`verify`](super::verify). Bytes that
/// are not UTF-8 become `U+FFFD`.
pub fn form(body: &[u8]) -> Vec<(String, String)> {
    form_urlencoded::parse(body).into_owned().collect()
}

/// The response to an inbound text, with or without a reply. The reply is sent to the sender of the text, or to the
/// number `to`, which is needed with `TWILIO_TO_NUMBER_OVERRIDE`.
pub fn twiml(reply: Option<&str>, to: Option<&PhoneNumber>) -> String {
    const START: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";
    let Some(reply) = reply else {
        return format!("{START}<Response/>");
    };
    let to = to.map_or_else(String::new, |to| format!(" to=\"{}\"", to.as_str()));
    let reply = escaped(reply);
    format!("{START}<Response><Message{to}>{reply}</Message></Response>")
}

/// Escapes the content of an element (XML 1.0, section 2.4), and removes characters that XML does not allow (section
/// 2.2).
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '\n' | '\t' => escaped.push(character),
            '\u{fffe}' | '\u{ffff}' => {}
            control if control.is_control() => {}
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_decoded_and_not_trimmed() {
        let pair = |key: &str, value: &str| (key.to_owned(), value.to_owned());
        assert_eq!(
            form(b"From=%2B14155550132&Body=+Yes%0A&Body=Yes&NumMedia=&%C3%A9=%ff"),
            [
                pair("From", "+14155550132"),
                pair("Body", " Yes\n"),
                pair("Body", "Yes"),
                pair("NumMedia", ""),
                pair("é", "\u{fffd}"),
            ]
        );
        assert_eq!(form(b""), []);
    }

    #[test]
    fn a_reply_is_text_and_nothing_else() {
        let number = PhoneNumber::parse("+14155550132").unwrap();
        let start = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response";
        assert_eq!(twiml(None, Some(&number)), format!("{start}/>"));
        assert_eq!(
            twiml(Some("Tea & <b>cake</b>\u{0}]]>\nx"), None),
            format!(
                "{start}><Message>Tea &amp; &lt;b&gt;cake&lt;/b&gt;]]&gt;\nx</Message></Response>"
            )
        );
        assert_eq!(
            twiml(Some("Hi"), Some(&number)),
            format!("{start}><Message to=\"+14155550132\">Hi</Message></Response>")
        );
    }
}
