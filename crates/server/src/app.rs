//! Puts the parts together: the same for the program and for tests.

use std::net::{SocketAddr, TcpListener};
use std::time::Duration;

use actix_web::dev::{Server, ServerHandle, ServiceResponse};
use actix_web::http::header::{self, HeaderValue};
use actix_web::middleware::{Compress, DefaultHeaders, Next, from_fn};
use actix_web::{HttpResponse, HttpServer, get, web};
use seat_dealer_core::InvitationId;
use seat_dealer_db::{Db, RsvpTokens, letters};
use seat_dealer_delivery::{Carriers, Sender};
use seat_dealer_sign_in::{DevProvider, SignIn, SignInSettings};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use utoipa_actix_web::AppExt;
use utoipa_swagger_ui::SwaggerUi;

use crate::api_error::ApiError;
use crate::config::{Config, SettingError};
use crate::dev_mailbox::{self, Letter};
use crate::{dealer, documentation, input, routes, web_app};

/// What every request can use.
pub(crate) struct State {
    pub(crate) config: Config,
    pub(crate) db: Db,
    pub(crate) sign_in: SignIn,
    pub(crate) stop: CancellationToken,
}

impl State {
    /// The guest's own link.
    pub(crate) fn rsvp_url(&self, invitation: &InvitationId) -> String {
        format!(
            "{}/rsvp/{}",
            self.config.frontend_base,
            self.db.tokens().token(invitation)
        )
    }
}

/// The application with its database open, before it serves anybody.
pub struct App {
    config: Config,
    db: Db,
}

/// A running server, and the loops that run with it.
pub struct Running {
    address: Option<SocketAddr>,
    server: Option<(ServerHandle, JoinHandle<std::io::Result<()>>)>,
    loops: Vec<JoinHandle<()>>,
    stop: CancellationToken,
}

impl App {
    /// Opens the database.
    pub fn open(config: Config) -> Result<Self, SettingError> {
        let tokens = RsvpTokens::new(config.app_secret.expose());
        let db = Db::open(&config.database, tokens).map_err(|error| {
            SettingError(format!(
                "DB_CONN_STRING does not lead to a database: {error}."
            ))
        })?;
        Ok(Self { config, db })
    }

    /// The database, for what the command line does to it directly.
    pub fn db(&self) -> &Db {
        &self.db
    }

    /// Runs the dealer and the sender alone.
    pub fn work(self) -> Result<Running, SettingError> {
        let stop = CancellationToken::new();
        let loops = start_loops(&self.config, &self.db, &stop)?;
        Ok(Running {
            address: None,
            server: None,
            loops,
            stop,
        })
    }

    /// Serves, with or without the dealer and the sender in the same process.
    pub fn serve(self, with_loops: bool) -> Result<Running, SettingError> {
        let Self { config, db } = self;
        let cannot_bind = |error: std::io::Error| {
            SettingError(format!(
                "BIND_ADDR {} cannot be used: {error}.",
                config.bind
            ))
        };
        let listener = TcpListener::bind(config.bind).map_err(cannot_bind)?;
        let address = listener.local_addr().map_err(cannot_bind)?;
        let stop = CancellationToken::new();
        let loops = if with_loops {
            start_loops(&config, &db, &stop)?
        } else {
            Vec::new()
        };
        let (sign_in, provider) = sign_in(&config)?;
        let state = web::Data::new(State {
            config,
            db,
            sign_in,
            stop: stop.clone(),
        });
        let server = http_server(state, provider, listener)
            .map_err(|error| SettingError(format!("The server cannot be started: {error}.")))?;
        let handle = server.handle();
        let server = Some((handle, tokio::spawn(server)));
        Ok(Running {
            address: Some(address),
            server,
            loops,
            stop,
        })
    }
}

impl Running {
    /// Where the server listens.
    pub fn address(&self) -> Option<SocketAddr> {
        self.address
    }

    /// Lets requests and messages that are under way finish, then returns.
    pub async fn stop(self) {
        self.stop.cancel();
        if let Some((handle, server)) = self.server {
            handle.stop(true).await;
            if let Ok(Err(error)) = server.await {
                tracing::error!(%error, "the server ended with an error");
            }
        }
        for running in self.loops {
            if let Err(error) = running.await {
                tracing::error!(%error, "a background loop ended with an error");
            }
        }
    }
}

fn start_loops(
    config: &Config,
    db: &Db,
    stop: &CancellationToken,
) -> Result<Vec<JoinHandle<()>>, SettingError> {
    let carriers = Carriers::new(
        config.twilio.clone(),
        config.smtp.clone(),
        config.on_loopback,
    )
    .map_err(|error| SettingError(error.to_string()))?;
    let sender = Sender::new(db.clone(), carriers, config.frontend_base.clone());
    Ok(vec![
        tokio::spawn(dealer::run(db.clone(), stop.clone())),
        tokio::spawn(sender.run(stop.clone())),
    ])
}

fn sign_in(config: &Config) -> Result<(SignIn, Option<DevProvider>), SettingError> {
    let wrong = |error: seat_dealer_sign_in::InvalidSetting| SettingError(error.to_string());
    let (settings, provider) = match &config.open_id {
        Some(open_id) => (
            SignInSettings {
                issuer: open_id.issuer.clone(),
                client_id: open_id.client_id.clone(),
                client_secret: open_id.client_secret.expose().to_owned(),
                app_secret: config.app_secret.expose().to_owned(),
                frontend_base_uri: config.frontend_base.clone(),
            },
            None,
        ),
        None => {
            let provider =
                DevProvider::new(&config.api_base, &config.frontend_base).map_err(wrong)?;
            (
                provider.sign_in_settings(config.app_secret.expose()),
                Some(provider),
            )
        }
    };
    Ok((SignIn::new(&settings).map_err(wrong)?, provider))
}

