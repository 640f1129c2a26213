//! The authorize page: the user types a name and an email address, and is signed in as that person.

use std::sync::PoisonError;

use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpRequest, HttpResponse, web};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use seat_dealer_core::{EmailAddress, Name};
use url::Url;

use super::grants::Grant;
use super::pages::{self, SignInForm};
use super::parameters::Parameters;
use super::{CLIENT_ID, ProviderState, random_text};

/// A valid authorization request.
struct Authorization {
    redirect: Url,
    state: Option<String>,
    nonce: Option<String>,
    code_challenge: String,
}

/// `GET`: shows the form. The form posts to the same address, so the request is checked again.
pub(super) async fn page(provider: web::Data<ProviderState>, request: HttpRequest) -> HttpResponse {
    match authorization(&provider, &request) {
        Ok(authorization) => pages::form(&SignInForm::default(), &authorization.redirect),
        Err(response) => *response,
    }
}

/// `POST`: redirects the browser to the web app with a code.
pub(super) async fn sign_in(
    provider: web::Data<ProviderState>,
    request: HttpRequest,
    body: web::Bytes,
) -> HttpResponse {
    let authorization = match authorization(&provider, &request) {
        Ok(authorization) => authorization,
        Err(response) => return *response,
    };
    let Ok(typed) = Parameters::parse(&body) else {
        return pages::problem("A field of the form was sent twice.");
    };
    let (name, email) = (
        typed.get("name").unwrap_or(""),
        typed.get("email").unwrap_or(""),
    );
    let (name, email) = match (Name::parse(name), EmailAddress::parse(email)) {
        (Ok(name), Ok(email)) => (name, email),
        (name_parsed, email_parsed) => {
            let form = SignInForm {
                name,
                email,
                name_error: name_parsed.err().map(|error| error.0),
                email_error: email_parsed.err().map(|error| error.0),
            };
            return pages::form(&form, &authorization.redirect);
        }
    };
    let Ok(code) = random_text() else {
        return authorization.back(&[("error", "server_error")]);
    };
    let grant = Grant {
        redirect_uri: provider.redirect_uri.clone(),
        code_challenge: authorization.code_challenge.clone(),
        nonce: authorization.nonce.clone(),
        name,
        email,
    };
    provider
        .grants
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .insert(&code, grant, Timestamp::now());
    authorization.back(&[("code", &code)])
}

/// Checks a request. The browser is redirected only after the client and the redirect address were
/// checked (RFC 6749, section 4.1.2.1).
fn authorization(
    provider: &ProviderState,
    request: &HttpRequest,
) -> Result<Authorization, Box<HttpResponse>> {
    let Ok(asked) = Parameters::parse(request.query_string().as_bytes()) else {
        return Err(Box::new(pages::problem("A parameter was given twice.")));
    };
    if asked.get("client_id") != Some(CLIENT_ID) {
        return Err(Box::new(pages::problem("The client_id is unknown.")));
    }
    let redirect = asked
        .get("redirect_uri")
        .filter(|uri| *uri == provider.redirect_uri)
        .and_then(|uri| Url::parse(uri).ok())
        .ok_or_else(|| {
            Box::new(pages::problem(
                "The redirect_uri is not the callback of the web app.",
            ))
        })?;

    let challenge = asked.get("code_challenge").filter(|challenge| {
        URL_SAFE_NO_PAD
            .decode(challenge)
            .is_ok_and(|digest| digest.len() == 32)
    });
    let authorization = Authorization {
        redirect,
        state: asked.get("state").map(str::to_owned),
        nonce: asked.get("nonce").map(str::to_owned),
        code_challenge: challenge.unwrap_or_default().to_owned(),
    };
    let error = if asked.get("response_type") != Some("code") {
        "unsupported_response_type"
    } else if !asked
        .get("scope")
        .is_some_and(|scope| scope.split(' ').any(|s| s == "openid"))
    {
        "invalid_scope"
    } else if asked.get("code_challenge_method") != Some("S256")
        || challenge.is_none()
        || asked
            .get("response_mode")
            .is_some_and(|mode| mode != "query")
    {
        "invalid_request"
    } else if asked.get("prompt") == Some("none") {
        "login_required"
    } else {
        return Ok(authorization);
    };
    Err(Box::new(authorization.back(&[("error", error)])))
}

impl Authorization {
    /// Redirects the browser to the web app, with the unchanged state.
    fn back(&self, parameters: &[(&str, &str)]) -> HttpResponse {
        let mut address = self.redirect.clone();
        address
            .query_pairs_mut()
            .extend_pairs(parameters)
            .extend_pairs(self.state.iter().map(|state| ("state", state)));
        let mut response = HttpResponse::SeeOther();
        response.insert_header((header::CACHE_CONTROL, HeaderValue::from_static("no-store")));
        response.insert_header((
            header::REFERRER_POLICY,
            HeaderValue::from_static("no-referrer"),
        ));
        response
            .insert_header((header::LOCATION, address.as_str()))
            .finish()
    }
}
