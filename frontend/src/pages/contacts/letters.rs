//! The letters with which names begin, as dividers of a long list and as a way into it.

use leptos::prelude::*;
use seat_dealer_api_types::Contact;

use super::row::row_id;
use super::store::ContactStore;
use crate::browser;

/// A list of this many contacts has letters.
const LONG: usize = 20;

/// How many rows before and after the first one of a letter are rendered with it.
const AROUND: usize = 40;

/// The letters of the list.
#[derive(Clone, Copy)]
pub(super) struct Letters(Memo<Vec<Letter>>);

/// A letter, and the first contact whose name begins with it.
#[derive(Clone, PartialEq)]
struct Letter {
    text: String,
    contact: String,
    index: usize,
}

impl Letters {
    pub(super) fn new(store: ContactStore) -> Self {
        Self(Memo::new(move |_| {
            let is_searched = !store.search.with(String::is_empty);
            if is_searched || store.rows.len() < LONG {
                return Vec::new();
            }
            letters(&store.rows.values())
        }))
    }

    /// The letter that begins with this contact. Reactive.
    pub(super) fn of(self, contact: &str) -> Option<String> {
        self.0.with(|letters| {
            let found = letters.iter().find(|letter| letter.contact == contact)?;
            Some(found.text.clone())
        })
    }
}

fn letters(contacts: &[Contact]) -> Vec<Letter> {
    let mut letters = Vec::<Letter>::new();
    for (index, contact) in contacts.iter().enumerate() {
        let text = first_letter(&contact.name);
        if letters.last().is_none_or(|last| last.text != text) {
            let contact = contact.id.clone();
            letters.push(Letter {
                text,
                contact,
                index,
            });
        }
    }
    letters
}

/// The first letter of a name without its accent, in upper case; `#` if the name begins with something else.
fn first_letter(name: &str) -> String {
    let name = String::from(js_sys::JsString::from(name).normalize("NFD"));
    let first = name.chars().next().filter(|first| first.is_alphabetic());
    first.map_or_else(|| "#".to_owned(), |first| first.to_uppercase().collect())
}

/// Buttons that lead to the first contact of each letter. Folded.
#[component]
pub(super) fn JumpToLetter(store: ContactStore, letters: Letters) -> impl IntoView {
    let button = move |letter: Letter| {
        let Letter {
            text,
            contact,
            index,
        } = letter;
        let jump = move |_| {
            let around = index.saturating_sub(AROUND)..index + AROUND;
            store.rows.render(index..index + 1, around);
            let id = row_id(&contact);
            // Once the row is rendered.
            request_animation_frame(move || browser::focus_id(&id));
        };
        view! {
            <button type="button" class="quiet-button" on:click=jump>
                {text}
            </button>
        }
        .into_any()
    };
    let buttons = move || {
        let letters = letters.0.get().into_iter();
        letters.map(button).collect::<Vec<_>>()
    };
    let fold = move || {
        view! {
            <details class="fold letters">
                <summary>"Jump to a letter"</summary>
                <div class="row-actions">{move || buttons()}</div>
            </details>
        }
        .into_any()
    };
    let has_letters = Memo::new(move |_| letters.0.with(|letters| letters.len() > 1));
    view! { {move || has_letters.get().then(fold)} }
}
