//! The language of a guest's pages: the chosen one, or else the best match of `Accept-Language`.

use std::cmp::Reverse;
use std::convert::Infallible;
use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::{FromRequest, HttpRequest, web};
use seat_dealer_core::Language;
use url::form_urlencoded;

use super::texts::Texts;
use crate::http::state::State;

/// The number of ranges of an `Accept-Language` header that are evaluated.
const RANGE_LIMIT: usize = 32;

/// The best match of an `Accept-Language` header (RFC 9110, section 12.5.4), or else `usual`. Only the
/// primary language counts: Austrian German matches German.
fn preferred(accepted: &str, usual: Language) -> Language {
    let ranges: Vec<(&str, u16)> = accepted
        .split(',')
        .take(RANGE_LIMIT)
        .filter_map(range)
        .collect();
    let rank = |language: &str| {
        ranges
            .iter()
            .enumerate()
            .filter(|(_, (name, _))| name.eq_ignore_ascii_case(language))
            .map(|(at, (_, quality))| (*quality, Reverse(at)))
            .max()
    };
    let wanted = Language::ALL
        .iter()
        .enumerate()
        .filter_map(|(at, language)| {
            let rank = rank(language.as_str()).or_else(|| rank("*"));
            rank.filter(|(quality, _)| *quality > 0)
                .map(|rank| ((rank, Reverse(at)), *language))
        });
    wanted
        .max_by_key(|(rank, _)| *rank)
        .map_or(usual, |(_, language)| language)
}

/// The primary language of a range such as `de-AT;q=0.8`, and its weight in thousandths. `None` if the
/// range is malformed.
fn range(range: &str) -> Option<(&str, u16)> {
    let (tag, weight) = range.split_once(';').unwrap_or((range, "q=1"));
    let (language, _) = tag.trim().split_once('-').unwrap_or((tag.trim(), ""));
    let weight = weight.trim();
    let weight = weight
        .strip_prefix("q=")
        .or_else(|| weight.strip_prefix("Q="))?;
    Some((language, thousandths(weight)?))
}

/// Parses a weight from `0` to `1` with at most three decimals.
fn thousandths(weight: &str) -> Option<u16> {
    let (whole, decimals) = weight.split_once('.').unwrap_or((weight, ""));
    if decimals.len() > 3 || !decimals.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    let decimals: u16 = format!("{decimals:0<3}").parse().ok()?;
    match whole {
        "0" => Some(decimals),
        "1" if decimals == 0 => Some(1_000),
        _ => None,
    }
}

/// The language that the guest has chosen with `?lang=`, or else that of the contact or of the host, or else the one
/// that the browser requests, or else that of the server.
pub(super) struct PageLanguage {
    pub(super) texts: &'static Texts,
    pub(super) chosen: Option<Language>,
}

impl FromRequest for PageLanguage {
    type Error = Infallible;
    type Future = Ready<Result<Self, Self::Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let chosen = form_urlencoded::parse(request.query_string().as_bytes())
            .find(|(name, _)| name == "lang")
            .and_then(|(_, tag)| tag.parse().ok());
        let accepted = request
            .headers()
            .get(header::ACCEPT_LANGUAGE)
            .and_then(|accepted| accepted.to_str().ok());
        let state = request.app_data::<web::Data<State>>();
        let usual = state.map_or(Language::English, |state| state.config.language);
        let language = chosen.unwrap_or_else(|| preferred(accepted.unwrap_or_default(), usual));
        ready(Ok(Self {
            texts: Texts::of(language),
            chosen,
        }))
    }
}

impl PageLanguage {
    /// Takes the language of the contact or of the host, unless the guest has chosen one for this page.
    pub(super) fn set_guests(&mut self, language: Option<Language>) {
        self.texts = self.chosen.or(language).map_or(self.texts, Texts::of);
    }

    /// The query that keeps the guest's choice. Empty without a choice.
    pub(super) fn query(&self) -> String {
        self.chosen
            .map_or_else(String::new, |language| format!("?lang={language}"))
    }

    /// A relative reference to the same page that keeps the guest's choice (RFC 3986, section 4.2). It
    /// contains no token, because proxies log the `Location` of a response.
    pub(super) fn same_page(&self) -> String {
        match self.chosen {
            Some(_) => self.query(),
            None => "?".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_with_the_highest_weight_is_chosen() {
        for (accepted, language) in [
            ("", "en"),
            ("de", "de"),
            ("DE-at", "de"),
            ("de-AT,de;q=0.9,en;q=0.8", "de"),
            ("en-GB,en;q=0.9,fr;q=0.8", "en"),
            ("fr;q=0.5, es;q=0.7", "es"),
            ("fr , es", "fr"),
            ("it-CH", "it"),
            ("it-CH,de-CH;q=0.9", "it"),
            ("pt-BR", "pt"),
            ("pt-PT,pt;q=0.9,en;q=0.8", "pt"),
            ("da,nl;q=0.9,fr;q=0.1", "fr"),
            ("da,nl", "en"),
            ("da, *;q=0.1", "en"),
            ("*, de;q=0.5", "en"),
            ("en;q=0, *", "es"),
            ("en;q=0,de;q=0,es;q=0,fr;q=0,it;q=0,pt;q=0", "en"),
            ("de;q=0, fr;q=0.001", "fr"),
            ("de;q=0.3,de-CH;q=0.9,fr;q=0.8", "de"),
            // Malformed ranges are ignored.
            ("de;q=2, fr;q=0.2", "fr"),
            ("de;q=0.1234, fr;q=0.2", "fr"),
            ("de;q=, fr;level=1, es;q=0.1", "es"),
            ("de;q=nan,;;;,-,fr;Q=0.4", "fr"),
            ("deutsch, english", "en"),
        ] {
            assert_eq!(
                preferred(accepted, Language::English).as_str(),
                language,
                "{accepted}"
            );
        }
        let endless = "de;q=0.5,".repeat(100_000);
        assert_eq!(preferred(&endless, Language::English), Language::German);
        for accepted in ["", "da", "it;q=0"] {
            assert_eq!(
                preferred(accepted, Language::Italian),
                Language::Italian,
                "{accepted}"
            );
        }
    }
}
