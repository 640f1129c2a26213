//! Status callbacks of Twilio about accepted texts.
//!
//! Callbacks may arrive late, twice and in any order, and the first status of a text is not reported. Each status has
//! a rank, and a text changes only to a status with a higher rank.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use seat_dealer_core::{About, MessageId, MessageStatus};
use url::{Host, Url, form_urlencoded};

use super::answers::{OPTED_OUT, about, message_status, passes, reason};

/// The path of the callbacks under `API_BASE_URI`.
const PATH: &str = "/webhooks/twilio/status";

/// The characters that are escaped in the address. Hyphens, which ids contain, are not: some proxies would unescape
/// them, and Twilio signs the address that it was given.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-');

/// A report on one text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Callback {
    /// Twilio's SID of the text.
    pub sid: String,
    /// The status of the text.
    pub status: MessageStatus,
    /// The rank of that status. It is used only if it is higher than the known one.
    pub rank: u8,
    /// Why the text will not arrive; only with [`MessageStatus::Failed`].
    pub error: Option<Failure>,
    /// The message and the number of the try, from the callback's address. The callback may arrive before the
    /// response to that try, and then nothing else identifies the message.
    pub attempt: Option<Attempt>,
}

/// Why an accepted text did not arrive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// Twilio's code, if there is one.
    pub code: Option<u32>,
    /// A sentence for the host.
    pub reason: String,
    /// What Twilio objects to.
    pub about: About,
}

/// One try to send a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// The message.
    pub message: MessageId,
    /// The number of the try, from 1.
    pub number: u32,
}

impl Callback {
    /// Parses the form of a callback and the query of its address. `None` if it has no known status of a text: a
    /// status that Twilio has added later is not an error.
    pub fn parse(form: &[(String, String)], query: &str) -> Option<Self> {
        let sid = value_of(form, "MessageSid")?;
        let word = value_of(form, "MessageStatus")?;
        let rank = rank_of_word(word)?;
        let status = message_status(word);
        let code = value_of(form, "ErrorCode")
            .and_then(|code| code.parse().ok())
            .filter(|code| *code != 0);
        Some(Self {
            sid: sid.to_owned(),
            status,
            rank,
            error: (status == MessageStatus::Failed).then(|| Failure::of(code)),
            attempt: Attempt::parse(query),
        })
    }

    /// Whether this changes a message whose status is `known`.
    pub fn is_news_for(&self, known: MessageStatus) -> bool {
        self.rank > rank_of(known)
    }
}

impl Failure {
    fn of(code: Option<u32>) -> Self {
        Self {
            code,
            reason: reason(code),
            about: about(code),
        }
    }

    /// Whether the same text may arrive the next time, because the number is not the cause.
    pub fn passes(&self) -> bool {
        self.code.is_some_and(passes)
    }

    /// Whether the guest has opted out of texts.
    pub fn is_opt_out(&self) -> bool {
        self.code == Some(OPTED_OUT)
    }
}

impl Attempt {
    /// The callback's address of this try. `None` if Twilio would refuse the text because of the address: a loopback
    /// host, or a host with an underscore.
    pub fn callback_url(&self, api_base: &str) -> Option<String> {
        let reachable = match Url::parse(api_base).ok()?.host()? {
            Host::Domain(name) => name.contains('.') && !name.contains('_'),
            Host::Ipv4(address) => !address.is_loopback(),
            Host::Ipv6(address) => !address.is_loopback(),
        };
        reachable.then(|| {
            format!(
                "{api_base}{PATH}?message={}&attempt={}",
                utf8_percent_encode(self.message.as_str(), ESCAPED),
                self.number
            )
        })
    }

    fn parse(query: &str) -> Option<Self> {
        let value = |name| {
            form_urlencoded::parse(query.as_bytes())
                .find(|(key, _)| key == name)
                .map(|(_, value)| value)
        };
        Some(Self {
            message: value("message")
                .filter(|id| !id.is_empty())
                .map(MessageId::new)?,
            number: value("attempt")?.parse().ok()?,
        })
    }
}

