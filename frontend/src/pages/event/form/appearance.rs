//! The fields for an invitation's appearance: colour and picture.

use leptos::prelude::*;
use seat_dealer_api_types::{Colour, Picture};

use crate::components::form::{FormState, RadioGroup};

const COLOURS: [(Colour, &str); 6] = [
    (Colour::Wine, "Wine red"),
    (Colour::Forest, "Forest green"),
    (Colour::Ocean, "Ocean blue"),
    (Colour::Plum, "Plum"),
    (Colour::Clay, "Clay"),
    (Colour::Slate, "Slate grey"),
];

/// The fields. The pictures are shown as guests see them.
#[component]
pub(super) fn AppearanceFields(
    form: FormState,
    colour: RwSignal<String>,
    picture: RwSignal<String>,
) -> impl IntoView {
    let colours = COLOURS.map(|(colour, label)| {
        let label = view! {
            <span class="swatch" data-colour=colour.as_str() aria-hidden="true"></span>
            {label}
        };
        (colour.as_str(), label.into_any())
    });
    let pictures = Picture::ALL.iter().map(|picture| {
        let drawing = picture.drawing();
        let label = view! {
            <svg class="drawing" viewBox="0 0 120 60" aria-hidden="true">
                <path class="tint" d=drawing.tint />
                <path d=drawing.line />
            </svg>
            {picture.as_str()}
        };
        (picture.as_str(), label.into_any())
    });
    view! {
        <RadioGroup
            form
            value=colour
            label="Colour of the invitation"
            name="colour"
            options=colours.into_iter().collect()
        />
        <RadioGroup
            form
            value=picture
            label="Picture above it"
            name="picture"
            options=pictures.collect()
        />
    }
}
