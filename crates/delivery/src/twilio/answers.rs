//! Parses Twilio's responses.

use std::time::Duration;

use jiff::{Timestamp, fmt::rfc2822};
use reqwest::{Response, header::RETRY_AFTER};
use seat_dealer_core::{About, MessageStatus};
use serde::Deserialize;

use crate::outgoing::Outcome;

/// The outcome of a failed connection.
pub(super) fn outcome_of_broken_request(error: &reqwest::Error) -> Outcome {
    if error.is_connect() || error.is_builder() {
        // Without a connection, a resolved name or TLS, nothing was sent.
        Outcome::transient(About::Account, "Twilio could not be reached.")
    } else if error.is_timeout() {
        Outcome::unknown("Twilio did not answer in time.")
    } else {
        Outcome::unknown("The connection to Twilio broke before it answered.")
    }
}

/// Parses the response to a request to send.
pub(super) async fn read_answer(response: Response) -> Outcome {
    let status = response.status().as_u16();
    let retry_after = response
        .headers()
        .get(RETRY_AFTER)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| parse_retry_after(value, Timestamp::now()));
    // Only the status determines whether the message was accepted. An invalid body has no details.
    if (200..300).contains(&status) {
        outcome_of_taken(response.json().await.unwrap_or_default())
    } else {
        let refused: Refused = response.json().await.unwrap_or_default();
        outcome_of_refusal(status, refused.code, retry_after)
    }
}

/// The used fields of an accepted message.
#[derive(Debug, Default, Deserialize)]
struct Taken {
    sid: Option<String>,
    status: Option<String>,
    error_code: Option<u32>,
}

/// The used fields of a refusal.
#[derive(Debug, Default, Deserialize)]
struct Refused {
    code: Option<u32>,
}

fn outcome_of_taken(taken: Taken) -> Outcome {
    match taken.status.as_deref().map(message_status) {
        Some(MessageStatus::Failed) => Outcome::Permanent {
            about: about(taken.error_code),
            reason: reason(taken.error_code),
        },
        _ => Outcome::Sent {
            provider_id: taken.sid,
        },
    }
}

/// The outcome of a refusal. The HTTP status determines it. The code only distinguishes numbers that cannot get texts
/// from all other causes, such as a wrong token, which must not make every guest undeliverable at once.
fn outcome_of_refusal(status: u16, code: Option<u32>, retry_after: Option<Duration>) -> Outcome {
    match (status, code) {
        (408 | 500.., _) => {
            Outcome::unknown(format!("Twilio had a fault of its own (status {status})."))
        }
        (429, _) => Outcome::Transient {
            about: About::Account,
            reason: reason(Some(20429)),
            retry_after,
        },
        (_, Some(code @ OPTED_OUT)) => Outcome::OptedOut {
            reason: reason(Some(code)),
        },
        (_, Some(code)) if is_permanent(code) => Outcome::permanent(reason(Some(code))),
        (_, Some(code)) if is_ours(code) => Outcome::Permanent {
            about: About::Sender,
            reason: reason(Some(code)),
        },
        (401, _) => Outcome::transient(
            About::Account,
            "Twilio refused the account: check TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN.",
        ),
        (_, Some(code)) => Outcome::Transient {
            about: if passes(code) {
                About::Recipient
            } else {
                About::Account
            },
            reason: reason(Some(code)),
            retry_after,
        },
        (_, None) => Outcome::Transient {
            about: About::Account,
            reason: format!("Twilio refused the text (status {status})."),
            retry_after,
        },
    }
}

/// The guest has opted out of texts from this number.
pub(super) const OPTED_OUT: u32 = 21610;

/// Codes of transient causes: too many texts, or a phone that is off.
pub(super) fn passes(code: u32) -> bool {
    matches!(code, 20429 | 21611 | 30001 | 30003)
}

/// Codes after which another try of this text to this number would fail, too.
pub(super) fn is_permanent(code: u32) -> bool {
    matches!(
        code,
        21211 | 21610 | 21614 | 21617 | 21635 | 30004 | 30005 | 30006
    )
}

/// Codes about the sender's number, messaging service or account: no text arrives until this is corrected in Twilio's
/// console.
pub(super) fn is_ours(code: u32) -> bool {
    matches!(
        code,
        20005
            | 21212
            | 21606
            | 21659
            | 21660
            | 30002
            | 30007
            | 30008
            | 30032
            | 30034
            | 30532
            | 30533
            | 63016
    )
}

/// The subject of a code, for an accepted text.
pub(super) fn about(code: Option<u32>) -> About {
    if code.is_some_and(is_ours) {
        About::Sender
    } else {
        About::Recipient
    }
}

