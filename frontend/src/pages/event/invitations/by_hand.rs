//! Messages that the host passes on in person.

use leptos::prelude::*;
use leptos::task::spawn_local;
use seat_dealer_api_types::{ByHand, Channel, Invite, MessageStatus, PassedOn};

use crate::browser::{self, encode_uri_component};
use crate::components::busy::Busy;
use crate::components::button::Button;
use crate::components::copy_button::CopyButton;
use crate::components::dialog::{Dialog, Dialogs, use_dialogs};
use crate::components::page::Alert;
use crate::pages::event::store::EventStore;

/// Whether a message waits for the host to pass it on.
pub(in crate::pages::event) fn is_waiting(invite: &Invite) -> bool {
    invite.messages.iter().any(|message| {
        message.channel == Channel::ByHand && message.status == MessageStatus::Queued
    })
}

/// Passes on one waiting message after the other.
pub(in crate::pages::event) fn pass_on_all(store: EventStore, dialogs: Dialogs) {
    let invites = untrack(|| store.invites.values());
    if let Some(invite) = invites.into_iter().find(is_waiting) {
        open(store, dialogs.create(), invite, true);
    }
}

/// Opens a dialog with the text and the ways to send it. Goes on with the next guest if `and_others`.
pub(super) fn open(store: EventStore, dialog: Dialog, invite: Invite, and_others: bool) {
    spawn_local(async move {
        match store.api.by_hand(&invite.id).await {
            Ok(by_hand) => {
                let title = format!("Pass this on to {}", invite.contact.name);
                dialog.open(title, move || {
                    view! { <ByHandDialog store dialog invite by_hand and_others /> }.into_any()
                });
            }
            Err(error) => dialog.fail(&error),
        }
    });
}

/// Changes an invitation that could not be delivered to one that the host passes on.
pub(super) fn invite(store: EventStore, dialog: Dialog, invite: Invite) {
    store.busy.run(async move {
        match store.api.resend_by_hand(&invite.id).await {
            Ok(invite) => open(store, dialog, invite, false),
            Err(error) => dialog.fail(&error),
        }
        store.refetch();
    });
}

/// The text, the ways to send it, and the button that marks it as sent.
#[component]
fn ByHandDialog(
    store: EventStore,
    dialog: Dialog,
    invite: Invite,
    by_hand: ByHand,
    and_others: bool,
) -> impl IntoView {
    let dialogs = use_dialogs();
    let busy = Busy::new();
    let failure = RwSignal::new(None::<String>);
    let Invite { id, contact, .. } = invite;
    let subject = format!("for {}", contact.name);
    let shown = PassedOn {
        messages: by_hand
            .messages
            .iter()
            .map(|message| message.id.clone())
            .collect(),
    };
    let texts: Vec<&str> = by_hand
        .messages
        .iter()
        .map(|message| message.text.as_str())
        .collect();
    let text = texts.join("\n\n");
    let phone_links = by_hand.phone_number.map(|number| {
        let body = encode_uri_component(&text);
        let sms = format!("sms:{number}?&body={body}");
        let digits = number.trim_start_matches('+');
        let whats_app = format!("https://wa.me/{digits}?text={body}");
        view! {
            <a class="quiet-button" href=sms>
                "Text from this phone"
            </a>
            <a class="quiet-button" href=whats_app target="_blank" rel="noopener noreferrer">
                "WhatsApp"
            </a>
        }
        .into_any()
    });
    let share_button = browser::can_share().then(|| {
        let text = text.clone();
        let share = move || browser::share(&text);
        view! { <Button class="quiet-button" label="Share" on_click=share /> }.into_any()
    });
    let mark_as_sent = move || {
        let (id, name, shown) = (id.clone(), contact.name.clone(), shown.clone());
        busy.run(async move {
            failure.set(None);
            match store.api.passed_on(&id, &shown).await {
                Ok(_) => {
                    dialog.close();
                    store
                        .announcer
                        .success(format!("Marked as sent to {name}."));
                    while !store.fetch().await {}
                    if and_others {
                        pass_on_all(store, dialogs);
                    }
                }
                Err(error) => failure.set(Some(error.message())),
            }
        });
    };
    view! {
        <div class="modal-body">
            <p class="by-hand">{text.clone()}</p>
            <div class="row-actions">
                <CopyButton label="Copy" subject text success="Copied." />
                {phone_links}
                {share_button}
            </div>
            <p class="hint">"The time to answer starts when you mark this as sent."</p>
            <Alert message=failure />
            <div class="modal-foot">
                <Button label="I have sent it" busy on_click=mark_as_sent />
            </div>
        </div>
    }
}
