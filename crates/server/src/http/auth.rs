//! Extractor: the host whose key the request contains.

use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::{FromRequest, HttpRequest, web};
use futures_util::future::LocalBoxFuture;
use seat_dealer_core::HostId;
use seat_dealer_db::{self as db, keys};

use crate::http::errors::ApiError;
use crate::http::state::State;

/// The host whose key the request contains.
pub(crate) struct SignedIn {
    pub(crate) host: HostId,
    /// The id of the key.
    pub(crate) key_id: String,
}

impl FromRequest for SignedIn {
    type Error = ApiError;
    type Future = LocalBoxFuture<'static, Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let key = bearer(request);
        let state = request.app_data::<web::Data<State>>().cloned();
        Box::pin(async move {
            let (Some(key), Some(state)) = (key, state) else {
                return Err(ApiError::Unauthorized);
            };
            let now = db::now();
            let found = state
                .db
                .read(move |conn| keys::authenticate(conn, &key, now))
                .await?;
            let found = found.ok_or(ApiError::Unauthorized)?;
            if !state.config.allowed.allows(&found.email) {
                return Err(ApiError::NoLongerAllowed(found.email));
            }
            if found.use_is_stale {
                let key_id = found.key_id.clone();
                state
                    .db
                    .write(move |conn| keys::record_use(conn, &key_id, now))
                    .await?;
            }
            Ok(Self {
                host: found.host,
                key_id: found.key_id,
            })
        })
    }
}

fn bearer(request: &HttpRequest) -> Option<String> {
    let value = request
        .headers()
        .get(header::AUTHORIZATION)?
        .to_str()
        .ok()?;
    let (scheme, key) = value.split_once(' ')?;
    let key = key.trim();
    (scheme.eq_ignore_ascii_case("bearer") && !key.is_empty()).then(|| key.to_owned())
}
