//! What was typed into a form when the session ended by itself: kept in the tab until the same host
//! has signed in again, and put back into the form.

use std::cell::RefCell;

use leptos::prelude::*;

use crate::api::encoded;
use crate::browser;
use crate::components::announcer::use_announcer;
use crate::components::dynamic::effect;
use crate::components::form::Errors;
use crate::session::Session;

const DRAFT: &str = "seatDealer.draft";

thread_local! {
    static OPEN: RefCell<Vec<Errors>> = const { RefCell::new(Vec::new()) };
}

/// What was typed, by the names of the fields.
pub(crate) type Typed = Vec<(String, String)>;

/// Notes that a form is open.
pub(crate) fn opened(form: Errors) {
    OPEN.with_borrow_mut(|open| {
        open.retain(|form| form.typed().is_some());
        open.push(form);
    });
}

/// Keeps what has been typed into the form that is open, for this host.
pub(crate) fn keep(host: &str) {
    let draft = OPEN.with_borrow(|open| {
        let typed = |form: &Errors| form.typed().filter(|(_, _, typed)| !typed.is_empty());
        open.iter().rev().find_map(typed)
    });
    let Some((form, about, typed)) = draft else {
        return;
    };
    let mut parts = vec![host.to_owned(), form.to_owned(), about];
    parts.extend(typed.into_iter().flat_map(<[String; 2]>::from));
    let parts: Vec<_> = parts.iter().map(|part| encoded(part)).collect();
    browser::remember(DRAFT, &parts.join("&"));
}

/// Forgets what was kept.
pub(crate) fn forget() {
    let _ = browser::take(DRAFT);
}

/// What was typed into this form about this thing, if anything; it is not kept any longer.
pub(crate) fn take(form: &str, about: &str) -> Typed {
    let Some((_, typed)) = kept(form).filter(|(kept, _)| kept == about) else {
        return Vec::new();
    };
    forget();
    use_announcer().say("What you had typed is back.");
    typed
}

/// Opens a form again once the host is known, if something was typed into it; `open` gets what it
/// was about: an id, or nothing for a new thing.
pub(crate) fn resume(form: &'static str, open: impl Fn(String) + 'static) {
    let session = expect_context::<Session>();
    effect(move || {
        if session.me.with(Option::is_some)
            && let Some((about, _)) = kept(form)
        {
            open(about);
        }
    });
}

/// What this form was about and what was typed into it, by the host who is here now.
fn kept(form: &str) -> Option<(String, Typed)> {
    let session = use_context::<Session>()?;
    let host = session
        .me
        .with_untracked(|me| Some(me.as_ref()?.id.clone()))?;
    let draft = browser::recall(DRAFT)?;
    let decoded = |part: &str| {
        let part = js_sys::decode_uri_component(part).ok()?;
        Some(String::from(part))
    };
    let mut parts = draft.split('&').filter_map(decoded);
    let (of_host, of_form, about) = (parts.next()?, parts.next()?, parts.next()?);
    let mut typed = Vec::new();
    while let (Some(name), Some(value)) = (parts.next(), parts.next()) {
        typed.push((name, value));
    }
    (of_host == host && of_form == form).then_some((about, typed))
}
