//! `Messages.json`: accepts texts, and lists the accepted ones.

use std::sync::{Arc, Mutex};

use actix_web::{
    HttpRequest, HttpResponse,
    http::{StatusCode, header},
    web,
};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use jiff::{Timestamp, fmt::rfc2822, tz::TimeZone};
use seat_dealer_core::PhoneNumber;
use serde::Deserialize;

use super::{ACCOUNT_SID, AUTH_TOKEN, Accepted, Answer, LONGEST_BODY, State, lock, webhooks};

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Form {
    to: Option<String>,
    from: Option<String>,
    messaging_service_sid: Option<String>,
    body: Option<String>,
    status_callback: Option<String>,
}

pub(super) async fn create(
    request: HttpRequest,
    form: web::Form<Form>,
    state: web::Data<Mutex<State>>,
) -> HttpResponse {
    if !is_signed_in(&request) {
        return refusal(401, 20003);
    }
    let answer = {
        let mut state = lock(&state);
        state.requests += 1;
        state.answers.pop_front().unwrap_or(Answer::Accept)
    };
    let accept = || accept(&state, form.into_inner());
    match answer {
        Answer::Accept => accept(),
        Answer::Refuse { status, code } => refusal(status, code),
        Answer::RateLimit { retry_after } => {
            let mut response = refusal(429, 20429);
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, retry_after.into());
            response
        }
        Answer::Break => refusal(500, 20500),
        Answer::AcceptAndBreak => {
            accept();
            refusal(500, 20500)
        }
        Answer::Hang(time) => {
            tokio::time::sleep(time).await;
            refusal(500, 20500)
        }
        Answer::AcceptAndHang(time) => {
            let response = accept();
            tokio::time::sleep(time).await;
            response
        }
    }
}

fn accept(state: &web::Data<Mutex<State>>, form: Form) -> HttpResponse {
    let Some(to) = form
        .to
        .filter(|to| PhoneNumber::parse(to).is_ok_and(|n| n.as_str() == to))
    else {
        return refusal(400, 21211);
    };
    if form.from.is_none() && form.messaging_service_sid.is_none() {
        return refusal(400, 21603);
    }
    let Some(body) = form.body.filter(|body| !body.is_empty()) else {
        return refusal(400, 21602);
    };
    if body.encode_utf16().count() > LONGEST_BODY {
        return refusal(400, 21617);
    }
    let mut now = lock(state);
    if now.webhooks.has_opted_out(&to) {
        return refusal(400, 21610);
    }
    let accepted = Accepted {
        sid: format!("SM{:032x}", now.journal.len() + 1),
        to,
        from: form.from,
        messaging_service_sid: form.messaging_service_sid,
        body,
        status_callback: form.status_callback,
        status: "queued".to_owned(),
        at: Timestamp::now(),
    };
    let response = HttpResponse::Created().json(shown(&accepted));
    now.journal.push(accepted.clone());
    drop(now);
    webhooks::report(Arc::clone(state), accepted);
    response
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Filter {
    to: Option<String>,
    #[serde(default = "default_page_size")]
    page_size: usize,
    #[serde(default)]
    page: usize,
}

fn default_page_size() -> usize {
    50
}

/// Lists texts, newest first, in pages.
pub(super) async fn list(
    request: HttpRequest,
    filter: web::Query<Filter>,
    state: web::Data<Mutex<State>>,
) -> HttpResponse {
    if !is_signed_in(&request) {
        return refusal(401, 20003);
    }
    let state = lock(&state);
    if state.listing_fails {
        return refusal(503, 20503);
    }
    let matching: Vec<&Accepted> = state
        .journal
        .iter()
        .rev()
        .filter(|message| filter.to.as_ref().is_none_or(|to| *to == message.to))
        .collect();
    let start = filter.page * filter.page_size;
    let messages: Vec<_> = matching
        .iter()
        .skip(start)
        .take(filter.page_size)
        .map(|message| shown(message))
        .collect();
    let next_page_uri = (matching.len() > start + filter.page_size).then(|| {
        let to = filter.to.as_deref().unwrap_or_default().replace('+', "%2B");
        let (size, page) = (filter.page_size, filter.page + 1);
        format!("{}?To={to}&PageSize={size}&Page={page}", request.path())
    });
    HttpResponse::Ok().json(serde_json::json!({
        "messages": messages,
        "next_page_uri": next_page_uri,
        "page": filter.page,
        "page_size": filter.page_size,
    }))
}

pub(super) fn is_signed_in(request: &HttpRequest) -> bool {
    let expected = format!(
        "Basic {}",
        BASE64_STANDARD.encode(format!("{ACCOUNT_SID}:{AUTH_TOKEN}"))
    );
    request
        .headers()
        .get(header::AUTHORIZATION)
        .is_some_and(|value| value.as_bytes() == expected.as_bytes())
}

fn shown(message: &Accepted) -> serde_json::Value {
    let date = rfc2822::to_string(&message.at.to_zoned(TimeZone::UTC)).unwrap_or_default();
    serde_json::json!({
        "account_sid": ACCOUNT_SID,
        "sid": message.sid,
        "to": message.to,
        "from": message.from,
        "messaging_service_sid": message.messaging_service_sid,
        "body": message.body,
        "status": message.status,
        "date_created": date,
        "error_code": null,
    })
}

pub(super) fn refusal(status: u16, code: u32) -> HttpResponse {
    let status_code = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    HttpResponse::build(status_code).json(serde_json::json!({
        "code": code,
        "message": "The 'To' number +14155550132 did something.",
        "more_info": format!("https://www.twilio.com/docs/errors/{code}"),
        "status": status,
    }))
}
