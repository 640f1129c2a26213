//! A simulated browser: follows redirects, submits forms, keeps cookies, and stops at the web app's
//! callback.

use std::collections::BTreeMap;
use std::sync::Mutex;

use reqwest::header::{COOKIE, LOCATION, SET_COOKIE};
use reqwest::{Client, RequestBuilder, Response, StatusCode};
use url::Url;

use crate::serving::REDIRECT;

#[derive(Default)]
pub(crate) struct Browser {
    /// The cookies of one site. Paths are ignored.
    cookies: Mutex<BTreeMap<String, String>>,
}

/// The page that the browser has reached.
pub(crate) enum Location {
    /// A page, after all redirects.
    Page {
        address: Url,
        status: StatusCode,
        html: String,
    },
    /// The callback of the web app.
    Callback(Callback),
}

/// The parameters of the callback.
#[derive(Debug, Clone)]
pub(crate) struct Callback {
    pub(crate) parameters: BTreeMap<String, String>,
}

impl Callback {
    pub(crate) fn code(&self) -> &str {
        &self.parameters["code"]
    }

    pub(crate) fn state(&self) -> &str {
        &self.parameters["state"]
    }
}

impl Browser {
    pub(crate) async fn open(&self, address: &str) -> Location {
        let address = Url::parse(address).unwrap();
        let answer = self.send(client().get(address.clone())).await;
        self.follow(address, answer).await
    }

    /// Submits the page's form with its hidden fields and the typed values.
    pub(crate) async fn submit(
        &self,
        address: &Url,
        html: &str,
        typed: &[(&str, &str)],
    ) -> Location {
        let form = between(html, "<form", "</form>").expect("a form");
        let tag = form.split('>').next().unwrap();
        assert!(tag.contains(r#"method="post""#), "{tag}");
        let target = attribute(tag, "action")
            .map_or_else(|| address.clone(), |action| address.join(&action).unwrap());
        let mut fields: Vec<(String, String)> = Vec::new();
        for input in form.split("<input").skip(1) {
            let tag = input.split('>').next().unwrap();
            let name = attribute(tag, "name").unwrap();
            let value = typed
                .iter()
                .find(|(field, _)| *field == name)
                .map(|(_, value)| (*value).to_owned())
                .or_else(|| attribute(tag, "value"));
            fields.push((name, value.unwrap_or_default()));
        }
        for (field, _) in typed {
            assert!(
                fields.iter().any(|(name, _)| name == field),
                "no field {field}"
            );
        }
        let answer = self.send(client().post(target.clone()).form(&fields)).await;
        self.follow(target, answer).await
    }

    async fn follow(&self, mut address: Url, mut answer: Response) -> Location {
        for _ in 0..10 {
            if !answer.status().is_redirection() {
                let status = answer.status();
                return Location::Page {
                    address,
                    status,
                    html: answer.text().await.unwrap(),
                };
            }
            assert_eq!(answer.status(), StatusCode::SEE_OTHER);
            address = address
                .join(answer.headers()[LOCATION].to_str().unwrap())
                .unwrap();
            if address.as_str().starts_with(REDIRECT) {
                let parameters = address.query_pairs().into_owned().collect();
                return Location::Callback(Callback { parameters });
            }
            answer = self.send(client().get(address.clone())).await;
        }
        panic!("too many redirects");
    }

    async fn send(&self, request: RequestBuilder) -> Response {
        let jar = self
            .cookies
            .lock()
            .unwrap()
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect::<Vec<_>>()
            .join("; ");
        let request = if jar.is_empty() {
            request
        } else {
            request.header(COOKIE, jar)
        };
        let answer = request.send().await.unwrap();
        for cookie in answer.headers().get_all(SET_COOKIE) {
            let pair = cookie.to_str().unwrap().split(';').next().unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            let mut cookies = self.cookies.lock().unwrap();
            if value.is_empty() {
                cookies.remove(name);
            } else {
                cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        answer
    }
}

impl Location {
    pub(crate) fn page(self) -> (Url, StatusCode, String) {
        match self {
            Self::Page {
                address,
                status,
                html,
            } => (address, status, html),
            Self::Callback(callback) => panic!("expected a page, came back with {callback:?}"),
        }
    }

    pub(crate) fn callback(self) -> Callback {
        match self {
            Self::Callback(callback) => callback,
            Self::Page {
                address,
                status,
                html,
            } => {
                panic!("expected to come back, came to {address}: {status} {html}")
            }
        }
    }
}

/// Signs in at the development provider.
pub(crate) async fn sign_in_as(authorization_url: &str, name: &str, email: &str) -> Callback {
    let browser = Browser::default();
    let (address, status, html) = browser.open(authorization_url).await.page();
    assert_eq!(status, StatusCode::OK, "{html}");
    browser
        .submit(&address, &html, &[("name", name), ("email", email)])
        .await
        .callback()
}

/// A client that does not follow redirects.
pub(crate) fn client() -> Client {
    Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .build()
        .unwrap()
}

fn between<'a>(text: &'a str, start: &str, end: &str) -> Option<&'a str> {
    let from = text.find(start)?;
    let length = text[from..].find(end)?;
    Some(&text[from..from + length])
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let start = tag.find(&format!(" {name}=\""))? + name.len() + 3;
    let value = tag[start..].split('"').next()?;
    Some(value.replace("&#x2F;", "/").replace("&amp;", "&"))
}
