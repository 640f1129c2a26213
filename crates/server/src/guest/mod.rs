//! What a guest sees: one page per invitation, rendered here from what the API says about it.
//!
//! Everything in this module is pure. It takes values and gives text: no database, no clock and no
//! request, so that each state of the page can be tested and looked at without a server.
//!
//! *Architecture invariant:* a page is one response. It needs no script and asks for no other file. The
//! one script that it carries only adds the guest's own time; [`content_security_policy`] makes the
//! browser run that and nothing else.

pub mod language;
mod look;
mod packed;
mod policy;
pub mod texts;
mod view;

#[cfg(test)]
mod tests;

pub(crate) use packed::gzip;
pub(crate) use policy::policy_for;
pub use texts::{ENGLISH, Standing, Texts};
pub(crate) use view::WELCOME;
pub use view::{
    Failure, Notice, content_security_policy, email_page, error_page, page, unknown_email_page,
    unknown_page,
};
