//! The page on which the owner of an email address stops email from all hosts of this server, or allows
//! it again. `GET` and `HEAD` change nothing. Mail programs stop email with one click: they `POST`
//! `List-Unsubscribe=One-Click` to the same address, as a form of either content type, and do not accept
//! a redirect (RFC 8058).

use actix_web::http::StatusCode;
use actix_web::middleware::from_fn;
use actix_web::web::{self, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse, ResponseError};
use seat_dealer_core::{Channel, EmailAddress};
use seat_dealer_db::{self as db, opt_outs};
use url::form_urlencoded;

use super::compression::compress;
use super::language::Language;
use super::responses::{failed, invalid_form, plain, refuse};
use super::texts::Texts;
use super::view::{self, WELCOME};
use crate::http::errors::ApiError;
use crate::http::extractors;
use crate::http::limits::Client;
use crate::http::state::State;

/// The maximum size of a body, in bytes. Mail programs send one short field.
const BODY_LIMIT: usize = 4 * 1024;

/// Registers the page and all paths below it, so that a damaged link does not open the host's app.
pub(crate) fn pages(services: &mut ServiceConfig) {
    for address in ["/unsubscribe", "/unsubscribe/{token:.*}"] {
        let page = web::resource(address).get(show).post(submit);
        let page = page.default_service(web::to(|| refuse("GET, HEAD, POST")));
        services.service(page.wrap(from_fn(compress)));
    }
}

async fn show(
    state: web::Data<State>,
    client: Client,
    language: Language,
    request: HttpRequest,
) -> HttpResponse {
    let texts = language.texts;
    let address = match follow(&state, client, &request) {
        Ok(address) => address,
        Err(error) => return refused(texts, &error),
    };
    let of = address.clone();
    let stopped = state
        .db
        .read(move |conn| opt_outs::is_out(conn, Channel::Email, Some(of.as_str())))
        .await;
    match stopped {
        Ok(stopped) => page(texts, &address, stopped),
        Err(error) => failed(texts, &error.into()),
    }
}

/// Stops email, except if the page's other button was pressed. All other bodies stop email, because mail
/// programs differ in what they send.
async fn submit(
    state: web::Data<State>,
    client: Client,
    language: Language,
    request: HttpRequest,
    body: Result<web::Bytes, actix_web::Error>,
) -> HttpResponse {
    let texts = language.texts;
    let address = match follow(&state, client, &request) {
        Ok(address) => address,
        Err(error) => return refused(texts, &error),
    };
    let body = match body {
        Ok(body) if body.len() > BODY_LIMIT => Err(StatusCode::PAYLOAD_TOO_LARGE),
        Ok(body) => Ok(body),
        Err(error) => Err(extractors::body_error(&error).status_code()),
    };
    let body = match body {
        Ok(body) => body,
        Err(status) => return invalid_form(texts, status),
    };
    let welcome =
        form_urlencoded::parse(&body).any(|(name, value)| name == "email" && value == WELCOME);
    let now = db::now();
    let (channel, sender) = (Channel::Email, opt_outs::EMAIL_SENDER);
    let done = if welcome {
        state
            .db
            .opt_in(channel, sender, address.as_str(), now)
            .await
    } else {
        state
            .db
            .opt_out(channel, sender, address.as_str(), now)
            .await
    };
    match done {
        Ok(()) => page(texts, &address, !welcome),
        Err(error) => failed(texts, &error.into()),
    }
}

/// The email address of a link, within the rate limits of guests' links.
fn follow(state: &State, client: Client, request: &HttpRequest) -> Result<EmailAddress, ApiError> {
    let token = request.match_info().query("token");
    match state.db.tokens().unsubscribing_address(token) {
        Some(address) => state.limits.link(token).map(|()| address),
        None => Err(state.limits.wrong_link(client)),
    }
}

fn page(texts: &Texts, address: &EmailAddress, stopped: bool) -> HttpResponse {
    let html = view::email_page(texts, address.as_str(), stopped);
    plain(texts, html, StatusCode::OK)
}

fn refused(texts: &Texts, error: &ApiError) -> HttpResponse {
    match error {
        ApiError::NotFound => {
            let page = view::unknown_email_page(texts);
            plain(texts, page, StatusCode::NOT_FOUND)
        }
        error => failed(texts, error),
    }
}
