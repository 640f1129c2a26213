//! One contact in the list.

use leptos::prelude::*;
use seat_dealer_api_types::{Channel, Contact};

use super::form::DEFAULT_PRIORITY;
use super::letters::Letters;
use super::selection::Selection;
use crate::components::initials::initials;
use crate::phone;

/// A contact. A tap opens the form, or selects the contact while the host selects some.
#[component]
pub(super) fn ContactRow(
    contact: RwSignal<Contact>,
    #[prop(into)] on_edit: UnsyncCallback<Contact>,
    #[prop(optional)] selection: Option<Selection>,
    /// The letters of the list.
    #[prop(optional)]
    letters: Option<Letters>,
) -> impl IntoView {
    let detail = move || contact.with(detail_label);
    let id = contact.with_untracked(|contact| contact.id.clone());
    let is_on = move || selection.is_some_and(Selection::is_on);
    let is_selected = {
        let id = id.clone();
        move || selection.is_some_and(|selection| selection.has(&id))
    };
    let checked = {
        let is_selected = is_selected.clone();
        move || is_on().then(|| is_selected().to_string())
    };
    let letter = letters.map(|letters| {
        let id = id.clone();
        let letter = move || {
            let letter = letters.of(&id)?;
            Some(view! { <p class="letter" aria-hidden="true">{letter}</p> }.into_any())
        };
        view! { {move || letter()} }.into_any()
    });
    let tap = move |_| {
        let contact = contact.get_untracked();
        match selection.filter(|_| untrack(is_on)) {
            Some(selection) => selection.toggle(contact),
            None => on_edit.run(contact),
        }
    };
    view! {
        <li>
            {letter}
            <button
                type="button"
                class="guest"
                id=letters.map(|_| row_id(&id))
                role=move || is_on().then_some("checkbox")
                aria-checked=checked
                aria-haspopup=move || (!is_on()).then_some("dialog")
                on:click=tap
            >
                <span class="disc" aria-hidden="true">
                    {move || {
                        if is_selected() {
                            "✓".to_owned()
                        } else {
                            contact.with(|contact| initials(&contact.name))
                        }
                    }}
                </span>
                <span class="guest-text">
                    <span class="guest-name">
                        {move || contact.with(|contact| contact.name.clone())}
                    </span>
                    " "
                    <span class="guest-detail">{detail}</span>
                </span>
                " "
                <span class="mark">{move || contact.with(priority_label)}</span>
            </button>
        </li>
    }
}

/// The id of a contact's row.
pub(super) fn row_id(contact: &str) -> String {
    format!("contact-{contact}")
}

/// The priority, unless it is the usual one.
fn priority_label(contact: &Contact) -> Option<String> {
    (contact.priority != DEFAULT_PRIORITY).then(|| format!("Priority {}", contact.priority))
}

/// What the host should know of the contact besides the name.
fn detail_label(contact: &Contact) -> String {
    let not_for_dinners = contact
        .not_for_dinners
        .then(|| "Not for dinners".to_owned());
    let channels = opted_out_label(contact).unwrap_or_else(|| channels_label(contact));
    let tags = Some(contact.tags.join(", ")).filter(|tags| !tags.is_empty());
    let diet = contact.diet.clone();
    let parts = [
        party_label(contact),
        tags,
        diet,
        not_for_dinners,
        Some(channels),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// How many people the contact is, unless it is one.
fn party_label(contact: &Contact) -> Option<String> {
    (contact.party_size > 1).then(|| format!("{} people", contact.party_size))
}

/// The channels from which the contact has opted out.
fn opted_out_label(contact: &Contact) -> Option<String> {
    let has_opted_out = |channel| contact.opted_out.contains(&channel);
    let what = match (has_opted_out(Channel::Sms), has_opted_out(Channel::Email)) {
        (false, false) => return None,
        (true, false) => "texted",
        (false, true) => "emailed",
        (true, true) => "texted or emailed",
    };
    Some(format!("Has asked not to be {what}"))
}

/// [`opted_out_label`], and how the contact can opt in again.
pub(super) fn opted_out_sentence(contact: &Contact) -> Option<String> {
    let label = opted_out_label(contact)?;
    let ways = [
        (
            Channel::Sms,
            "text START to the number your texts come from",
        ),
        (Channel::Email, "use the link at the foot of an email"),
    ];
    let ways: Vec<_> = ways
        .into_iter()
        .filter(|(channel, _)| contact.opted_out.contains(channel))
        .map(|(_, how)| how)
        .collect();
    let how = ways.join(", or ");
    Some(format!(
        "{label}. Only they can change that: they {how}. You can still invite them by hand."
    ))
}

/// How the contact is reached, with the preferred channel if the host has chosen one.
fn channels_label(contact: &Contact) -> String {
    let number = contact.phone_number.as_deref().map(phone::grouped);
    let addresses: Vec<String> = number.into_iter().chain(contact.email.clone()).collect();
    let preferred = match contact.preferred_channel {
        Some(Channel::Sms) if addresses.len() > 1 => " · text message first",
        Some(Channel::Email) if addresses.len() > 1 => " · email first",
        Some(Channel::ByHand) => " · by hand",
        _ => "",
    };
    format!("{}{preferred}", addresses.join(" · "))
}
