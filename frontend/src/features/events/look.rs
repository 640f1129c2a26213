//! How guests see an event: its colour and its picture.

use leptos::prelude::*;
use seat_dealer_api_types::{Colour, Picture};

use crate::components::form::{self, Errors};

const COLOURS: [(Colour, &str); 6] = [
    (Colour::Wine, "Wine red"),
    (Colour::Forest, "Forest green"),
    (Colour::Ocean, "Ocean blue"),
    (Colour::Plum, "Plum"),
    (Colour::Clay, "Clay"),
    (Colour::Slate, "Slate grey"),
];

/// The choice of a colour.
pub(super) fn colour(errors: Errors, value: RwSignal<String>) -> AnyView {
    let options = COLOURS.map(|(colour, words)| (colour.to_string(), words.to_owned()));
    let label = "Colour of the invitation";
    form::choice(errors, value, label, "colour", options.to_vec())
}

/// The choice of a picture: the drawings themselves, as guests will see them.
pub(super) fn picture(errors: Errors, value: RwSignal<String>) -> AnyView {
    let options = Picture::ALL.iter().map(|picture| {
        let drawing = picture.drawing();
        let shown = view! {
            <svg class="drawing" viewBox="0 0 120 60" aria-hidden="true">
                <path class="tint" d=drawing.tint />
                <path d=drawing.line />
            </svg>
            {picture.as_str()}
        };
        (picture.as_str(), shown.into_any())
    });
    let label = "Picture above it";
    form::radios(errors, value, label, "picture", options.collect())
}
