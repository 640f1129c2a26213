//! One contact in the list.

use leptos::prelude::*;
use seat_dealer_api_types::{Channel, Contact};

use crate::components::initials::initials;

/// A contact. Opens the form.
#[component]
pub(super) fn ContactRow(
    contact: RwSignal<Contact>,
    #[prop(into)] on_edit: UnsyncCallback<Contact>,
) -> impl IntoView {
    let detail = move || contact.with(detail_label);
    view! {
        <li>
            <button
                type="button"
                class="guest"
                aria-haspopup="dialog"
                on:click=move |_| on_edit.run(contact.get_untracked())
            >
                <span class="disc" aria-hidden="true">
                    {move || contact.with(|contact| initials(&contact.name))}
                </span>
                <span class="guest-text">
                    <span class="guest-name">
                        {move || contact.with(|contact| contact.name.clone())}
                    </span>
                    " "
                    <span class="guest-detail guest-detail-whole">{detail}</span>
                </span>
                " "
                <span class="mark">
                    {move || format!("Priority {}", contact.with(|contact| contact.priority))}
                </span>
            </button>
        </li>
    }
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

/// The channels from which the contact has opted out, and how the contact can opt in again.
fn opted_out_label(contact: &Contact) -> Option<String> {
    let has_opted_out = |channel| contact.opted_out.contains(&channel);
    let (what, how) = match (has_opted_out(Channel::Sms), has_opted_out(Channel::Email)) {
        (false, false) => return None,
        (true, false) => ("texted", "text START to the number your texts come from"),
        (false, true) => ("emailed", "use the link at the foot of an email"),
        (true, true) => (
            "texted or emailed",
            "text START to the number your texts come from, or use the link at the foot of an email",
        ),
    };
    Some(format!(
        "Has asked not to be {what}. Only they can change that: they {how}. You can still invite \
         them by hand."
    ))
}

/// How the contact is reached, with the preferred channel if the host has chosen one.
fn channels_label(contact: &Contact) -> String {
    let addresses: Vec<&str> = [&contact.phone_number, &contact.email]
        .into_iter()
        .flatten()
        .map(String::as_str)
        .collect();
    let preferred = match contact.preferred_channel {
        Some(Channel::Sms) if addresses.len() > 1 => " · text message first",
        Some(Channel::Email) if addresses.len() > 1 => " · email first",
        Some(Channel::ByHand) => " · by hand",
        _ => "",
    };
    format!("{}{preferred}", addresses.join(" · "))
}
