//! Sign-in with any OpenID provider, and a real provider for development.
//!
//! # The flow
//!
//! 1. [`SignIn::start`] gives the browser the address of the provider's page and a *ticket*. The
//!    browser keeps the ticket to itself (sessionStorage) and goes to the page.
//! 2. The provider sends the browser back to `/login/callback` of the web app with `code` and
//!    `state`; the web app posts both with the ticket.
//! 3. [`SignIn::finish`] checks the ticket and the state, exchanges the code at the provider,
//!    verifies the ID token, and gives an [`Identity`]: (issuer, subject) is the key of a host,
//!    the email address is only verified information about it.
//!
//! Nothing is kept on the server between the two calls, so any server can finish what another
//! one started.
//!
//! # What it withstands
//!
//! - **A foreign or forged ticket**: it is a JWT (HS256 only) under a key that is derived from
//!   `APP_SECRET` for nothing else, good for ten minutes and for one redirect address.
//! - **Login CSRF and code injection**: state, nonce and PKCE verifier are derived from the
//!   ticket's random id with a secret key. The ticket itself shows none of them: whoever steals a
//!   ticket still lacks the state, whoever steals a code still lacks the verifier, and a code from
//!   another sign-in fits neither the verifier nor the nonce.
//! - **A replayed code**: the provider refuses it; ours for development does.
//! - **Forged ID tokens**: only RS256 and ES256 by a key the provider publishes. `none` and the HS
//!   family are never accepted, whatever the provider's description says. Issuer, audience
//!   (ours alone), authorized party, expiry, `nbf` and nonce must fit, and the subject must be 1 to 255
//!   characters without blanks around it. `iat` is not checked: OpenID Connect does not ask for it.
//! - **Somebody else's email address**: without `email_verified` there is no identity.
//! - **A provider that misbehaves or is away**: no redirect is followed, answers are bounded in
//!   size and time, `https` issuers are only ever spoken to over TLS, and a description that names an
//!   address without `https` is refused unless the provider runs on this machine; each failure is an
//!   error with a sentence for a person and the status that fits it. Starting the server does not
//!   need the provider.
//!
//! No error and no log line holds a code, token, ticket or secret.
//!
//! # Development
//!
//! [`DevProvider`] is an OpenID provider with discovery, an authorize page, a token endpoint and
//! keys. It runs on loopback only, and [`SignIn`] speaks to it over HTTP as to any other one, so
//! development and production run the same code.
#![allow(clippy::doc_markdown, reason = "OpenID is a name, not code")]

mod dev_provider;
mod error;
mod from_this_machine;
mod google_issuer;
mod http;
mod id_token;
mod identity;
mod loopback;
mod provider;
mod settings;
mod sign_in;
mod ticket;
mod token_answer;

pub use dev_provider::DevProvider;
pub use error::{IdTokenFault, InvalidSetting, SignInError};
pub use from_this_machine::FromThisMachine;
pub use identity::Identity;
pub use settings::SignInSettings;
pub use sign_in::{SignIn, Started};
