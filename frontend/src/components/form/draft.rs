//! Drafts: what a host typed into a form and did not save. A draft is kept in the tab, and restored when the same
//! host opens the form again. If the session ended while the form was open, the form opens by itself after the next
//! sign-in.

use std::cell::RefCell;

use leptos::prelude::*;

use crate::browser::{self, encode_uri_component};
use crate::components::announcer::use_announcer;
use crate::reactive::effect;
use crate::session::Session;

const DRAFT: &str = "seatDealer.draft";
/// The name of the form that opens by itself.
const RESUMED_FORM: &str = "seatDealer.form";

/// The input of a form.
pub(crate) struct FormInput {
    /// The name of the form.
    pub(crate) form: &'static str,
    /// The id of the edited thing; empty for a new one.
    pub(crate) id: String,
    /// The fields that the host has changed.
    pub(crate) values: FieldValues,
}

/// Pairs of a field's name and its value.
pub(crate) type FieldValues = Vec<(String, String)>;

/// Reads the current input of a form; `None` once the form is gone.
type ReadInput = Box<dyn Fn() -> Option<FormInput>>;

thread_local! {
    static OPEN_FORMS: RefCell<Vec<ReadInput>> = const { RefCell::new(Vec::new()) };
}

/// Registers an open form.
pub(crate) fn register(read: impl Fn() -> Option<FormInput> + 'static) {
    OPEN_FORMS.with_borrow_mut(|forms| {
        forms.retain(|read| read().is_some());
        forms.push(Box::new(read));
    });
}

/// Stores the input of the form that was opened last and has changes, for this host.
pub(crate) fn save(host_id: &str) {
    let input = OPEN_FORMS.with_borrow(|forms| {
        let changed = |read: &ReadInput| read().filter(|input| !input.values.is_empty());
        forms.iter().rev().find_map(changed)
    });
    if let Some(input) = input {
        browser::remember(RESUMED_FORM, input.form);
        keep(host_id, input);
    }
}

/// Stores the input of a form for this host; deletes the draft if there is none.
pub(super) fn keep(host_id: &str, input: FormInput) {
    let FormInput { form, id, values } = input;
    if values.is_empty() {
        return forget();
    }
    let mut parts = vec![host_id.to_owned(), form.to_owned(), id];
    parts.extend(values.into_iter().flat_map(<[String; 2]>::from));
    let parts: Vec<_> = parts
        .iter()
        .map(|part| encode_uri_component(part))
        .collect();
    browser::remember(DRAFT, &parts.join("&"));
}

/// Deletes the draft.
pub(crate) fn forget() {
    let _ = browser::take(DRAFT);
}

/// Takes the draft of this form about this thing, if there is one.
pub(crate) fn take(form: &str, id: &str) -> FieldValues {
    let Some((_, values)) = load(form).filter(|(draft_id, _)| draft_id == id) else {
        return Vec::new();
    };
    forget();
    use_announcer().success("Your input has been restored.");
    values
}

/// Opens a form again once the host is loaded, if there is a draft for it. `open` gets the id of the
/// edited thing, or an empty string for a new one.
pub(crate) fn resume(form: &'static str, open: impl Fn(String) + 'static) {
    let session = expect_context::<Session>();
    effect(move || {
        if session.me.with(Option::is_some)
            && browser::recall(RESUMED_FORM).as_deref() == Some(form)
            && let Some((id, _)) = load(form)
        {
            let _ = browser::take(RESUMED_FORM);
            open(id);
        }
    });
}

/// The id and values of the draft for this form, if the signed-in host wrote it.
fn load(form: &str) -> Option<(String, FieldValues)> {
    let session = use_context::<Session>()?;
    let host_id = session
        .me
        .with_untracked(|me| Some(me.as_ref()?.id.clone()))?;
    let draft = browser::recall(DRAFT)?;
    let decode = |part: &str| {
        let part = js_sys::decode_uri_component(part).ok()?;
        Some(String::from(part))
    };
    let mut parts = draft.split('&').filter_map(decode);
    let (draft_host, draft_form, id) = (parts.next()?, parts.next()?, parts.next()?);
    let mut values = Vec::new();
    while let (Some(name), Some(value)) = (parts.next(), parts.next()) {
        values.push((name, value));
    }
    (draft_host == host_id && draft_form == form).then_some((id, values))
}
