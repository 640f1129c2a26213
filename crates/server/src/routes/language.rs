//! Which language a guest's request is answered in.

use std::convert::Infallible;
use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::{FromRequest, HttpRequest};
use url::form_urlencoded;

use crate::guest::{Texts, language};

/// The language that the guest has chosen with `?lang=`, else the one their browser asks for.
pub(super) struct Language {
    pub(super) texts: &'static Texts,
    chosen: bool,
}

impl FromRequest for Language {
    type Error = Infallible;
    type Future = Ready<Result<Self, Self::Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let chosen = form_urlencoded::parse(request.query_string().as_bytes())
            .find(|(name, _)| name == "lang")
            .and_then(|(_, tag)| language::named(&tag));
        let accepted = request
            .headers()
            .get(header::ACCEPT_LANGUAGE)
            .and_then(|accepted| accepted.to_str().ok());
        ready(Ok(Self {
            texts: chosen.unwrap_or_else(|| language::preferred(accepted.unwrap_or_default())),
            chosen: chosen.is_some(),
        }))
    }
}

impl Language {
    /// The query of an address that keeps the guest's choice; empty without one.
    pub(super) fn query(&self) -> String {
        if self.chosen {
            format!("?lang={}", self.texts.language)
        } else {
            String::new()
        }
    }

    /// A reference from a page to itself that keeps the guest's choice (RFC 3986, section 4.2). It
    /// names no token, because proxies write the `Location` of an answer into their logs.
    pub(super) fn same_page(&self) -> String {
        if self.chosen {
            self.query()
        } else {
            "?".to_owned()
        }
    }
}