fn http_server(
    state: web::Data<State>,
    provider: Option<DevProvider>,
    listener: TcpListener,
) -> std::io::Result<Server> {
    let document = documentation::document();
    let factory = move || {
        let state = state.clone();
        let provider = provider.clone();
        let with_mailbox = state.config.has_development_mailbox();
        let (app, _) = actix_web::App::new()
            .into_utoipa_app()
            .configure(documentation::documented)
            .split_for_parts();
        app.service(SwaggerUi::new("/docs/{_:.*}").url("/openapi.json", document.clone()))
            .service(docs)
            .service(routes::rsvp::show_page)
            .service(routes::rsvp::page_head)
            .service(routes::rsvp::submit)
            .service(routes::rsvp::earlier_address)
            .configure(move |config| {
                if let Some(provider) = &provider {
                    provider.configure(config);
                }
                if with_mailbox {
                    config.service(messages_page).service(messages_json);
                }
            })
            .default_service(web::to(web_app::fallback))
            .app_data(web::PayloadConfig::new(input::BODY_LIMIT))
            .app_data(web::FormConfig::default().limit(4 * 1024))
            .app_data(web::PathConfig::default().error_handler(|_, _| ApiError::NotFound.into()))
            .wrap(from_fn(policies))
            .wrap(default_headers(&state.config))
            .wrap(Compress::default())
            .wrap(cross_origin(&state.config))
            .app_data(state)
    };
    let workers = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
    Ok(HttpServer::new(factory)
        .workers(workers)
        .client_request_timeout(Duration::from_secs(10))
        .shutdown_timeout(10)
        .disable_signals()
        .listen(listener)?
        .run())
}

fn default_headers(config: &Config) -> DefaultHeaders {
    let headers = DefaultHeaders::new()
        .add((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .add((header::REFERRER_POLICY, "no-referrer"))
        .add((header::CACHE_CONTROL, "no-store"))
        .add(("Cross-Origin-Opener-Policy", "same-origin"));
    if config.is_https() {
        headers.add((
            header::STRICT_TRANSPORT_SECURITY,
            "max-age=63072000; includeSubDomains",
        ))
    } else {
        headers
    }
}

/// Lets the web app's origin use the API from a browser when it is hosted elsewhere.
fn cross_origin(config: &Config) -> actix_cors::Cors {
    let cors = actix_cors::Cors::default();
    match config.foreign_origin() {
        Some(origin) => cors
            .allowed_origin(&origin)
            .allowed_methods(["GET", "POST", "PATCH", "PUT", "DELETE"])
            .allowed_headers([header::AUTHORIZATION, header::CONTENT_TYPE])
            .allowed_header("Last-Event-ID")
            .max_age(3600),
        None => cors,
    }
}

/// A Content-Security-Policy for every answer that does not have its own.
async fn policies(
    request: actix_web::dev::ServiceRequest,
    next: Next<impl actix_web::body::MessageBody>,
) -> Result<ServiceResponse<impl actix_web::body::MessageBody>, actix_web::Error> {
    let is_docs = request.path().starts_with("/docs");
    let mut response = next.call(request).await?;
    let policy = if is_docs {
        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; \
         base-uri 'none'; frame-ancestors 'none'"
    } else {
        "default-src 'none'; frame-ancestors 'none'"
    };
    let headers = response.headers_mut();
    if !headers.contains_key(header::CONTENT_SECURITY_POLICY) {
        headers.insert(
            header::CONTENT_SECURITY_POLICY,
            HeaderValue::from_static(policy),
        );
    }
    Ok(response)
}

#[get("/docs")]
async fn docs() -> HttpResponse {
    HttpResponse::PermanentRedirect()
        .insert_header((header::LOCATION, "/docs/"))
        .finish()
}

/// How many messages the mailbox shows.
const SHOWN_MESSAGES: i64 = 1_000;

#[get("/dev/messages")]
async fn messages_page(state: web::Data<State>) -> Result<HttpResponse, ApiError> {
    let letters = kept_letters(&state).await?;
    let html = dev_mailbox::mailbox_page(&letters).map_err(|_| ApiError::Internal)?;
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "text/html; charset=utf-8"))
        .insert_header((
            header::CONTENT_SECURITY_POLICY,
            dev_mailbox::content_security_policy(),
        ))
        .body(html))
}

#[get("/dev/messages.json")]
async fn messages_json(state: web::Data<State>) -> Result<HttpResponse, ApiError> {
    let letters = kept_letters(&state).await?;
    let items: Vec<_> = letters
        .iter()
        .map(|letter| {
            serde_json::json!({
                "id": letter.id,
                "to": letter.to,
                "channel": letter.channel,
                "subject": letter.subject,
                "body": letter.body,
                "at": letter.at,
            })
        })
        .collect();
    Ok(HttpResponse::Ok().json(items))
}

async fn kept_letters(state: &State) -> Result<Vec<Letter>, ApiError> {
    let letters = state
        .db
        .read(|conn| letters::newest(conn, SHOWN_MESSAGES))
        .await?;
    Ok(letters
        .into_iter()
        .map(|letter| Letter {
            id: letter.id,
            to: letter.to,
            channel: letter.channel.to_string(),
            subject: letter.subject,
            body: letter.body,
            at: letter.at.to_string(),
        })
        .collect())
}
