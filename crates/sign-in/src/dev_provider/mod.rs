//! The OpenID provider for development. Users sign in with any name and email address, on this
//! machine only.
//!
//! It implements discovery, the authorize page, the token endpoint, signed ID tokens and keys. It
//! keeps only codes, in memory, for a minute.

mod authorize;
mod grants;
pub(crate) mod keys;
mod pages;
mod parameters;
mod token;

use std::fmt;
use std::sync::{Arc, Mutex};

use actix_web::{HttpResponse, web};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::json;

use self::grants::Grants;
use self::keys::SigningKey;
use crate::error::InvalidSetting;
use crate::local_request_guard::LocalRequestGuard;
use crate::loopback::is_loopback;
use crate::settings::{self, SignInSettings};

const PATH: &str = "/dev/oidc";
const CLIENT_ID: &str = "seat-dealer-development";
const BODY_LIMIT: usize = 16 * 1024;

/// The development provider. Clones share one state.
#[derive(Clone)]
pub struct DevProvider(Arc<ProviderState>);

struct ProviderState {
    issuer: String,
    frontend_base_uri: String,
    redirect_uri: String,
    client_secret: String,
    key: SigningKey,
    grants: Mutex<Grants>,
}

impl DevProvider {
    /// A provider at `{API_BASE_URI}/dev/oidc` with new keys and one client: the server that contains
    /// it. Both addresses must be loopback addresses.
    pub fn new(api_base_uri: &str, frontend_base_uri: &str) -> Result<Self, InvalidSetting> {
        let base = settings::base_address("API_BASE_URI", api_base_uri)?;
        let frontend = settings::base_address("FRONTEND_BASE_URI", frontend_base_uri)?;
        if !is_loopback(&base) || !is_loopback(&frontend) {
            return Err(InvalidSetting(
                "The development sign-in runs on this machine only: set OAUTH2_CLIENT_ID and \
                 OAUTH2_CLIENT_SECRET, or an API_BASE_URI and a FRONTEND_BASE_URI on localhost."
                    .to_owned(),
            ));
        }
        Ok(Self(Arc::new(ProviderState {
            issuer: format!("{}{PATH}", base.as_str().trim_end_matches('/')),
            frontend_base_uri: frontend_base_uri.to_owned(),
            redirect_uri: settings::redirect_uri(frontend_base_uri)?,
            client_secret: random_text()?,
            key: SigningKey::generate()?,
            grants: Mutex::default(),
        })))
    }

    /// The settings of a [`SignIn`](crate::SignIn) that uses this provider.
    pub fn sign_in_settings(&self, app_secret: &str) -> SignInSettings {
        SignInSettings {
            issuer: self.0.issuer.clone(),
            client_id: CLIENT_ID.to_owned(),
            client_secret: self.0.client_secret.clone(),
            app_secret: app_secret.to_owned(),
            frontend_base_uri: self.0.frontend_base_uri.clone(),
        }
    }

    /// Serves the provider under `/dev/oidc`: `App::new().configure(|config| provider.configure(config))`.
    pub fn configure(&self, config: &mut web::ServiceConfig) {
        config.service(
            web::scope(PATH)
                .guard(LocalRequestGuard)
                .app_data(web::Data::from(Arc::clone(&self.0)))
                .app_data(web::PayloadConfig::new(BODY_LIMIT))
                .route(
                    "/.well-known/openid-configuration",
                    web::get().to(discovery),
                )
                .route("/jwks", web::get().to(jwks))
                .service(
                    web::resource("/authorize")
                        .route(web::get().to(authorize::page))
                        .route(web::post().to(authorize::sign_in)),
                )
                .service(web::resource("/token").route(web::post().to(token::exchange))),
        );
    }
}

impl fmt::Debug for DevProvider {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("DevProvider")
            .field("issuer", &self.0.issuer)
            .finish_non_exhaustive()
    }
}

/// OpenID Connect Discovery 1.0, section 3.
async fn discovery(state: web::Data<ProviderState>) -> HttpResponse {
    let issuer = &state.issuer;
    HttpResponse::Ok().json(json!({
        "issuer": issuer,
        "authorization_endpoint": format!("{issuer}/authorize"),
        "token_endpoint": format!("{issuer}/token"),
        "jwks_uri": format!("{issuer}/jwks"),
        "scopes_supported": ["openid", "email", "profile"],
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": ["authorization_code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["ES256"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
        "claims_supported": ["sub", "iss", "aud", "exp", "iat", "nonce", "email", "email_verified", "name"],
        "code_challenge_methods_supported": ["S256"],
    }))
}

async fn jwks(state: web::Data<ProviderState>) -> HttpResponse {
    HttpResponse::Ok().json(json!({ "keys": [state.key.public()] }))
}

/// 256 random bits as text.
fn random_text() -> Result<String, InvalidSetting> {
    let mut random = [0; 32];
    getrandom::fill(&mut random).map_err(|_| no_randomness())?;
    Ok(URL_SAFE_NO_PAD.encode(random))
}

fn no_randomness() -> InvalidSetting {
    InvalidSetting("The operating system provides no random numbers.".to_owned())
}
