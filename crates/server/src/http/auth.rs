//! Extractors: the host whose key the request contains. [`SignedIn`] is for most operations, [`AccountAccess`] for
//! those on the account, and [`InSession`] for those that no API key can do.

use actix_web::dev::Payload;
use actix_web::http::{Method, header};
use actix_web::{FromRequest, HttpRequest, web};
use futures_util::future::LocalBoxFuture;
use seat_dealer_core::{HostId, Scope};
use seat_dealer_db::change::ActingHost;
use seat_dealer_db::keys::{self, KeyLimits};
use seat_dealer_db::{self as db};

use crate::http::errors::ApiError;
use crate::http::operations::must_know_query;
use crate::http::state::State;

/// The host whose key the request contains. The key may be used to read, or to write, as the method needs.
pub(crate) struct SignedIn {
    pub(crate) host: HostId,
    /// The id of the key.
    pub(crate) key_id: String,
    /// The name of the API key; `None` in a session.
    pub(crate) api_key_name: Option<String>,
    /// The limits of the key.
    pub(crate) limits: KeyLimits,
}

/// The same, with a key that may be used for the account.
pub(crate) struct AccountAccess(pub(crate) SignedIn);

/// The same, in a session.
pub(crate) struct InSession(pub(crate) SignedIn);

impl SignedIn {
    /// The host, for changes of events, whose log names the API key.
    pub(crate) fn acting(&self) -> ActingHost {
        ActingHost {
            id: self.host.clone(),
            key_name: self.api_key_name.clone(),
        }
    }

    async fn authenticate(
        key: Option<String>,
        state: Option<web::Data<State>>,
    ) -> Result<Self, ApiError> {
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
            api_key_name: found.api_key_name,
            limits: found.limits,
        })
    }

    /// Checks that the key may be used for this, too.
    pub(crate) fn must_have(self, scope: Scope) -> Result<Self, ApiError> {
        if self.limits.scopes.contains(&scope) {
            Ok(self)
        } else {
            Err(ApiError::OutOfScope(scope))
        }
    }
}

/// Authenticates a request, and then checks what its key may be used for, and the names of its parameters.
fn authenticated<T>(
    request: &HttpRequest,
    check: impl FnOnce(SignedIn) -> Result<T, ApiError> + 'static,
) -> LocalBoxFuture<'static, Result<T, ApiError>> {
    let key = bearer(request);
    let state = request.app_data::<web::Data<State>>().cloned();
    let query = must_know_query(request);
    Box::pin(async move {
        let checked = check(SignedIn::authenticate(key, state).await?)?;
        query.map(|()| checked)
    })
}

impl FromRequest for SignedIn {
    type Error = ApiError;
    type Future = LocalBoxFuture<'static, Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        // The middleware has turned HEAD into GET.
        let scope = if request.method() == Method::GET {
            Scope::Read
        } else {
            Scope::Write
        };
        authenticated(request, move |signed_in| signed_in.must_have(scope))
    }
}

impl FromRequest for AccountAccess {
    type Error = ApiError;
    type Future = LocalBoxFuture<'static, Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        authenticated(request, |signed_in| {
            signed_in.must_have(Scope::Account).map(Self)
        })
    }
}

impl FromRequest for InSession {
    type Error = ApiError;
    type Future = LocalBoxFuture<'static, Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        authenticated(request, |signed_in| {
            if signed_in.api_key_name.is_some() {
                return Err(ApiError::SessionNeeded);
            }
            Ok(Self(signed_in))
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
