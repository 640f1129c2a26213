//! The sheet of one guest: the answer, the note, the messages, and what the host can do.

use leptos::prelude::*;
use seat_dealer_api_types::{Contact, InvitationStatus, Invite, InviteMessage};

use super::labels::{DETAILS, answer_label, answer_state, guest_details, message_label};
use super::{by_hand, record_answer, withdraw};
use crate::components::button::Button;
use crate::components::confirm::ConfirmDialog;
use crate::components::copy_button::CopyButton;
use crate::components::dialog::Dialog;
use crate::pages::contacts::form as contact_form;
use crate::pages::event::notices;
use crate::pages::event::store::EventStore;
use crate::phone;
use crate::time;

/// Opens the sheet.
pub(in crate::pages::event) fn open(store: EventStore, dialog: Dialog, invite: RwSignal<Invite>) {
    let name = invite.with_untracked(|invite| invite.contact.name.clone());
    // The row of the guest may be gone before the sheet, because the answer has changed.
    let id = invite.with_untracked(|invite| invite.id.clone());
    dialog.open(name, move || {
        let invite = store.invites.find(&id).unwrap_or(invite);
        view! { <GuestSheet store dialog invite /> }.into_any()
    });
}

/// The content of the sheet.
#[component]
fn GuestSheet(store: EventStore, dialog: Dialog, invite: RwSignal<Invite>) -> impl IntoView {
    let party = move || match invite.with(|invite| invite.party_size) {
        0 | 1 => None,
        size => Some(format!("Party of {size}")),
    };
    let details = move || {
        let details = DETAILS.into_iter().zip(invite.with(guest_details));
        let filled = details.filter(|(_, text)| !text.is_empty());
        let line =
            |(label, text)| view! { <p class="guest-note">{label} ": " {text}</p> }.into_any();
        filled.map(line).collect::<Vec<_>>().into_any()
    };
    let by_host = move || {
        invite
            .with(|invite| invite.by_host)
            .then_some("You invited them yourself.")
    };
    let messages = move || {
        let zone = store.zone.get();
        let messages = invite.with(|invite| invite.messages.clone());
        let lines = messages.iter().map(|message| message_line(message, &zone));
        lines.collect::<Vec<_>>().into_any()
    };
    view! {
        <div class="modal-body">
            <p class="guest-answer">
                <span class="badge" data-state=move || invite.with(answer_state)>
                    {move || invite.with(answer_label)}
                </span>
                " "
                {party}
            </p>
            {details}
            <p>
                {move || invite.with(|invite| when(invite, &store.zone.get()))} " " {by_host}
            </p>
            <ContactWays contact=Signal::derive(move || invite.with(|invite| invite.contact.clone())) />
            <ul class="messages" aria-label="Messages">
                {messages}
            </ul>
            <SheetActions store dialog invite />
        </div>
    }
}

/// The phone number and the email address, as links.
#[component]
pub(in crate::pages::event) fn ContactWays(contact: Signal<Contact>) -> impl IntoView {
    let link = |scheme: &str, address: Option<String>, label: fn(&str) -> String| {
        address.map(|address| {
            let href = format!("{scheme}:{address}");
            view! {
                <a class="way" href=href>
                    {label(&address)}
                </a>
            }
            .into_any()
        })
    };
    let links = move || {
        let Contact {
            phone_number,
            email,
            ..
        } = contact.get();
        [
            link("tel", phone_number, phone::grouped),
            link("mailto", email, str::to_owned),
        ]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
    };
    view! { <div class="ways">{move || links().into_any()}</div> }
}

/// When the answer is due, or when it came, or when the guest was invited.
fn when(invite: &Invite, zone: &str) -> String {
    if let Some(respond_by) = &invite.respond_by {
        return format!("Answer by {}.", time::date_and_time(respond_by, zone));
    }
    match &invite.answered_at {
        Some(answered_at) => format!("Answered {}.", time::date_and_time(answered_at, zone)),
        None => format!("Invited {}.", time::date_and_time(&invite.invited_at, zone)),
    }
}

