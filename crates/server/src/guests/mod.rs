//! The guests' pages: the RSVP page, its API, the calendar file, and the page that stops email.
//!
//! `view`, `texts`, `look` and `policy` are pure: they take values and return text, without a database,
//! a clock or a request, so tests can render each state of a page without a server.
//!
//! *Architecture invariant:* a page is one response. It needs no script and loads no other file: `pictures` are for
//! programs that preview its link, and for mail. Its
//! only script adds the guest's local time, and [`content_security_policy`] allows only this script.

mod calendar;
mod compression;
mod details;
mod language;
mod look;
mod mappers;
pub(crate) mod page;
mod pictures;
mod policy;
mod responses;
pub(crate) mod rsvp;
mod texts;
pub(crate) mod unsubscribe;
mod view;

#[cfg(test)]
mod tests;

pub(crate) use policy::policy_for;
