//! The contacts that the page shows.

use leptos::prelude::*;
use leptos::task::spawn_local;
use seat_dealer_api_types::{Contact, ContactsDeletion, DuplicateContacts, Page, Tag};

use crate::api::{Api, ApiError, PAGE_SIZE, use_api};
use crate::components::announcer::{Announcer, use_announcer};
use crate::components::busy::Busy;
use crate::components::list::KeyedList;
use crate::refetch::Sequence;

/// The largest page of contacts that the server returns.
const MAX_PAGE_SIZE: usize = 500;

/// The list of contacts, as far as it is loaded.
#[derive(Clone, Copy)]
pub(super) struct ContactStore {
    api: Api,
    announcer: Announcer,
    /// The contacts that match the search.
    pub(super) rows: KeyedList<Contact>,
    /// The cursor of the next page, if there is one.
    pub(super) next_cursor: RwSignal<Option<String>>,
    /// The text that is searched for.
    pub(super) search: RwSignal<String>,
    /// The tag that contacts must have; empty: any.
    pub(super) tag: RwSignal<String>,
    /// The tags of all contacts.
    pub(super) tags: RwSignal<Vec<Tag>>,
    /// Whether contacts have been loaded.
    pub(super) loaded: RwSignal<bool>,
    /// Why the last request failed.
    pub(super) failure: RwSignal<Option<String>>,
    /// Whether the next page is being loaded.
    pub(super) busy: Busy,
    requests: Sequence,
    /// How many contacts a refetch asks for.
    wanted: StoredValue<usize>,
    /// The ids of the contacts that the host has deleted; the last deletion may still be undone.
    deleted: RwSignal<Vec<String>>,
    /// The contacts who may be one person, as the server has them.
    duplicates: RwSignal<Vec<DuplicateContacts>>,
}

impl ContactStore {
    pub(super) fn new() -> Self {
        Self {
            api: use_api(),
            announcer: use_announcer(),
            rows: KeyedList::new(),
            next_cursor: RwSignal::new(None),
            search: RwSignal::new(String::new()),
            tag: RwSignal::new(String::new()),
            tags: RwSignal::new(Vec::new()),
            loaded: RwSignal::new(false),
            failure: RwSignal::new(None),
            busy: Busy::new(),
            requests: Sequence::new(),
            wanted: StoredValue::new(PAGE_SIZE),
            deleted: RwSignal::new(Vec::new()),
            duplicates: RwSignal::new(Vec::new()),
        }
    }

    /// Starts to load the contacts again.
    pub(super) fn refetch(self) {
        spawn_local(self.fetch());
    }

    /// Loads as many contacts as are shown. Drops the response if another request was made meanwhile.
    pub(super) async fn fetch(self) {
        let request = self.requests.begin();
        let response = self.fetch_wanted().await;
        if request.is_overtaken() {
            return;
        }
        match response {
            Ok(mut page) => {
                self.failure.set(None);
                let deleted = self.deleted.try_get_untracked().unwrap_or_default();
                page.items.retain(|contact| !deleted.contains(&contact.id));
                self.rows.replace(page.items, |contact| &contact.id);
                self.next_cursor.set(page.next_cursor);
                self.loaded.set(true);
            }
            Err(error) => self.failure.set(Some(error.message())),
        }
    }

    /// Loads the contacts, their tags and who of them may be one person, after something has changed.
    pub(super) async fn fetch_all(self) {
        self.fetch().await;
        // The list has said it if the server cannot be reached.
        if let Ok(duplicates) = self.api.contact_duplicates().await {
            self.duplicates.set(duplicates);
        }
        if let Ok(tags) = self.api.tags().await {
            self.tags.set(tags);
        }
    }

    /// The contacts who may be one person. Reactive.
    pub(super) fn duplicates(self) -> Vec<DuplicateContacts> {
        let deleted = self.deleted.get();
        let mut groups = self.duplicates.get();
        groups.retain_mut(|group| {
            group
                .contacts
                .retain(|contact| !deleted.contains(&contact.id));
            group.contacts.len() > 1
        });
        groups
    }

    async fn fetch_wanted(self) -> Result<Page<Contact>, ApiError> {
        let search = self.search.try_get_untracked().unwrap_or_default();
        let tag = self.tag.try_get_untracked().unwrap_or_default();
        let wanted = self.wanted.try_get_value().unwrap_or_default();
        let mut contacts = Page {
            items: Vec::new(),
            next_cursor: None,
        };
        loop {
            let limit = (wanted - contacts.items.len()).min(MAX_PAGE_SIZE);
            let cursor = contacts.next_cursor.as_deref();
            let page = self
                .api
                .contacts(search.trim(), &tag, limit, cursor)
                .await?;
            contacts.items.extend(page.items);
            contacts.next_cursor = page.next_cursor;
            if contacts.next_cursor.is_none() || contacts.items.len() >= wanted {
                return Ok(contacts);
            }
        }
    }

    /// Loads another page. The earlier pages are loaded again, so that a refetch that begins meanwhile
    /// loads the same contacts.
    pub(super) fn fetch_more(self) {
        if self.next_cursor.get_untracked().is_none() {
            return;
        }
        self.busy.run(async move {
            self.wanted
                .update_value(|wanted| *wanted = wanted.saturating_add(PAGE_SIZE));
            self.fetch().await;
        });
    }

    /// Shows the contacts that match a search.
    pub(super) fn set_search(self, search: String) {
        self.search.set(search);
        self.wanted.set_value(PAGE_SIZE);
        self.refetch();
    }

    /// Shows the contacts with a tag, or with any.
    pub(super) fn set_tag(self, tag: String) {
        self.tag.set(tag);
        self.wanted.set_value(PAGE_SIZE);
        self.refetch();
    }

    /// Loads all contacts that match.
    pub(super) async fn fetch_whole(self) {
        self.wanted.set_value(usize::MAX);
        self.fetch().await;
    }

    /// Deletes contacts unless the host undoes it in time.
    pub(super) fn delete(self, contacts: Vec<Contact>) {
        let done = match &contacts[..] {
            [contact] => format!("{} deleted.", contact.name),
            several => format!("{} contacts deleted.", several.len()),
        };
        let contact_ids: Vec<_> = contacts.into_iter().map(|contact| contact.id).collect();
        self.deleted
            .update(|deleted| deleted.extend(contact_ids.iter().cloned()));
        self.rows.remove_all(&contact_ids);
        let undone = contact_ids.clone();
        let delete = async move {
            let deletion = ContactsDeletion { contact_ids };
            if let Err(error) = self.api.delete_contacts(&deletion).await {
                self.announcer.error(&error);
                self.restore(&deletion.contact_ids);
            }
        };
        self.announcer.success_with_undo(done, delete, move || {
            self.restore(&undone);
        });
    }

    /// Shows contacts again that are not deleted after all.
    fn restore(self, ids: &[String]) {
        self.deleted
            .update(|deleted| deleted.retain(|other| !ids.contains(other)));
        self.refetch();
    }
}