fn message_line(message: &InviteMessage, zone: &str) -> AnyView {
    let label = message_label(message, |timestamp| time::short(timestamp, zone));
    let at = time::short(&message.at, zone);
    let words = message.text.clone();
    let words =
        words.map(|text| view! { <blockquote class="words">{text}</blockquote> }.into_any());
    view! {
        <li>
            <span>{label}</span>
            <time datetime=message.at.clone()>{at}</time>
            {words}
        </li>
    }
    .into_any()
}

/// What the host can do.
#[component]
fn SheetActions(store: EventStore, dialog: Dialog, invite: RwSignal<Invite>) -> impl IntoView {
    let subject = Signal::derive(move || {
        format!("for {}", invite.with(|invite| invite.contact.name.clone()))
    });
    let action = move |label: &'static str, on_click: UnsyncCallback<()>| {
        view! { <Button class="sheet-action" label on_click /> }.into_any()
    };
    let request = move |label: &'static str, on_click: UnsyncCallback<()>| {
        view! { <Button class="sheet-action" label busy=store.busy on_click /> }.into_any()
    };
    let pass_on = UnsyncCallback::new(move |()| {
        by_hand::open(store, dialog.next(), invite.get_untracked(), false);
    });
    let invite_by_hand = UnsyncCallback::new(move |()| {
        by_hand::invite(store, dialog.next(), invite.get_untracked());
    });
    let record = UnsyncCallback::new(move |()| {
        record_answer::open(store, dialog.next(), invite.get_untracked());
    });
    let resend = UnsyncCallback::new(move |()| {
        confirm_resend(store, dialog.next(), invite.get_untracked());
    });
    let edit = UnsyncCallback::new(move |()| {
        let contact = invite.with_untracked(|invite| invite.contact.clone());
        contact_form::open(dialog.next(), Some(contact), store.on_contact_saved, None);
    });
    let copy = move || {
        view! {
            <CopyButton
                class="sheet-action"
                label="Copy link"
                subject
                text=move || invite.with(|invite| invite.rsvp_url.clone().unwrap_or_default())
                success="Link copied."
            />
        }
        .into_any()
    };
    let withdraw = move || {
        let withdraw = move || withdraw::start(store, dialog, invite.get_untracked());
        view! {
            <Button
                class="sheet-action danger"
                label="Withdraw"
                busy=store.busy
                on_click=withdraw
            />
        }
        .into_any()
    };
    let actions = move || {
        let status = invite.with(|invite| invite.status);
        let mut actions = Vec::new();
        if invite.with(by_hand::is_waiting) {
            actions.push(action("Pass on", pass_on));
        }
        if store.is_over.get() || status == InvitationStatus::Withdrawn {
            return actions;
        }
        actions.push(action("Record answer", record));
        if status == InvitationStatus::Undeliverable {
            actions.push(request("Invite by hand", invite_by_hand));
        }
        if status != InvitationStatus::Answered {
            actions.push(request("Send again", resend));
        }
        actions.push(copy());
        actions.push(action("Edit contact", edit));
        actions.push(withdraw());
        actions
    };
    view! { <div class="sheet-actions">{move || actions().into_any()}</div> }
}

/// Asks before sending the invitation again, with what the guest would get.
fn confirm_resend(store: EventStore, dialog: Dialog, invite: Invite) {
    let Invite { id, contact, .. } = invite;
    let preview = store.api.resending(&id);
    notices::ask(store, dialog, preview, move |recipients| {
        resend_dialog(store, id, contact.name, recipients)
    });
}

fn resend_dialog(
    store: EventStore,
    id: String,
    name: String,
    recipients: Vec<String>,
) -> ConfirmDialog {
    let mut dialog = ConfirmDialog::new(
        format!("Send the invitation to {name} again?"),
        "The same link goes out once more:",
        "Send again",
        move || {
            let again = store.api.resend(&id);
            let done = format!("The invitation goes out to {name} again.");
            async move {
                store.perform(again).await?;
                Ok(done)
            }
        },
    );
    dialog.recipients = recipients;
    dialog
}
