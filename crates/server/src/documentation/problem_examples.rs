//! Examples of problems. The errors themselves are their source, so an example is what the server answers.

use std::time::Duration;

use seat_dealer_core::{Channel, Refusal, Scope};
use seat_dealer_sign_in::{IdTokenFault, SignInError};
use serde::de::IgnoredAny;
use serde_json::Value;
use utoipa::openapi::path::Operation;

use crate::http::errors::ApiError;
use crate::http::extractors::parse_json;
use crate::http::operations::{parameters, unknown_parameter};
use crate::http::sizes;

const NAME: &str = "Ada Lovelace";

/// A problem that this operation answers with this status. `body` is the schema of its body, if it has one, and `current`
/// an example of what it changes.
pub(super) fn example(
    operation: &Operation,
    status: &str,
    body: Option<&Value>,
    current: &Value,
) -> Option<Value> {
    let name = operation.operation_id.as_deref().unwrap_or_default();
    let is_of_provider = name.starts_with("hearText");
    let error = match status {
        "400" if is_of_provider => ApiError::Unreadable("The body is incomplete.".to_owned()),
        "400" => parse_json::<IgnoredAny>(b"").err()?,
        "401" if name == "finishLogin" => SignInError::from(IdTokenFault::Expired).into(),
        "401" => ApiError::Unauthorized,
        "403" => match name {
            "finishLogin" => ApiError::NotAllowed("ada@example.com".to_owned()),
            "addApiKey" => ApiError::WiderKey,
            "deleteMe" | "logout" => ApiError::SessionNeeded,
            _ if is_of_provider => ApiError::Forbidden,
            "exportMe" | "endSession" | "endSessions" | "listApiKeys" | "listSessions"
            | "readApiKey" | "revokeApiKey" => ApiError::OutOfScope(Scope::Account),
            _ => ApiError::OutOfScope(if is_reading(name) {
                Scope::Read
            } else {
                Scope::Write
            }),
        },
        "404" => ApiError::NotFound,
        "408" => ApiError::TooSlow,
        "409" => conflict(name),
        "410" => ApiError::Gone("This invitation is no longer open".to_owned()),
        "412" => ApiError::Changed {
            etag: current["etag"].as_str()?.to_owned(),
            current: current.clone(),
        },
        "413" => ApiError::TooLarge {
            limit: match name {
                "importContacts" => sizes::IMPORT_LIMIT,
                _ if operation.security.is_some() || is_of_provider => sizes::KEYLESS_LIMIT,
                _ => sizes::BODY_LIMIT,
            },
        },
        "415" => match name {
            "importContacts" => ApiError::NoAddressBook,
            _ if is_of_provider => ApiError::Encoded,
            _ => ApiError::NotJson,
        },
        "422" => body.map_or_else(|| unknown(operation), invalid),
        "429" => ApiError::TooMany(Duration::from_secs(30)),
        "502" => SignInError::ProviderResponse.into(),
        "503" if name == "startLogin" || name == "finishLogin" => {
            SignInError::ProviderUnavailable.into()
        }
        "503" => ApiError::Unavailable,
        "default" => ApiError::Internal,
        _ => return None,
    };
    serde_json::to_value(error.problem()).ok()
}

fn is_reading(operation: &str) -> bool {
    let reading = ["export", "list", "preview", "read", "stream"];
    reading.iter().any(|verb| operation.starts_with(verb))
}

/// Why the state of things does not allow this operation.
fn conflict(operation: &str) -> ApiError {
    let id = "01939a6e-5b00-7c3a-9d42-0a3f6c2e0001".to_owned();
    let disallowed = |code, sentence: &str| ApiError::Refused {
        code,
        sentence: sentence.to_owned(),
    };
    let name = NAME.to_owned();
    let refusal = match operation {
        "addContact" | "changeContact" => {
            return ApiError::Existing {
                code: "contact-exists",
                id,
                sentence: format!(
                    "You have a contact called {NAME} with this phone number. Change that one, or give this one \
                     another name."
                ),
            };
        }
        "addEvent" => {
            return ApiError::Existing {
                code: "external-id-taken",
                id,
                sentence:
                    "Another event has this externalId. Change that one, or use another externalId."
                        .to_owned(),
            };
        }
        "deleteEvent" => {
            return disallowed(
                "event-has-guests",
                "People are invited to this event. Cancel it first, so that they are told; then it can be deleted.",
            );
        }
        "addWebhook" => {
            return disallowed(
                "too-many-webhooks",
                "There are 10 webhooks already. Delete one first.",
            );
        }
        "redeliver" => {
            return disallowed(
                "webhook-paused",
                "The webhook is paused. Set paused to false first; it then sends everything that it has not \
                 delivered.",
            );
        }
        "answerRsvp" => {
            return disallowed(
                "event-cancelled",
                "Sadly, Grace Hopper has had to call this off. There is nothing you need to do.",
            );
        }
        "changeEvent" => Refusal::SeatsTaken {
            asked: 4,
            seated: 3,
            held: 2,
        },
        "arrangeDeck" | "deal" => Refusal::Cancelled,
        "pause" => Refusal::NotDealing,
        "cancel" => Refusal::Past,
        "writeToGuests" => Refusal::NobodyToTell { unreached: 0 },
        "inviteNow" | "inviteSeveral" | "previewInvitation" => Refusal::NoOpenSeat { seats: 8 },
        "changeInvite" => Refusal::NoRoomForParty { name },
        "previewWithdrawal" => Refusal::Withdrawn { name },
        "resendInvite" | "previewResending" => Refusal::ChannelRests {
            channel: Channel::Sms,
            why: "The account is suspended.".to_owned(),
        },
        "markPassedOn" => Refusal::NothingToHandOver { name },
        _ => return ApiError::InProgress,
    };
    refusal.into()
}

/// A parameter that the operation does not have.
fn unknown(operation: &Operation) -> ApiError {
    let sentence = unknown_parameter(&parameters(operation));
    ApiError::invalid("page", "unknown-field", sentence)
}

/// A body without a field that it must have, or with one of another type.
fn invalid(schema: &Value) -> ApiError {
    if let Some(field) = schema["required"][0].as_str() {
        return ApiError::invalid(field, "required", "This is needed.");
    }
    let properties = schema["properties"].as_object();
    let wrong = properties
        .into_iter()
        .flatten()
        .find_map(|(name, property)| {
            let kinds = [&property["type"], &property["type"][0]];
            let kind = kinds.into_iter().find_map(Value::as_str)?;
            let sentence = match kind {
                "array" => "This must be a list.",
                "boolean" => "This must be true or false.",
                "integer" => "This must be a whole number.",
                "string" => "This must be text.",
                _ => return None,
            };
            Some((name, sentence))
        });
    let (field, sentence) = wrong
        .map_or(("body", "This must be an object."), |(name, sentence)| {
            (name.as_str(), sentence)
        });
    ApiError::invalid(field, "wrong-type", sentence)
}
