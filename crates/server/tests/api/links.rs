//! Requests with guests' links.

use std::collections::BTreeMap;

use seat_dealer_test_support::app::{Answer, TestApp};
use serde_json::{Value, json};

/// Answers through the API.
pub(crate) async fn answer(app: &TestApp, link: &str, response: &str) -> Value {
    let body = json!({ "response": response });
    app.stranger()
        .post(&format!("/api/v1{link}"), body)
        .await
        .is(200)
}

/// The data of the guest's page, through the API.
pub(crate) async fn look(app: &TestApp, link: &str) -> Value {
    app.stranger().get(&format!("/api/v1{link}")).await.is(200)
}

/// Everything of a response that a client can see, except the time.
pub(crate) fn all_of(answer: &Answer) -> (u16, BTreeMap<String, String>, String) {
    let headers = answer.headers.iter();
    let headers = headers
        .filter(|(name, _)| *name != "date" && *name != "x-request-id")
        .map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()));
    (answer.status, headers.collect(), answer.text())
}
