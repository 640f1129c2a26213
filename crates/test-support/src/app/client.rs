use reqwest::header::{CONTENT_TYPE, HeaderMap};
use reqwest::redirect::Policy;
use reqwest::{Method, RequestBuilder};
use seat_dealer::{FIELD_CODES, PROBLEM_KINDS};
use serde_json::Value;

/// A client of an application. It follows no redirects and decompresses nothing.
#[derive(Debug, Clone)]
pub struct Client {
    http: reqwest::Client,
    base: String,
    key: Option<String>,
}

impl Client {
    /// A client of the application at `base`, with or without a key.
    pub fn new(base: &str, key: Option<String>) -> Self {
        let http = reqwest::Client::builder()
            .redirect(Policy::none())
            .no_proxy()
            .build()
            .expect("a client");
        Self::over(http, base, key)
    }

    /// The same, with the test's own HTTP client.
    pub fn over(http: reqwest::Client, base: &str, key: Option<String>) -> Self {
        Self {
            http,
            base: base.to_owned(),
            key,
        }
    }

    /// The key. Empty without one.
    pub fn key(&self) -> &str {
        self.key.as_deref().unwrap_or_default()
    }

    /// A request. Send it with [`Answer::to`].
    pub fn request(&self, method: &str, path: &str) -> RequestBuilder {
        let method = Method::from_bytes(method.as_bytes()).expect("a method");
        let request = self.http.request(method, format!("{}{path}", self.base));
        match &self.key {
            Some(key) => request.bearer_auth(key),
            None => request,
        }
    }

    /// `GET`.
    pub async fn get(&self, path: &str) -> Answer {
        Answer::to(self.request("GET", path)).await
    }

    /// `HEAD`.
    pub async fn head(&self, path: &str) -> Answer {
        Answer::to(self.request("HEAD", path)).await
    }

    /// `DELETE`.
    pub async fn delete(&self, path: &str) -> Answer {
        Answer::to(self.request("DELETE", path)).await
    }

    /// `POST` of JSON. `null` sends no body.
    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.send("POST", path, &body).await
    }

    /// `PATCH` of JSON.
    pub async fn patch(&self, path: &str, body: Value) -> Answer {
        self.send("PATCH", path, &body).await
    }

    /// `PUT` of JSON.
    pub async fn put(&self, path: &str, body: Value) -> Answer {
        self.send("PUT", path, &body).await
    }

    /// Sends JSON. `null` sends no body.
    pub async fn send(&self, method: &str, path: &str, body: &Value) -> Answer {
        let request = self.request(method, path);
        Answer::to(if body.is_null() {
            request
        } else {
            request.json(body)
        })
        .await
    }

    /// Sends a form, like a browser.
    pub async fn submit(&self, path: &str, form: &[(&str, &str)]) -> Answer {
        Answer::to(self.request("POST", path).form(form)).await
    }
}

/// A response.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body, not decompressed.
    pub body: Vec<u8>,
}

impl Answer {
    /// Sends a request and reads the whole response.
    pub async fn to(request: RequestBuilder) -> Self {
        let response = request.send().await.expect("a response");
        Self {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            body: response.bytes().await.expect("a body").to_vec(),
        }
    }

    /// A header. Empty if it is missing.
    pub fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name).map(|value| value.to_str());
        value.transpose().expect("a text").unwrap_or_default()
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8(self.body.clone()).expect("text")
    }

    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("no JSON: {self}"))
    }

    /// Asserts the status, and returns the JSON body. `null` without a body.
    #[track_caller]
    pub fn is(self, status: u16) -> Value {
        assert_eq!(self.status, status, "{self}");
        if self.body.is_empty() {
            Value::Null
        } else {
            assert_eq!(self.header(CONTENT_TYPE.as_str()), "application/json");
            self.json()
        }
    }

    /// Asserts that the response is a problem (RFC 9457) with this status, and returns its detail.
    #[track_caller]
    pub fn problem(self, status: u16) -> String {
        assert_eq!(self.status, status, "{self}");
        assert_eq!(
            self.header(CONTENT_TYPE.as_str()),
            "application/problem+json"
        );
        let problem = self.json();
        assert_eq!(problem["status"], status, "{problem}");
        let text = |name: &str| problem[name].as_str().unwrap_or_default().to_owned();
        let is_listed = |code: &str| PROBLEM_KINDS.iter().any(|kind| kind.code == code);
        assert!(is_listed(&text("code")), "{problem}");
        assert_eq!(text("type"), format!("/problems/{}", text("code")));
        assert!(!text("title").is_empty(), "{problem}");
        assert!(text("detail").ends_with('.'), "{problem}");
        text("detail")
    }

    /// Asserts that the response is a problem with the status 422, and returns its invalid fields in order.
    #[track_caller]
    pub fn invalid(self) -> Vec<String> {
        let errors = self.field_errors().into_iter();
        errors.map(|(field, _)| field).collect()
    }

    /// Asserts that the response is a problem with the status 422, and returns its invalid fields and
    /// their messages in order.
    #[track_caller]
    pub fn field_errors(self) -> Vec<(String, String)> {
        let errors = self.json()["errors"].clone();
        self.problem(422);
        let errors = errors.as_array().expect("errors").clone();
        errors
            .iter()
            .map(|error| {
                let message = error["message"].as_str().expect("a message");
                assert!(message.ends_with('.'), "{error}");
                let code = error["code"].as_str().expect("a code");
                assert!(
                    FIELD_CODES.iter().any(|(known, _)| *known == code),
                    "{error}"
                );
                let field = error["field"].as_str().expect("a field");
                (field.to_owned(), message.to_owned())
            })
            .collect()
    }
}

impl std::fmt::Display for Answer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.status, String::from_utf8_lossy(&self.body))
    }
}
