//! One contact in the list.

use leptos::prelude::*;
use seat_dealer_api_types::{Channel, Contact};

use crate::components::button::Button;

/// A contact with its actions.
#[component]
pub(super) fn ContactRow(
    contact: RwSignal<Contact>,
    #[prop(into)] on_edit: UnsyncCallback<Contact>,
    #[prop(into)] on_delete: UnsyncCallback<Contact>,
) -> impl IntoView {
    let name = move || contact.with(|contact| contact.name.clone());
    let party = move || {
        let text = contact.with(party_label)?;
        Some(view! { " " <span class="badge">{text}</span> }.into_any())
    };
    let not_for_dinners = move || {
        let is_out = contact.with(|contact| contact.not_for_dinners);
        is_out.then(|| view! { " " <span class="badge">"Not for dinners"</span> }.into_any())
    };
    let opted_out = move || {
        let text = contact.with(opted_out_label)?;
        Some(view! { <p class="row-detail">{text}</p> }.into_any())
    };
    view! {
        <li class="row">
            <div class="row-main">
                <div class="row-title">
                    {move || name()} " "
                    <span class="badge">
                        {move || format!("Priority {}", contact.with(|contact| contact.priority))}
                    </span>
                    {move || party()} {move || not_for_dinners()}
                </div>
                <p class="row-detail">{move || contact.with(channels_label)}</p>
                {move || opted_out()}
            </div>
            <div class="row-actions">
                <Button
                    class="quiet-button"
                    label="Edit"
                    subject=name
                    on_click=move || on_edit.run(contact.get_untracked())
                />
                <Button
                    class="quiet-button danger"
                    label="Delete"
                    subject=name
                    on_click=move || on_delete.run(contact.get_untracked())
                />
            </div>
        </li>
    }
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
