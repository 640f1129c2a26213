//! The page on which the owner of an email address stops email from all hosts of this server, or allows
//! it again. With another link, a host does so with email about their own events. `GET` and `HEAD` change nothing. Mail programs stop email with one click: they `POST`
//! `List-Unsubscribe=One-Click` to the same address, as a form of either content type, and do not accept
//! a redirect (RFC 8058).

use actix_web::http::StatusCode;
use actix_web::middleware::from_fn;
use actix_web::web::{self, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse, ResponseError};
use seat_dealer_core::{Channel, EmailAddress, HostId, Notifications};
use seat_dealer_db::{self as db, Conn, host_news, opt_outs};
use url::form_urlencoded;

use super::compression::compress;
use super::language::PageLanguage;
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

/// Whose link it is.
enum Subscriber {
    /// The owner of an email address, about email from all hosts of this server.
    Guest(EmailAddress),
    /// A host, about email on their own events (rule 17).
    Host(HostId),
}

async fn show(
    state: web::Data<State>,
    client: Client,
    language: PageLanguage,
    request: HttpRequest,
) -> HttpResponse {
    let texts = language.texts;
    let subscriber = match follow(&state, client, &request) {
        Ok(subscriber) => subscriber,
        Err(error) => return refused(texts, &error),
    };
    let stopped = match &subscriber {
        Subscriber::Guest(address) => {
            let address = address.clone();
            let is_out = move |conn: &mut Conn| {
                opt_outs::is_out(conn, Channel::Email, Some(address.as_str()))
            };
            state.db.read(is_out).await
        }
        Subscriber::Host(host) => {
            let host = host.clone();
            let heard = state
                .db
                .read(move |conn| host_news::notifications(conn, &host));
            heard.await.map(|notifications| !notifications.email)
        }
    };
    match stopped {
        Ok(stopped) => page(texts, &subscriber, stopped),
        Err(error) => refused(texts, &error.into()),
    }
}

/// Stops email, except if the page's other button was pressed. All other bodies stop email, because mail
/// programs differ in what they send.
async fn submit(
    state: web::Data<State>,
    client: Client,
    language: PageLanguage,
    request: HttpRequest,
    body: Result<web::Bytes, actix_web::Error>,
) -> HttpResponse {
    let texts = language.texts;
    let subscriber = match follow(&state, client, &request) {
        Ok(subscriber) => subscriber,
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
    let done = match &subscriber {
        Subscriber::Guest(address) if welcome => {
            state
                .db
                .opt_in(channel, sender, address.as_str(), now)
                .await
        }
        Subscriber::Guest(address) => {
            state
                .db
                .opt_out(channel, sender, address.as_str(), now)
                .await
        }
        Subscriber::Host(host) => {
            let host = host.clone();
            let hear = move |conn: &mut Conn| {
                let known = host_news::notifications(conn, &host)?;
                let notifications = Notifications {
                    email: welcome,
                    ..known
                };
                host_news::set_notifications(conn, &host, notifications, now)
            };
            state.db.write(hear).await
        }
    };
    match done {
        Ok(()) => page(texts, &subscriber, !welcome),
        Err(error) => refused(texts, &error.into()),
    }
}

/// Whose link it is, within the rate limits of guests' links.
fn follow(state: &State, client: Client, request: &HttpRequest) -> Result<Subscriber, ApiError> {
    let token = request.match_info().query("token");
    let tokens = state.db.tokens();
    let guest = tokens.unsubscribing_address(token).map(Subscriber::Guest);
    let subscriber = guest.or_else(|| tokens.host_of_news_token(token).map(Subscriber::Host));
    match subscriber {
        Some(subscriber) => state.limits.link(token).map(|()| subscriber),
        None => Err(state.limits.wrong_link(client)),
    }
}

fn page(texts: &Texts, subscriber: &Subscriber, stopped: bool) -> HttpResponse {
    let html = match subscriber {
        Subscriber::Guest(address) => view::email_page(texts, address.as_str(), stopped),
        Subscriber::Host(_) => view::host_news_page(texts, stopped),
    };
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