/// The rank of a message's status, on the scale of [`Callback::rank`]. A cancelled, failed or delivered message keeps
/// its status.
pub const fn rank_of(status: MessageStatus) -> u8 {
    match status {
        MessageStatus::Queued | MessageStatus::Sending | MessageStatus::Unknown => 0,
        MessageStatus::Sent => 4,
        MessageStatus::Delivered | MessageStatus::Failed | MessageStatus::Cancelled => 5,
    }
}

/// The rank of Twilio's status; `None` for an unknown one.
fn rank_of_word(word: &str) -> Option<u8> {
    Some(match word {
        "accepted" | "scheduled" => 1,
        "queued" => 2,
        "sending" => 3,
        "sent" => 4,
        "delivered" | "read" | "undelivered" | "failed" | "canceled" => 5,
        _ => return None,
    })
}

fn value_of<'a>(form: &'a [(String, String)], name: &str) -> Option<&'a str> {
    form.iter()
        .find(|(key, _)| key == name)
        .map(|(_, value)| value.as_str())
        .filter(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    use proptest::{prelude::*, sample::select};

    use super::*;

    const WORDS: [&str; 10] = [
        "accepted",
        "scheduled",
        "queued",
        "sending",
        "sent",
        "delivered",
        "undelivered",
        "failed",
        "canceled",
        "read",
    ];

    fn form(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs
            .iter()
            .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
            .collect()
    }

    fn report(word: &str) -> Option<Callback> {
        Callback::parse(&form(&[("MessageSid", "SM1"), ("MessageStatus", word)]), "")
    }

    fn failure(word: &str, code: &str) -> Option<Failure> {
        let form = form(&[
            ("MessageSid", "SM1"),
            ("MessageStatus", word),
            ("ErrorCode", code),
        ]);
        Callback::parse(&form, "").unwrap().error
    }

    #[test]
    fn a_report_names_the_text_its_state_and_our_try() {
        let form = form(&[
            ("AccountSid", "AC1"),
            ("MessageStatus", "delivered"),
            ("MessageSid", "SM1"),
        ]);
        assert_eq!(
            Callback::parse(&form, "message=0197a000%2D0001&attempt=2"),
            Some(Callback {
                sid: "SM1".to_owned(),
                status: MessageStatus::Delivered,
                rank: 5,
                error: None,
                attempt: Some(Attempt {
                    message: MessageId::new("0197a000-0001"),
                    number: 2,
                }),
            })
        );
        for query in [
            "",
            "message=x",
            "attempt=1",
            "message=&attempt=1",
            "message=x&attempt=y",
        ] {
            assert_eq!(
                Callback::parse(&form, query).unwrap().attempt,
                None,
                "{query}"
            );
        }
    }

    #[test]
    fn what_is_not_known_is_ignored() {
        assert_eq!(report("teleported"), None);
        assert_eq!(report(""), None);
        assert_eq!(report("Delivered"), None);
        assert_eq!(Callback::parse(&[], "message=x&attempt=1"), None);
        assert_eq!(
            Callback::parse(&form(&[("MessageStatus", "sent")]), ""),
            None
        );
        assert_eq!(Callback::parse(&form(&[("MessageSid", "SM1")]), ""), None);
    }

    #[test]
    fn a_failure_says_whether_texting_again_is_hopeless() {
        let opted_out = failure("failed", "21610").unwrap();
        assert!(!opted_out.passes() && opted_out.is_opt_out());
        assert_eq!(
            opted_out.reason,
            "The guest has opted out of text messages (Twilio 21610)."
        );
        for (code, about, passes) in [
            ("21211", About::Recipient, false),
            ("30006", About::Recipient, false),
            ("20429", About::Recipient, true),
            ("30003", About::Recipient, true),
            ("30007", About::Sender, false),
            ("30008", About::Sender, false),
            ("30032", About::Sender, false),
            ("30034", About::Sender, false),
            ("63016", About::Sender, false),
            ("99999", About::Recipient, false),
            ("", About::Recipient, false),
        ] {
            let failure = failure("undelivered", code).unwrap();
            assert!(!failure.is_opt_out(), "{code}");
            assert_eq!((failure.about, failure.passes()), (about, passes), "{code}");
        }
        assert_eq!(
            failure("delivered", "30003"),
            None,
            "it has arrived after all"
        );
        assert_eq!(failure("canceled", "").unwrap().code, None);
    }

    #[test]
    fn states_are_ranked_and_never_go_back() {
        let news = |word, known| report(word).unwrap().is_news_for(known);
        for known in [
            MessageStatus::Sending,
            MessageStatus::Unknown,
            MessageStatus::Queued,
        ] {
            for word in WORDS {
                assert!(news(word, known), "{word} after {known}");
            }
        }
        for word in ["accepted", "queued", "sending", "sent"] {
            assert!(!news(word, MessageStatus::Sent), "{word}");
        }
        for word in ["delivered", "read", "undelivered", "failed", "canceled"] {
            assert!(news(word, MessageStatus::Sent), "{word}");
        }
        for known in [
            MessageStatus::Delivered,
            MessageStatus::Failed,
            MessageStatus::Cancelled,
        ] {
            for word in WORDS {
                assert!(!news(word, known), "{word} after {known}");
            }
        }
    }

    #[test]
    fn our_own_address_is_read_back() {
        let attempt = Attempt {
            message: MessageId::new("0197a000-0000-7000-8000-000000000001"),
            number: 3,
        };
        let url = attempt.callback_url("https://dinner.example.com").unwrap();
        assert_eq!(
            url,
            "https://dinner.example.com/webhooks/twilio/status\
             ?message=0197a000-0000-7000-8000-000000000001&attempt=3"
        );
        let (_, query) = url.split_once('?').unwrap();
        // The address of earlier releases, and the form that a proxy may use.
        for query in [
            query,
            &query.replace('-', "%2D"),
            &query.replace('-', "%2d"),
        ] {
            assert_eq!(Attempt::parse(query).as_ref(), Some(&attempt), "{query}");
        }
    }

    #[test]
    fn an_address_that_twilio_cannot_reach_is_not_given() {
        let attempt = Attempt {
            message: MessageId::new("x"),
            number: 1,
        };
        for base in [
            "http://localhost:8080",
            "http://127.0.0.1:8080",
            "http://[::1]:8080",
            "https://my_dinner.example.com",
            "dinner.example.com",
            "",
        ] {
            assert_eq!(attempt.callback_url(base), None, "{base}");
        }
        assert!(attempt.callback_url("https://203.0.113.5/api").is_some());
    }

    proptest! {
        #[test]
        fn in_whatever_order_reports_come_the_end_is_the_same(
            mut words in prop::collection::vec(select(&WORDS[..6]), 1..12),
        ) {
            let end = |words: &[&str]| {
                words.iter().fold(MessageStatus::Unknown, |known, word| {
                    let callback = report(word).unwrap();
                    if callback.is_news_for(known) { callback.status } else { known }
                })
            };
            let forwards = end(&words);
            words.reverse();
            prop_assert_eq!(end(&words), forwards);
            words.sort_unstable();
            prop_assert_eq!(end(&words), forwards);
        }

        #[test]
        fn no_form_makes_it_panic(
            form in prop::collection::vec((
                prop_oneof![
                    select(vec!["MessageSid", "MessageStatus", "ErrorCode"]).prop_map(str::to_owned),
                    any::<String>(),
                ],
                prop_oneof![select(WORDS.to_vec()).prop_map(str::to_owned), any::<String>()],
            ), 0..6),
            query in any::<String>(),
        ) {
            if let Some(callback) = Callback::parse(&form, &query) {
                prop_assert!((1..=5).contains(&callback.rank));
                prop_assert_eq!(callback.error.is_some(), callback.status == MessageStatus::Failed);
            }
        }
    }
}
