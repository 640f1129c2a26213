//! One contact in the list.

use leptos::prelude::*;
use seat_dealer_api_types::{Channel, Contact};

use crate::components::button::{quiet, quiet_danger};
use crate::components::dynamic::{dynamic, part, words};
use crate::components::shapes::{badge, group, line, row, text};

/// A contact with what can be done about it.
pub(crate) fn contact_row(
    contact: RwSignal<Contact>,
    on_edit: impl Fn(Contact) + 'static,
    on_delete: impl Fn(Contact) + 'static,
) -> AnyView {
    let name = move || contact.with(|contact| contact.name.clone());
    let priority = words(move || format!("Priority {}", contact.with(|contact| contact.priority)));
    row(
        dynamic(|| ""),
        None,
        vec![
            group(
                "row-title",
                vec![words(name), " ".into_any(), badge(dynamic(|| ""), priority)],
            ),
            line("row-detail", words(move || contact.with(reached))),
            part(move || Some(text("row-detail", contact.with(opted_out)?))),
        ],
        vec![
            quiet("Edit", move || on_edit(contact.get_untracked()))
                .of(name)
                .view(),
            quiet_danger("Delete", move || on_delete(contact.get_untracked()))
                .of(name)
                .view(),
        ],
    )
}

/// By which ways a contact wants no more messages, and what can be done about it.
fn opted_out(contact: &Contact) -> Option<String> {
    let by = |channel| contact.opted_out.contains(&channel);
    let (what, how) = match (by(Channel::Sms), by(Channel::Email)) {
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

/// How a contact is reached, the channel that is tried first named when the host has chosen.
fn reached(contact: &Contact) -> String {
    let ways: Vec<&str> = [&contact.phone_number, &contact.email]
        .into_iter()
        .flatten()
        .map(String::as_str)
        .collect();
    let first = match contact.preferred_channel {
        Some(Channel::Sms) if ways.len() > 1 => " · text message first",
        Some(Channel::Email) if ways.len() > 1 => " · email first",
        Some(Channel::ByHand) => " · by hand",
        _ => "",
    };
    format!("{}{first}", ways.join(" · "))
}
