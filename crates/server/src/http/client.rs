//! Extractor: the client that sent the request.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, web};

use super::limits::{Client, origin};
use super::state::State;

impl FromRequest for Client {
    type Error = std::convert::Infallible;
    type Future = Ready<Result<Self, Self::Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let trusted = request
            .app_data::<web::Data<State>>()
            .map_or(&[][..], |state| &state.config.limits.trusted_proxies);
        let peer = request.peer_addr().map(|peer| peer.ip());
        ready(Ok(peer.map_or(Self::Unknown, |peer| {
            Self::of(origin(peer, request.headers(), trusted))
        })))
    }
}
