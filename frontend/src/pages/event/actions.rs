//! The actions on an event: the next one as the page's main button, the others in a menu.

use leptos::prelude::*;
use seat_dealer_api_types::{Counts, Event, EventStatus};
use serde::de::IgnoredAny;

use super::dealing::confirm_deal;
use super::form;
use super::host_message;
use super::invitations::save_guest_list;
use super::needs::Need;
use super::notices;
use super::store::EventStore;
use crate::api::ApiFuture;
use crate::browser;
use crate::components::button::Button;
use crate::components::confirm::ConfirmDialog;
use crate::components::dialog::{Dialog, Dialogs, use_dialogs};
use crate::pages::contacts::form as contact_form;
use crate::router::{Router, use_router};

/// An action on the event.
enum Action {
    /// Meets what needs the host.
    Meet(Need),
    /// Starts dealing or goes on; with the label.
    Deal(&'static str),
    Pause,
    /// Sends the messages of a cancelled event that wait because a channel rests.
    SendAgain,
    AddContacts,
    Write,
    Duplicate,
    Edit,
    SaveGuestList,
    Print,
    Kitchen,
    Cancel,
}

impl Action {
    fn label(&self) -> &'static str {
        match self {
            Self::Meet(need) => need.action(),
            Self::Deal(label) => label,
            Self::Pause => "Pause",
            Self::SendAgain => "Send again",
            Self::AddContacts => "Add contacts",
            Self::Write => "Write to your guests",
            Self::Duplicate => "Duplicate",
            Self::Edit => "Edit event",
            Self::SaveGuestList => "Save guest list (CSV)",
            Self::Print => "Print guest list",
            Self::Kitchen => "Kitchen sheet",
            Self::Cancel => "Cancel event",
        }
    }

    /// The actions that the state of the event allows, the next one first.
    fn all(event: &Event, needs: &[Need]) -> Vec<Self> {
        let deal = match event.status {
            EventStatus::Draft => Some(Self::Deal("Deal")),
            EventStatus::Paused => Some(Self::Deal("Go on dealing")),
            EventStatus::Dealing if !event.resting_channels.is_empty() => {
                Some(Self::Deal("Deal again"))
            }
            EventStatus::Dealing => Some(Self::Pause),
            EventStatus::Cancelled | EventStatus::Past => None,
        };
        let is_over = deal.is_none();
        let sends_again =
            event.status == EventStatus::Cancelled && !event.resting_channels.is_empty();
        let lacks_contacts = !is_over && event.counts.deck == 0 && event.counts.open > 0;
        let Counts {
            seated,
            standby,
            maybe,
            ..
        } = event.counts;
        let can_write = event.status != EventStatus::Cancelled && seated + standby + maybe > 0;
        let invited = event.status != EventStatus::Draft;
        let main_need = needs.first().filter(|need| need.is_main()).cloned();
        let all = [
            main_need.map(Self::Meet),
            lacks_contacts.then_some(Self::AddContacts),
            deal,
            sends_again.then_some(Self::SendAgain),
            is_over.then_some(Self::Duplicate),
            can_write.then_some(Self::Write),
            Some(Self::Edit),
            (!is_over).then_some(Self::Duplicate),
            invited.then_some(Self::SaveGuestList),
            invited.then_some(Self::Print),
            invited.then_some(Self::Kitchen),
            (!is_over).then_some(Self::Cancel),
        ];
        all.into_iter().flatten().collect()
    }
}

/// The main button, and the button that opens the menu.
#[component]
pub(super) fn EventActions(store: EventStore, event: Signal<Event>) -> impl IntoView {
    let dialogs = use_dialogs();
    let router = use_router();
    let on_added =
        UnsyncCallback::new(move |event: Event| router.navigate(&format!("/events/{}", event.id)));
    let on_saved = UnsyncCallback::new(move |_| store.refetch());
    form::resume(dialogs, on_saved);
    contact_form::resume(dialogs, store.on_contact_saved);
    let context = Context {
        store,
        event,
        dialogs,
        router,
        on_added,
        on_saved,
    };
    let actions = move || event.with(|event| Action::all(event, &Need::all(store)));
    // The button is rendered again only if it changes, and keeps the focus.
    let main_label = Memo::new(move |_| actions().remove(0).label().to_owned());
    let main_button = move || {
        let _ = main_label.read();
        let action = untrack(actions).remove(0);
        let class = match action {
            Action::Pause | Action::Duplicate => "button button-large",
            _ => "button button-primary button-large",
        };
        let label = action.label();
        let perform = move || context.perform(&action);
        view! { <Button class label busy=store.busy on_click=perform /> }.into_any()
    };
    let open_menu = move || {
        let others = untrack(actions).split_off(1);
        let Event {
            title, description, ..
        } = event.get_untracked();
        let dialog = dialogs.create();
        dialog.open(title, move || menu(&context, dialog, description, others));
    };
    view! {
        <div class="event-actions" role="group" aria-label="Event">
            {main_button}
            <Button class="button button-large" label="More" on_click=open_menu />
        </div>
    }
}

