use std::sync::LazyLock;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{self, ContentType};
use askama::Template;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};
use url::Url;

const STYLE: &str = include_str!("../../templates/dev_provider/style.css");

/// The hash of the style, as a source of the Content Security Policy.
static STYLE_HASH: LazyLock<String> =
    LazyLock::new(|| format!("'sha256-{}'", STANDARD.encode(Sha256::digest(STYLE))));

/// The submitted form, with an error for each invalid field.
#[derive(Default)]
pub(super) struct SignInForm<'a> {
    pub(super) name: &'a str,
    pub(super) email: &'a str,
    pub(super) name_error: Option<String>,
    pub(super) email_error: Option<String>,
}

#[derive(Template)]
#[template(path = "dev_provider/authorize.html")]
struct AuthorizePage<'a> {
    style: &'static str,
    form: &'a SignInForm<'a>,
}

#[derive(Template)]
#[template(path = "dev_provider/problem.html")]
struct ProblemPage<'a> {
    style: &'static str,
    sentence: &'a str,
}

/// The sign-in form. `redirect` is the address that the browser is redirected to at the end.
pub(super) fn form(form: &SignInForm<'_>, redirect: &Url) -> HttpResponse {
    let status = if form.name_error.is_some() || form.email_error.is_some() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    // Chromium also applies form-action to the redirect after a form.
    let form_action = format!("'self' {}", redirect.origin().ascii_serialization());
    page(&AuthorizePage { style: STYLE, form }, status, &form_action)
}

/// The page for an invalid request.
pub(super) fn problem(sentence: &str) -> HttpResponse {
    page(
        &ProblemPage {
            style: STYLE,
            sentence,
        },
        StatusCode::BAD_REQUEST,
        "'none'",
    )
}

fn page(template: &impl Template, status: StatusCode, form_action: &str) -> HttpResponse {
    let Ok(html) = template.render() else {
        return HttpResponse::InternalServerError().finish();
    };
    let style = &*STYLE_HASH;
    let policy = format!(
        "default-src 'none'; style-src {style}; img-src data:; form-action {form_action}; \
         base-uri 'none'; frame-ancestors 'none'"
    );
    HttpResponse::build(status)
        .content_type(ContentType::html())
        .insert_header((header::CONTENT_SECURITY_POLICY, policy))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header((header::REFERRER_POLICY, "no-referrer"))
        .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .insert_header(("x-robots-tag", "noindex"))
        .body(html)
}
