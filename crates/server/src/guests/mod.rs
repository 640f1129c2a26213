//! What guests use: their page, the API behind it, their calendar file and the link that stops email.
//!
//! `view`, `texts`, `look` and `policy` are pure: they take values and return text, without a database, a clock
//! or a request, so that a test can render each state of the page without a server.
//!
//! *Architecture invariant:* a page is one response. It needs no script and asks for no other file. The
//! one script that it carries only adds the guest's own time; [`content_security_policy`] makes the
//! browser run that and nothing else.

mod calendar;
mod compression;
mod language;
mod look;
mod mappers;
pub(crate) mod page;
mod policy;
mod responses;
pub(crate) mod rsvp;
mod texts;
pub(crate) mod unsubscribe;
mod view;

#[cfg(test)]
mod tests;

pub(crate) use policy::policy_for;
