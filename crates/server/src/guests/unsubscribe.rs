//! The page by which the owner of an address stops all email from here, whichever host it is sent
//! for, and welcomes it again. `GET` and `HEAD` change nothing. Mail programs stop email at a single
//! click: they `POST` `List-Unsubscribe=One-Click` to the same address, as a form of either kind, and
//! want no redirect (RFC 8058).

use actix_web::http::StatusCode;
use actix_web::middleware::from_fn;
use actix_web::web::{self, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse, ResponseError};
use seat_dealer_core::{Channel, EmailAddress};
use seat_dealer_db::{self as db, opt_outs};
use url::form_urlencoded;

use super::compression::pack;
use super::language::Language;
use super::responses::{failed, plain, refuse, unread};
use super::texts::Texts;
use super::view::{self, WELCOME};
use crate::http::errors::ApiError;
use crate::http::extractors;
use crate::http::limits::Client;
use crate::http::state::State;

/// The longest body, in bytes; mail programs send one short field.
const BODY_LIMIT: usize = 4 * 1024;

/// Registers the page, and everything below its address: a link that has lost or gained something on
/// its way does not lead into the host's app.
pub(crate) fn pages(services: &mut ServiceConfig) {
    for address in ["/unsubscribe", "/unsubscribe/{token:.*}"] {
        let page = web::resource(address).get(show).post(submit);
        let page = page.default_service(web::to(|| refuse("GET, HEAD, POST")));
        services.service(page.wrap(from_fn(pack)));
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

/// Stops email, unless the page's other button was pressed: whatever else a mail program sends, its
/// owner wants no more.
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
        Err(error) => Err(extractors::unreceived(&error).status_code()),
    };
    let body = match body {
        Ok(body) => body,
        Err(status) => return unread(texts, status),
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

/// Whose link this is. Links are followed as often as guests' links are.
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
