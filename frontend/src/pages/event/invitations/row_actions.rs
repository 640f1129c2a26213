//! The host's actions on one invitation.

use leptos::prelude::*;
use seat_dealer_api_types::{Channel, InvitationStatus, Invite, InvitePatch, Seat};

use super::{by_hand, record_answer};
use crate::components::button::Button;
use crate::components::confirm::ConfirmDialog;
use crate::components::copy_button::CopyButton;
use crate::components::dialog::{Dialog, use_dialogs};
use crate::pages::event::labels::channel_label;
use crate::pages::event::store::EventStore;

/// The actions on an invitation that is not over.
#[component]
pub(super) fn RowActions(store: EventStore, invite: RwSignal<Invite>) -> impl IntoView {
    let dialogs = use_dialogs();
    let subject = Signal::derive(move || {
        format!("for {}", invite.with(|invite| invite.contact.name.clone()))
    });
    let pass_on = move || {
        let open = move || by_hand::open(store, dialogs.create(), invite.get_untracked());
        view! { <Button class="quiet-button" label="Pass on" subject on_click=open /> }.into_any()
    };
    let invite_by_hand = move || {
        let start = move || invite_by_hand(store, dialogs.create(), invite.get_untracked());
        view! { <Button class="quiet-button" label="Invite by hand" subject on_click=start /> }
            .into_any()
    };
    let is_undeliverable =
        move || invite.with(|invite| invite.status == InvitationStatus::Undeliverable);
    view! {
        {move || invite.with(by_hand::is_waiting).then(pass_on)}
        {move || is_undeliverable().then(invite_by_hand)}
        <Button
            class="quiet-button"
            label="Record answer"
            subject
            on_click=move || record_answer::open(store, dialogs.create(), invite.get_untracked())
        />
        <CopyButton
            label="Copy link"
            subject
            text=move || invite.with(|invite| invite.rsvp_url.clone())
            success="Link copied."
        />
        <Button
            class="quiet-button"
            label="Send again"
            subject
            on_click=move || resend_dialog(store, invite.get_untracked()).open(dialogs.create())
        />
        <Button
            class="quiet-button danger"
            label="Withdraw"
            subject
            on_click=move || withdraw(store, invite.get_untracked())
        />
    }
}

fn resend_dialog(store: EventStore, invite: Invite) -> ConfirmDialog {
    let channel = channel_label(invite.channel);
    let Invite { id, contact, .. } = invite;
    let name = contact.name;
    ConfirmDialog::new(
        format!("Send the invitation to {name} again?"),
        format!("{name} gets the same link once more by {channel}."),
        "Send again",
        move || {
            let (id, name) = (id.clone(), name.clone());
            async move {
                store.perform(store.api.resend(&id)).await?;
                Ok(format!("The invitation goes out to {name} again."))
            }
        },
    )
}

/// Changes an invitation that could not be delivered to one that the host passes on.
fn invite_by_hand(store: EventStore, dialog: Dialog, invite: Invite) {
    store.busy.run(async move {
        match store.api.resend_by_hand(&invite.id).await {
            Ok(invite) => by_hand::open(store, dialog, invite),
            Err(error) => store.announcer.error(&error),
        }
        store.refetch();
    });
}

/// The message after a withdrawal. Whoever loses a seat is told (rule 13).
fn withdrawal_message(store: EventStore, invite: &Invite) -> String {
    let done = format!("The invitation for {} is withdrawn.", invite.contact.name);
    let event = store.event.get_untracked();
    let by_hand = invite.channel == Channel::ByHand || event.is_some_and(|event| event.by_hand);
    match (invite.seat, by_hand) {
        (Seat::Seated, false) => format!("{done} They are told that the seat is gone."),
        (Seat::Seated, true) => {
            format!("{done} Pass on the message that says that the seat is gone.")
        }
        _ => done,
    }
}

/// Withdraws an invitation unless the host undoes it in time. Afterwards its seat may go to the next
/// card, so it cannot be undone any more.
fn withdraw(store: EventStore, invite: Invite) {
    let message = withdrawal_message(store, &invite);
    let id = invite.id;
    store.withdrawing.update(|ids| ids.push(id.clone()));
    let undone = id.clone();
    let end_withdrawal = move |id: &str| {
        store
            .withdrawing
            .try_update(|ids| ids.retain(|other| other != id));
    };
    let withdraw = async move {
        let patch = InvitePatch {
            status: Some(InvitationStatus::Withdrawn),
            ..InvitePatch::default()
        };
        if let Err(error) = store.api.change_invite(&id, &patch).await {
            store.announcer.error(&error);
        }
        // The row shows the withdrawal until the server's state after it is loaded.
        while !store.fetch().await {}
        end_withdrawal(&id);
    };
    store
        .announcer
        .success_with_undo(message, withdraw, move || {
            end_withdrawal(&undone);
        });
}