/// The menu of the other actions.
fn menu(context: &Context, dialog: Dialog, description: String, actions: Vec<Action>) -> AnyView {
    let context = *context;
    let button = |action: Action| {
        let class = match action {
            Action::Cancel => "sheet-action danger",
            _ => "sheet-action",
        };
        let label = action.label();
        let perform = move || {
            dialog.close();
            context.perform(&action);
        };
        view! { <Button class label on_click=perform /> }.into_any()
    };
    let buttons: Vec<_> = actions.into_iter().map(button).collect();
    view! {
        <div class="modal-body">
            <p class="description">{description}</p>
            <div class="sheet-actions">{buttons}</div>
        </div>
    }
    .into_any()
}

/// What the actions need.
#[derive(Clone, Copy)]
struct Context {
    store: EventStore,
    event: Signal<Event>,
    dialogs: Dialogs,
    router: Router,
    /// Called with the duplicate of the event.
    on_added: UnsyncCallback<Event>,
    /// Called when the event has been edited.
    on_saved: UnsyncCallback<Event>,
}

impl Context {
    fn perform(self, action: &Action) {
        let Self {
            store,
            event,
            dialogs,
            router,
            on_added,
            on_saved,
        } = self;
        match action {
            Action::Meet(need) => need.meet(store, dialogs),
            Action::Deal(_) => confirm_deal(store, dialogs.create()),
            Action::Pause => run(store, store.api.pause(&store.id()), "Dealing is paused."),
            Action::SendAgain => {
                let again = store.api.cancel(&store.id());
                run(store, again, "What waits is sent again.");
            }
            Action::AddContacts => router.navigate("/contacts"),
            Action::Write => host_message::open(store, dialogs),
            Action::Duplicate => {
                form::open_duplicate(dialogs.create(), event.get_untracked(), on_added);
            }
            Action::Edit => {
                form::open(dialogs.create(), Some(event.get_untracked()), on_saved);
            }
            Action::SaveGuestList => save_guest_list(store),
            Action::Print => browser::print(),
            Action::Kitchen => router.navigate(&format!("/events/{}/kitchen", store.id())),
            Action::Cancel => confirm_cancel(store, event, dialogs.create()),
        }
    }
}

/// Performs an action that needs no question, and tells what it did.
fn run(store: EventStore, action: ApiFuture<IgnoredAny>, done: &'static str) {
    store.busy.run(async move {
        match store.perform(action).await {
            Ok(()) => store.announcer.success(done),
            Err(error) => store.announcer.error(&error),
        }
    });
}

/// Asks for confirmation before cancelling, with everybody who would be told.
fn confirm_cancel(store: EventStore, event: Signal<Event>, dialog: Dialog) {
    let preview = store.api.cancellation(&store.id());
    notices::ask(store, dialog, preview, move |recipients| {
        cancel_dialog(store, event, recipients)
    });
}

fn cancel_dialog(
    store: EventStore,
    event: Signal<Event>,
    recipients: Vec<String>,
) -> ConfirmDialog {
    let title = event.with_untracked(|event| event.title.clone());
    let explanation = if recipients.is_empty() {
        "Nobody has to be told."
    } else {
        "Everybody who was invited and has not said no is told:"
    };
    let mut dialog = ConfirmDialog::new(
        format!("Cancel {title}?"),
        explanation,
        "Cancel event",
        move || async move {
            store.perform(store.api.cancel(&store.id())).await?;
            Ok("The event is cancelled.".to_owned())
        },
    );
    dialog.recipients = recipients;
    dialog.notes = vec!["Every open invitation is withdrawn. This cannot be undone.".to_owned()];
    dialog.dangerous()
}
