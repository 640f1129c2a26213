//! Contacts who may be one person.

use leptos::prelude::*;
use seat_dealer_api_types::{Contact, DuplicateContacts};

use super::row::ContactRow;
use super::store::ContactStore;
use crate::components::button::Button;
use crate::components::dialog::use_dialogs;

/// Says that there are such contacts, with a button that shows them.
#[component]
pub(super) fn DuplicatesNotice(
    store: ContactStore,
    #[prop(into)] on_edit: UnsyncCallback<Contact>,
) -> impl IntoView {
    let dialogs = use_dialogs();
    let message = Memo::new(move |_| {
        let groups = store.duplicates();
        let contacts = groups.iter().map(|group| group.contacts.len()).sum();
        message(contacts, groups.len())
    });
    let show = move || {
        let dialog = dialogs.create();
        dialog.open("The same person twice?", move || {
            view! { <DuplicatesList store on_edit /> }.into_any()
        });
    };
    let notice = move || {
        let message = message.get()?;
        let notice = view! {
            <div class="notice">
                <p>{message}</p>
                <Button label="Show them" on_click=show />
            </div>
        };
        Some(notice.into_any())
    };
    view! { {move || notice()} }
}

/// The contacts. Each opens the form, which changes or deletes it.
#[component]
fn DuplicatesList(store: ContactStore, on_edit: UnsyncCallback<Contact>) -> impl IntoView {
    let row = move |contact: Contact| {
        view! { <ContactRow contact=RwSignal::new(contact) on_edit /> }.into_any()
    };
    let group = |group: DuplicateContacts| {
        let rows: Vec<_> = group.contacts.into_iter().map(row).collect();
        view! {
            <section>
                <h3>{group.shared}</h3>
                <ul class="rows">{rows}</ul>
            </section>
        }
        .into_any()
    };
    let groups: Vec<_> = untrack(move || store.duplicates())
        .into_iter()
        .map(group)
        .collect();
    view! {
        <div class="modal-body" tabindex="0" role="group" aria-label="Contacts who may be one person">
            <p>
                "Nothing is merged by itself. If two are one person, delete one of them; if not, leave
                them as they are."
            </p>
            {groups}
        </div>
    }
}

/// How many contacts may be how many people; `None` if there are none.
fn message(contacts: usize, people: usize) -> Option<String> {
    let people = match people {
        0 => return None,
        1 => "one person".to_owned(),
        more => format!("{more} people"),
    };
    Some(format!("{contacts} contacts may be {people}."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_message_counts_contacts_and_people() {
        assert_eq!(message(0, 0), None);
        let one = message(2, 1);
        assert_eq!(one.as_deref(), Some("2 contacts may be one person."));
        let two = message(5, 2);
        assert_eq!(two.as_deref(), Some("5 contacts may be 2 people."));
    }
}
