//! Sign-in with any OpenID provider, and an OpenID provider for development.
//!
//! # The flow
//!
//! 1. [`SignIn::start`] returns the address of the provider's page and a *ticket*. The browser
//!    keeps the ticket in its sessionStorage and opens the page.
//! 2. The provider redirects the browser to `/login/callback` of the web app with `code` and
//!    `state`. The web app posts both with the ticket.
//! 3. [`SignIn::finish`] checks the ticket and the state, exchanges the code at the provider,
//!    verifies the ID token, and returns an [`Identity`]. Its issuer and subject are the key of a
//!    host; the email address is only verified information about the host.
//!
//! The server stores nothing between the two calls, so any server can finish a sign-in that
//! another one has started.
//!
//! # Threats
//!
//! - **A foreign or forged ticket**: a ticket is a JWT (HS256 only). Its key is derived from
//!   `APP_SECRET` for this purpose only. It is valid for ten minutes and for one redirect address.
//! - **Login CSRF and code injection**: state, nonce and PKCE verifier are derived from the random
//!   id in the ticket with a secret key. The ticket contains none of them. So a stolen ticket is
//!   useless without the state, a stolen code is useless without the verifier, and a code from
//!   another sign-in matches neither the verifier nor the nonce.
//! - **A replayed code**: providers refuse it, and so does the development provider.
//! - **Forged ID tokens**: only RS256 and ES256 with a key that the provider publishes are accepted.
//!   `none` and the HS algorithms are refused, whatever the provider's metadata say. Issuer,
//!   audience (this server alone), authorized party, expiry, `nbf` and nonce must match. The subject
//!   must have 1 to 255 characters without blanks around them. `iat` is not checked, because OpenID
//!   Connect does not require it.
//! - **The email address of another person**: without `email_verified` there is no identity.
//! - **A provider that misbehaves or is unavailable**: redirects are not followed, responses are
//!   limited in size and time, and connections to an `https` issuer always use TLS. Metadata with an
//!   address without `https` are refused unless the provider runs on this machine. Each failure is an
//!   error with a sentence for the user and an HTTP status. The server starts without the provider.
//!
//! No error and no log entry contains a code, token, ticket or secret.
//!
//! # Development
//!
//! [`DevProvider`] is an OpenID provider with discovery, an authorize page, a token endpoint and
//! keys. It runs on loopback only. [`SignIn`] uses it over HTTP like any other provider, so
//! development and production run the same code.
#![allow(clippy::doc_markdown, reason = "OpenID is a name, not code")]

mod dev_provider;
mod error;
mod google_issuer;
mod http;
mod id_token;
mod identity;
mod jws;
mod local_request_guard;
mod loopback;
mod provider;
mod settings;
mod sign_in;
mod ticket;
mod token_response;

pub use dev_provider::DevProvider;
pub use error::{IdTokenFault, InvalidSetting, SignInError};
pub use identity::Identity;
pub use local_request_guard::LocalRequestGuard;
pub use settings::SignInSettings;
pub use sign_in::{SignIn, Started};
