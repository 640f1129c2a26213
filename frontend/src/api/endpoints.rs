//! One method for each endpoint of the API that the app calls. The API document describes them.

use seat_dealer_api_types::{
    AccountDeletion, Announcement, ApiKey, ByHand, CalendarAddress, Contact, ContactPatch,
    ContactsDeletion, ContactsPatch, Deck, DeckOrder, DuplicateContacts, Event, EventPatch,
    HostMessage, Import, ImportUndone, Invite, InvitePatch, LoginFinish, LoginStart, LoginStarted,
    Me, MePatch, NewApiKey, NewApiKeyCreated, NewContact, NewEvent, NewHostMessage, NewImport,
    NewInvite, NewInvites, Notifications, Page, PassedOn, Preview, Session, SignedIn, Tag,
};
use serde::de::IgnoredAny;

use super::log::LogPage;
use super::{Api, ApiFuture, PAGE_SIZE, page_path, to_json};
use crate::browser::encode_uri_component;

macro_rules! endpoints {
    ($($name:ident($($arg:ident: $type:ty),*) -> $response:ty = $method:literal $path:literal $(, $body:ident)? $(if $etag:ident)?;)+) => {
        impl Api {
            $(pub(crate) fn $name(self, $($arg: $type),*) -> ApiFuture<$response> {
                self.request($method, format!($path), endpoints!(@body $($body)?), endpoints!(@etag $($etag)?))
            })+
        }
    };
    (@body) => { None };
    (@body $body:ident) => { to_json($body) };
    (@etag) => { None };
    (@etag $etag:ident) => { Some($etag) };
}

endpoints! {
    start_login(body: &LoginStart) -> LoginStarted = "POST" "login/start", body;
    finish_login(body: &LoginFinish) -> SignedIn = "POST" "login", body;
    logout() -> IgnoredAny = "POST" "logout";
    me() -> Me = "GET" "me";
    change_me(body: &MePatch, etag: &str) -> Me = "PATCH" "me", body if etag;
    notifications() -> Notifications = "GET" "me/notifications";
    set_notifications(body: &Notifications) -> Notifications = "PUT" "me/notifications", body;
    create_api_key(body: &NewApiKey) -> NewApiKeyCreated = "POST" "api-keys", body;
    end_session(id: &str) -> IgnoredAny = "DELETE" "me/sessions/{id}";
    end_sessions() -> IgnoredAny = "DELETE" "me/sessions";
    renew_calendar() -> CalendarAddress = "POST" "me/calendar";
    end_calendar() -> IgnoredAny = "DELETE" "me/calendar";
    delete_me(body: &AccountDeletion) -> IgnoredAny = "POST" "me/deletion", body;
    revoke_api_key(id: &str) -> IgnoredAny = "DELETE" "api-keys/{id}";

    contact(id: &str) -> Contact = "GET" "contacts/{id}";
    add_contact(body: &NewContact) -> Contact = "POST" "contacts", body;
    change_contact(id: &str, body: &ContactPatch, etag: &str) -> Contact = "PATCH" "contacts/{id}", body if etag;
    change_contacts(body: &ContactsPatch) -> IgnoredAny = "PATCH" "contacts/batch", body;
    delete_contacts(body: &ContactsDeletion) -> IgnoredAny = "POST" "contacts/batch/deletion", body;
    import_contacts(body: &NewImport) -> Import = "POST" "imports", body;
    undo_import(id: &str) -> ImportUndone = "DELETE" "imports/{id}";

    event(id: &str) -> Event = "GET" "events/{id}";
    add_event(body: &NewEvent) -> Event = "POST" "events", body;
    change_event(id: &str, body: &EventPatch, etag: &str) -> Event = "PATCH" "events/{id}", body if etag;
    delete_event(id: &str) -> IgnoredAny = "DELETE" "events/{id}";
    deal(id: &str, etag: &str) -> IgnoredAny = "POST" "events/{id}/deal" if etag;
    pause(id: &str) -> IgnoredAny = "POST" "events/{id}/pause";
    cancel(id: &str) -> IgnoredAny = "POST" "events/{id}/cancel";
    announcement(id: &str) -> Announcement = "GET" "events/{id}/announcement";
    cancellation(id: &str) -> Announcement = "GET" "events/{id}/cancellation";
    invitation(id: &str, contact: &str) -> Announcement = "GET" "events/{id}/invitation?contactId={contact}";
    preview_host_message(id: &str, body: &NewHostMessage) -> HostMessage = "POST" "events/{id}/messages?preview=true", body;
    send_host_message(id: &str, body: &NewHostMessage) -> IgnoredAny = "POST" "events/{id}/messages", body;
    preview(id: &str) -> Preview = "GET" "events/{id}/preview";
    log(id: &str, after: i64) -> LogPage = "GET" "events/{id}/log?after={after}";
    set_deck(id: &str, body: &DeckOrder, etag: &str) -> Deck = "PUT" "events/{id}/deck", body if etag;

    invite_now(body: &NewInvite) -> IgnoredAny = "POST" "invites", body;
    invite_several(body: &NewInvites) -> IgnoredAny = "POST" "invites/batch", body;
    change_invite(id: &str, body: &InvitePatch) -> IgnoredAny = "PATCH" "invites/{id}", body;
    withdrawal(id: &str) -> Announcement = "GET" "invites/{id}/withdrawal";
    resending(id: &str) -> Announcement = "GET" "invites/{id}/resend";
    resend(id: &str) -> IgnoredAny = "POST" "invites/{id}/resend";
    resend_by_hand(id: &str) -> Invite = "POST" "invites/{id}/resend?channel=byHand";
    by_hand(id: &str) -> ByHand = "GET" "invites/{id}/by-hand";
    passed_on(id: &str, body: &PassedOn) -> IgnoredAny = "POST" "invites/{id}/by-hand", body;
}

