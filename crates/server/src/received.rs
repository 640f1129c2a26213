//! What is taken in of a request before anybody looks at it: a head that is not too long, and a
//! body that is not too large and arrives in time.

use std::time::Duration;

use actix_web::body::{BoxBody, EitherBody, MessageBody};
use actix_web::dev::{Payload, RequestHead, ServiceRequest, ServiceResponse};
use actix_web::error::PayloadError;
use actix_web::middleware::Next;
use actix_web::{HttpMessage, ResponseError, web};
use futures_util::{StreamExt, stream};

use crate::api_error::ApiError;
use crate::app::State;
use crate::input::body_limit;

/// The longest address, in bytes, with its query.
pub(crate) const ADDRESS_LIMIT: usize = 8 * 1024;
/// The longest header fields, in bytes, all of them together. The HTTP library itself refuses more
/// than 96 fields, and heads of more than 128 KB.
pub(crate) const FIELDS_LIMIT: usize = 16 * 1024;

/// Refuses long heads, and receives the body. Every body is received, also where nobody reads it:
/// the connection can then be used again, and no answer shows who looked at the body.
pub(crate) async fn receive(
    mut request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<EitherBody<impl MessageBody, BoxBody>>, actix_web::Error> {
    if let Some(error) = too_long(request.head()) {
        let response = error.error_response();
        return Ok(request.into_response(response).map_into_right_body());
    }
    let patience = request
        .app_data::<web::Data<State>>()
        .map_or(Duration::ZERO, |state| state.config.patience);
    let limit = body_limit(request.path());
    let body: Payload = match request.take_payload() {
        Payload::None => Payload::None,
        body => match whole(body, limit, patience).await {
            Ok(bytes) => Payload::from(bytes),
            // Whoever reads the body hears of it; strangers hear first that they are strangers.
            Err(error) => Payload::Stream {
                payload: Box::pin(stream::iter([Err(error)])),
            },
        },
    };
    request.set_payload(body);
    Ok(next.call(request).await?.map_into_left_body())
}

fn too_long(head: &RequestHead) -> Option<ApiError> {
    let address = head
        .uri
        .path_and_query()
        .map_or(0, |address| address.as_str().len());
    if address > ADDRESS_LIMIT {
        return Some(ApiError::AddressTooLong);
    }
    let fields = head.headers().iter();
    let length: usize = fields
        .map(|(name, value)| name.as_str().len() + value.len() + 4)
        .sum();
    (length > FIELDS_LIMIT).then_some(ApiError::FieldsTooLong)
}

async fn whole(
    mut body: Payload,
    limit: usize,
    patience: Duration,
) -> Result<web::Bytes, PayloadError> {
    let receiving = async {
        let mut bytes = web::BytesMut::new();
        while let Some(chunk) = body.next().await {
            let chunk = chunk?;
            if bytes.len() + chunk.len() > limit {
                return Err(PayloadError::Overflow);
            }
            bytes.extend_from_slice(&chunk);
        }
        Ok(bytes.freeze())
    };
    tokio::time::timeout(patience, receiving)
        .await
        .unwrap_or_else(|_| Err(PayloadError::Io(std::io::ErrorKind::TimedOut.into())))
}
