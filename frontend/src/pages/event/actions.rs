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
    /// Opens the form, to change the tags that no contact in the deck has.
    ChangeTags,
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
            Self::ChangeTags => "Change the tags",
            Self::Duplicate => "Duplicate",
            Self::Edit => "Edit event",
            Self::SaveGuestList => "Save guest list (CSV)",
            Self::Print => "Print guest list",
            Self::Kitchen => "Kitchen sheet",
            Self::Cancel => "Cancel event",
        }
    }

    /// Whether the action waits for the server, and for what else waits for it.
    fn is_request(&self) -> bool {
        matches!(
            self,
            Self::Deal(_) | Self::Pause | Self::SendAgain | Self::Cancel
        )
    }

    /// Whether the action opens a dialog.
    fn opens_dialog(&self) -> bool {
        matches!(
            self,
            Self::Deal(_)
                | Self::Write
                | Self::Duplicate
                | Self::Edit
                | Self::ChangeTags
                | Self::Cancel
        )
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
        let more_contacts = if event.counts.without_tag > 0 {
            Self::ChangeTags
        } else {
            Self::AddContacts
        };
        let invited = event.status != EventStatus::Draft;
        let main_need = needs.first().filter(|need| need.is_main()).cloned();
        let all = [
            main_need.map(Self::Meet),
            lacks_contacts.then_some(more_contacts),
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
        let perform = move || context.perform(&action, None);
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
        let is_request = action.is_request();
        let perform = move || context.perform(&action, Some(dialog));
        if is_request {
            view! { <Button class label busy=context.store.busy on_click=perform /> }.into_any()
        } else {
            view! { <Button class label on_click=perform /> }.into_any()
        }
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
    /// `menu` is the menu in which the host has chosen the action.
    fn perform(self, action: &Action, menu: Option<Dialog>) {
        let Self {
            store,
            event,
            dialogs,
            router,
            on_added,
            on_saved,
        } = self;
        let next = move || menu.map_or_else(|| dialogs.create(), Dialog::next);
        if let Some(menu) = menu
            && !action.opens_dialog()
        {
            menu.close();
        }
        match action {
            Action::Meet(need) => need.meet(store, dialogs),
            Action::Deal(_) => confirm_deal(store, next()),
            Action::Pause => run(store, store.api.pause(&store.id()), "Dealing is paused."),
            Action::SendAgain => {
                let again = store.api.cancel(&store.id());
                run(store, again, "What waits is sent again.");
            }
            Action::AddContacts => router.navigate("/contacts"),
            Action::Write => host_message::open(store, next(), dialogs),
            Action::Duplicate => {
                form::open_duplicate(next(), event.get_untracked(), on_added);
            }
            Action::Edit | Action::ChangeTags => {
                form::open(next(), Some(event.get_untracked()), on_saved);
            }
            Action::SaveGuestList => save_guest_list(store),
            Action::Print => browser::print(),
            Action::Kitchen => router.navigate(&format!("/events/{}/kitchen", store.id())),
            Action::Cancel => confirm_cancel(store, event, next()),
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