impl Api {
    pub(crate) fn api_keys(self) -> ApiFuture<Vec<ApiKey>> {
        self.whole_list("api-keys".to_owned())
    }

    pub(crate) fn sessions(self) -> ApiFuture<Vec<Session>> {
        self.whole_list("me/sessions".to_owned())
    }

    pub(crate) fn contact_duplicates(self) -> ApiFuture<Vec<DuplicateContacts>> {
        self.whole_list("contact-duplicates".to_owned())
    }

    pub(crate) fn tags(self) -> ApiFuture<Vec<Tag>> {
        self.whole_list("tags".to_owned())
    }

    /// At most `limit` contacts that match `search` and have the tag, if it is not empty.
    pub(crate) fn contacts(
        self,
        search: &str,
        tag: &str,
        limit: usize,
        cursor: Option<&str>,
    ) -> ApiFuture<Page<Contact>> {
        let mut path = format!("contacts?q={}", encode_uri_component(search));
        if !tag.is_empty() {
            path = format!("{path}&tag={}", encode_uri_component(tag));
        }
        self.get_page(&path, limit, cursor)
    }

    /// At most [`PAGE_SIZE`] events.
    pub(crate) fn events(self, cursor: Option<&str>) -> ApiFuture<Page<Event>> {
        self.get_page("events", PAGE_SIZE, cursor)
    }

    pub(crate) fn invites(self, event: &str) -> ApiFuture<Vec<Invite>> {
        self.all(format!("invites?eventId={event}"))
    }

    /// At most `limit` cards that match `search`.
    pub(crate) fn deck(
        self,
        event: &str,
        search: &str,
        limit: usize,
        cursor: Option<&str>,
    ) -> ApiFuture<Deck> {
        let search = encode_uri_component(search);
        let path = format!("events/{event}/deck?q={search}");
        self.request("GET", page_path(&path, limit, cursor), None, None)
    }
}