/// A sentence for the host about a code. Twilio's own words may contain the number.
pub(super) fn reason(code: Option<u32>) -> String {
    let Some(code) = code else {
        return "Twilio could not deliver the text.".to_owned();
    };
    let sentence = match code {
        20429 | 30001 | 21611 => "Twilio asks to send more slowly",
        21211 => "This is not a phone number that can exist",
        21212 | 21606 | 21659 | 21660 => "Twilio cannot send from TWILIO_PHONE_NUMBER",
        21408 => "The Twilio account may not text this country",
        21608 => "A trial account of Twilio texts only numbers that were verified there",
        21610 => "The guest has opted out of text messages",
        21612 => "Twilio cannot reach this number from TWILIO_PHONE_NUMBER",
        21614 | 21635 | 30006 => "This number cannot receive text messages",
        21617 => "The text is too long",
        30003 => "The phone cannot be reached at the moment",
        30004 => "The guest's provider blocks the text",
        30005 => "This number is not in use",
        20005 | 30002 => "The Twilio account is suspended: see Twilio's console",
        30007 => {
            "Carriers filter the texts as unwanted: see the sender's registration in Twilio's console"
        }
        30008 => "Carriers do not deliver the texts and give no reason: see Twilio's console",
        30032 | 30034 => {
            "The sender of the texts is not registered or verified: do so in Twilio's console"
        }
        63016 => "The sender may not start conversations: see Twilio's console",
        30532 | 30533 => "The Twilio account is not registered to text this country",
        _ => "Twilio refused the text",
    };
    format!("{sentence} (Twilio {code}).")
}

/// The status of a message by Twilio's name. An unknown name means that the message exists.
pub(super) fn message_status(word: &str) -> MessageStatus {
    match word {
        "delivered" | "read" => MessageStatus::Delivered,
        "failed" | "undelivered" | "canceled" => MessageStatus::Failed,
        _ => MessageStatus::Sent,
    }
}

/// `Retry-After`: seconds or a date (RFC 9110, section 10.2.3).
fn parse_retry_after(value: &str, now: Timestamp) -> Option<Duration> {
    let value = value.trim();
    if let Ok(seconds) = value.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let moment = rfc2822::parse(value).ok()?.timestamp();
    Some(Duration::try_from(moment.duration_since(now)).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: Duration = Duration::from_mins(1);

    #[test]
    fn a_number_that_cannot_be_texted_is_permanent() {
        for code in [21211, 21614, 21635, 30006] {
            let outcome = outcome_of_refusal(400, Some(code), None);
            assert!(
                matches!(outcome, Outcome::Permanent { .. }),
                "{code}: {outcome:?}"
            );
        }
        assert_eq!(
            outcome_of_refusal(400, Some(21610), None),
            Outcome::OptedOut {
                reason: "The guest has opted out of text messages (Twilio 21610).".to_owned()
            }
        );
    }

    #[test]
    fn what_may_be_our_own_fault_is_tried_again() {
        let cases = [
            (401, Some(20003)),
            (401, None),
            (403, Some(20003)),
            (400, Some(21408)),
            (400, Some(21608)),
            (400, Some(21611)),
            (400, Some(30003)),
            (400, Some(99999)),
            (400, None),
            (404, Some(20404)),
            (307, None),
        ];
        for (status, code) in cases {
            let outcome = outcome_of_refusal(status, code, None);
            assert!(
                matches!(outcome, Outcome::Transient { .. }),
                "{status} {code:?}: {outcome:?}"
            );
        }
    }

    #[test]
    fn what_is_wrong_with_the_sender_is_nobody_elses_fault() {
        for code in [21606, 30007, 30008, 30032, 30034, 63016] {
            let outcome = outcome_of_refusal(400, Some(code), None);
            assert!(
                matches!(
                    outcome,
                    Outcome::Permanent {
                        about: About::Sender,
                        ..
                    }
                ),
                "{code}: {outcome:?}"
            );
        }
    }

    #[test]
    fn too_many_requests_are_never_processed() {
        assert_eq!(
            outcome_of_refusal(429, Some(20429), Some(MINUTE)),
            Outcome::Transient {
                about: About::Account,
                reason: "Twilio asks to send more slowly (Twilio 20429).".to_owned(),
                retry_after: Some(MINUTE),
            }
        );
    }

    #[test]
    fn nobody_knows_what_a_fault_of_the_server_did() {
        for status in [408, 500, 502, 503, 504] {
            let outcome = outcome_of_refusal(status, Some(21211), None);
            assert!(
                matches!(outcome, Outcome::Unknown { .. }),
                "{status}: {outcome:?}"
            );
        }
    }

    #[test]
    fn what_was_taken_counts_even_when_the_answer_says_nothing() {
        assert_eq!(
            outcome_of_taken(Taken::default()),
            Outcome::Sent { provider_id: None }
        );
        let failed = Taken {
            status: Some("failed".into()),
            error_code: Some(30006),
            sid: None,
        };
        assert!(matches!(
            outcome_of_taken(failed),
            Outcome::Permanent { .. }
        ));
    }

    #[test]
    fn retry_after_is_seconds_or_a_date() {
        let now = "2026-12-05T18:00:00Z".parse().unwrap();
        let parse = |value| parse_retry_after(value, now);
        assert_eq!(parse("60"), Some(MINUTE));
        assert_eq!(parse("Sat, 05 Dec 2026 18:01:00 GMT"), Some(MINUTE));
        assert_eq!(parse("Sat, 05 Dec 2026 17:00:00 GMT"), Some(Duration::ZERO));
        assert_eq!(parse("soon"), None);
        assert_eq!(parse("-5"), None);
    }

    #[test]
    fn words_of_twilio_become_words_of_ours() {
        for (word, status) in [
            ("queued", MessageStatus::Sent),
            ("sent", MessageStatus::Sent),
            ("delivered", MessageStatus::Delivered),
            ("read", MessageStatus::Delivered),
            ("undelivered", MessageStatus::Failed),
            ("canceled", MessageStatus::Failed),
            ("teleported", MessageStatus::Sent),
        ] {
            assert_eq!(message_status(word), status, "{word}");
        }
    }
}
