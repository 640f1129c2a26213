//! The account and its numbers.

use std::sync::Mutex;

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;
use serde_json::json;

use super::messages_json::{is_signed_in, refusal};
use super::{ACCOUNT_SID, PHONE_NUMBER, State, lock};

pub(super) fn resources(services: &mut web::ServiceConfig) {
    let account = format!("/2010-04-01/Accounts/{ACCOUNT_SID}");
    services
        .route(&format!("{account}.json"), web::get().to(show))
        .route(
            &format!("{account}/IncomingPhoneNumbers.json"),
            web::get().to(numbers),
        );
}

async fn show(request: HttpRequest, state: web::Data<Mutex<State>>) -> HttpResponse {
    if !is_signed_in(&request) {
        return refusal(401, 20003);
    }
    let status = if lock(&state).suspended {
        "suspended"
    } else {
        "active"
    };
    HttpResponse::Ok().json(json!({ "sid": ACCOUNT_SID, "status": status }))
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Filter {
    phone_number: Option<String>,
}

async fn numbers(
    request: HttpRequest,
    filter: web::Query<Filter>,
    state: web::Data<Mutex<State>>,
) -> HttpResponse {
    if !is_signed_in(&request) {
        return refusal(401, 20003);
    }
    let asked = filter.phone_number.as_deref();
    let number = json!({
        "phone_number": PHONE_NUMBER,
        "capabilities": { "sms": true, "mms": true, "voice": false },
        "sms_url": lock(&state).inbound_url,
    });
    let numbers: Vec<_> = [number]
        .into_iter()
        .filter(|_| asked.is_none_or(|asked| asked == PHONE_NUMBER))
        .collect();
    HttpResponse::Ok().json(json!({ "incoming_phone_numbers": numbers }))
}
