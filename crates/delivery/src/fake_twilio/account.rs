//! The resources of the account, its numbers, and its messaging service.

use std::sync::Mutex;

use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;
use serde_json::json;

use super::messages_json::{is_signed_in, refusal};
use super::{ACCOUNT_SID, MESSAGING_SERVICE_SID, PHONE_NUMBER, State, lock};

pub(super) fn resources(services: &mut web::ServiceConfig) {
    let account = format!("/2010-04-01/Accounts/{ACCOUNT_SID}");
    services
        .route(&format!("{account}.json"), web::get().to(show))
        .route(
            &format!("{account}/IncomingPhoneNumbers.json"),
            web::get().to(numbers),
        )
        .route("/v1/Services/{sid}", web::get().to(service));
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

async fn service(
    request: HttpRequest,
    sid: web::Path<String>,
    state: web::Data<Mutex<State>>,
) -> HttpResponse {
    if !is_signed_in(&request) {
        return refusal(401, 20003);
    }
    if *sid != MESSAGING_SERVICE_SID {
        return refusal(404, 20404);
    }
    let state = lock(&state);
    HttpResponse::Ok().json(json!({
        "sid": MESSAGING_SERVICE_SID,
        "account_sid": ACCOUNT_SID,
        "friendly_name": "Dinners",
        "inbound_request_url": (!state.inbound_url.is_empty()).then_some(&state.inbound_url),
        "inbound_method": "POST",
        "use_inbound_webhook_on_number": state.numbers_bring_texts,
    }))
}
