//! The form that adds or edits a contact.

use leptos::prelude::*;
use leptos::task::spawn_local;
use seat_dealer_api_types::{
    Channel, Contact, ContactPatch, Event, EventStatus, Language, NewContact,
};
use wasm_split_helpers::wasm_split;

use super::dealing::{self, DealingNotice};
use super::row::opted_out_sentence;
use crate::api::{Api, ApiError, use_api};
use crate::components::announcer::use_announcer;
use crate::components::busy::Busy;
use crate::components::button::Button;
use crate::components::dialog::{Dialog, Dialogs};
use crate::components::form::{
    self, Checkbox, DialogButtons, Form, FormState, PriorityField, Select, TagsField, TextField,
    draft, tags,
};
use crate::session::Session;

const FORM: &str = "contact";

/// The priority of a contact for whom the host chooses none.
pub(super) const DEFAULT_PRIORITY: u32 = 5;

/// The party size of a contact for whom the host says none.
const DEFAULT_PARTY_SIZE: u32 = 1;

/// Opens the form for a new contact, or to edit one.
pub(in crate::pages) fn open(
    dialog: Dialog,
    edited: Option<Contact>,
    on_saved: UnsyncCallback<()>,
    on_delete: Option<UnsyncCallback<Contact>>,
) {
    let title = match &edited {
        Some(contact) => format!("Edit {}", contact.name),
        None => "Add contact".to_owned(),
    };
    dialog.load(Box::pin(part()), move |render| {
        dialog.open(title, move || render(dialog, edited, on_saved, on_delete));
    });
}

/// Renders the form.
type Render =
    fn(Dialog, Option<Contact>, UnsyncCallback<()>, Option<UnsyncCallback<Contact>>) -> AnyView;

#[wasm_split(forms, fallible)]
fn part() -> Result<Render, ApiError> {
    Ok(|dialog, edited, on_saved, on_delete| {
        view! { <ContactForm dialog edited on_saved on_delete /> }.into_any()
    })
}

/// Opens the form again if the session ended while it was open.
pub(in crate::pages) fn resume(dialogs: Dialogs, on_saved: UnsyncCallback<()>) {
    let api = use_api();
    draft::resume(FORM, move |id| {
        let dialog = dialogs.create();
        if id.is_empty() {
            return open(dialog, None, on_saved, None);
        }
        spawn_local(async move {
            if let Ok(contact) = api.contact(&id).await {
                open(dialog, Some(contact), on_saved, None);
            }
        });
    });
}

#[derive(Clone, Copy)]
struct ContactFields {
    name: RwSignal<String>,
    phone_number: RwSignal<String>,
    email: RwSignal<String>,
    priority: RwSignal<String>,
    party_size: RwSignal<String>,
    preferred_channel: RwSignal<String>,
    language: RwSignal<String>,
    diet: RwSignal<String>,
    tags: RwSignal<String>,
    not_for_dinners: RwSignal<bool>,
    keep_out_of_decks: RwSignal<bool>,
}

impl ContactFields {
    fn new(contact: Option<&Contact>) -> Self {
        let text = |get: fn(&Contact) -> Option<String>| {
            RwSignal::new(contact.and_then(get).unwrap_or_default())
        };
        let priority = contact.map_or(DEFAULT_PRIORITY, |contact| contact.priority);
        let party_size = contact.map_or(DEFAULT_PARTY_SIZE, |contact| contact.party_size);
        Self {
            name: text(|contact| Some(contact.name.clone())),
            phone_number: text(|contact| contact.phone_number.clone()),
            email: text(|contact| contact.email.clone()),
            priority: RwSignal::new(priority.to_string()),
            party_size: RwSignal::new(party_size.to_string()),
            preferred_channel: text(|contact| contact.preferred_channel.map(|c| c.to_string())),
            language: text(|contact| contact.language.map(|language| language.to_string())),
            diet: text(|contact| contact.diet.clone()),
            tags: text(|contact| Some(contact.tags.join(", "))),
            not_for_dinners: RwSignal::new(contact.is_some_and(|contact| contact.not_for_dinners)),
            keep_out_of_decks: RwSignal::new(false),
        }
    }

    /// The contact as typed. Shows errors and returns `None` if a field is invalid.
    fn read(self, form: FormState) -> Option<NewContact> {
        let mut errors = Vec::new();
        let priority = form::number(self.priority, "priority", &mut errors);
        let party_size = form::number(self.party_size, "partySize", &mut errors);
        if !errors.is_empty() {
            form.show_field_errors(errors);
            return None;
        }
        Some(NewContact {
            name: self.name.get_untracked().trim().to_owned(),
            phone_number: form::text(self.phone_number),
            email: form::text(self.email),
            priority,
            party_size,
            preferred_channel: self
                .preferred_channel
                .get_untracked()
                .parse::<Channel>()
                .ok(),
            language: self.language.get_untracked().parse::<Language>().ok(),
            diet: form::text(self.diet),
            tags: tags::split(&self.tags.get_untracked()),
            not_for_dinners: self.not_for_dinners.get_untracked(),
            keep_out_of_decks: self.keep_out_of_decks.get_untracked(),
            external_id: None,
        })
    }
}

/// The fields that differ from the old contact.
fn changes(old: &Contact, new: NewContact) -> ContactPatch {
    let priority = new.priority.unwrap_or(i64::from(DEFAULT_PRIORITY));
    let party_size = new.party_size.unwrap_or(i64::from(DEFAULT_PARTY_SIZE));
    ContactPatch {
        name: (new.name != old.name).then_some(new.name),
        phone_number: (new.phone_number != old.phone_number).then_some(new.phone_number),
        email: (new.email != old.email).then_some(new.email),
        priority: (priority != i64::from(old.priority)).then_some(priority),
        party_size: (party_size != i64::from(old.party_size)).then_some(party_size),
        preferred_channel: (new.preferred_channel != old.preferred_channel)
            .then_some(new.preferred_channel),
        language: (new.language != old.language).then_some(new.language),
        diet: (new.diet != old.diet).then_some(new.diet),
        tags: (new.tags != old.tags).then_some(new.tags),
        not_for_dinners: (new.not_for_dinners != old.not_for_dinners)
            .then_some(new.not_for_dinners),
        external_id: None,
    }
}

/// Whether a change would undo what somebody has changed meanwhile.
fn undoes(patch: &ContactPatch, old: &Contact, now: &Contact) -> bool {
    (patch.name.is_some() && now.name != old.name)
        || (patch.phone_number.is_some() && now.phone_number != old.phone_number)
        || (patch.email.is_some() && now.email != old.email)
        || (patch.priority.is_some() && now.priority != old.priority)
        || (patch.party_size.is_some() && now.party_size != old.party_size)
        || (patch.preferred_channel.is_some() && now.preferred_channel != old.preferred_channel)
        || (patch.diet.is_some() && now.diet != old.diet)
        || (patch.tags.is_some() && now.tags != old.tags)
        || (patch.not_for_dinners.is_some() && now.not_for_dinners != old.not_for_dinners)
}

/// The form.
#[component]
fn ContactForm(
    dialog: Dialog,
    /// The contact to edit; `None` for a new one.
    edited: Option<Contact>,
    on_saved: UnsyncCallback<()>,
    /// Deletes the contact, unless it is edited on another page.
    on_delete: Option<UnsyncCallback<Contact>>,
) -> impl IntoView {
    let api = use_api();
    let announcer = use_announcer();
    let busy = Busy::new();
    let id = edited.as_ref().map(|contact| contact.id.clone());
    let form = FormState::editing(FORM, id.unwrap_or_default());
    let fields = ContactFields::new(edited.as_ref());
    let submit_label = if edited.is_some() {
        "Save contact"
    } else {
        "Add contact"
    };
    let dealing_titles = RwSignal::new(String::new());
    if edited.is_none() {
        spawn_local(async move {
            // Without the notice, the contact can still be added.
            if let Ok(events) = api.events(None).await {
                let is_dealing = |event: &&Event| event.status == EventStatus::Dealing;
                let titles = events.items.iter().filter(is_dealing);
                let titles = titles.map(|event| event.title.as_str()).collect();
                dealing_titles.set(dealing::quoted(titles));
            }
        });
    }
    let dealing_notice = move || {
        view! {
            <DealingNotice
                form
                titles=dealing_titles.get()
                keep_out_of_decks=fields.keep_out_of_decks
            />
        }
        .into_any()
    };
    let etag = StoredValue::new(edited.as_ref().map(|contact| contact.etag.clone()));
    let opted_out = edited.as_ref().and_then(opted_out_sentence);
    let opted_out = opted_out.map(|sentence| view! { <p class="note">{sentence}</p> }.into_any());
    let edited = StoredValue::new(edited);
    let adds_another = StoredValue::new(false);
    let submit = move || {
        let Some(new) = fields.read(form) else {
            return;
        };
        busy.run(async move {
            let (response, done) = match edited.get_value() {
                Some(old) => {
                    let patch = changes(&old, new);
                    let known = etag.get_value().unwrap_or_default();
                    let mut response = api.change_contact(&old.id, &patch, &known).await;
                    let is_changed = response.as_ref().is_err_and(ApiError::is_changed_meanwhile);
                    if is_changed && let Ok(now) = api.contact(&old.id).await {
                        if !undoes(&patch, &old, &now) {
                            response = api.change_contact(&old.id, &patch, &now.etag).await;
                        }
                        // Whoever saves once more has read that somebody has changed it.
                        etag.set_value(Some(now.etag));
                    }
                    (response, "saved")
                }
                None => (api.add_contact(&new).await, "added"),
            };
            match response {
                Ok(contact) => {
                    draft::forget();
                    if adds_another.get_value() {
                        open(dialog.next(), None, on_saved, None);
                    } else {
                        dialog.close();
                    }
                    on_saved.try_run(());
                    let mut message = format!("Contact {done}: {}.", contact.name);
                    if let Some(duplicate) = find_duplicate(api, &contact).await {
                        message = format!("{message} {duplicate} has the same number or address.");
                    }
                    announcer.success(message);
                }
                Err(error) => form.show_error(&error),
            }
        });
    };
    let delete_button = on_delete
        .zip(edited.get_value())
        .map(|(on_delete, contact)| {
            let delete = move || {
                dialog.close();
                on_delete.run(contact.clone());
            };
            view! { <Button class="quiet-button danger" label="Delete contact" on_click=delete /> }
                .into_any()
        });
    let add_another = move || {
        adds_another.set_value(true);
        form.clear_errors();
        submit();
    };
    let another_button = edited.with_value(Option::is_none).then(|| {
        let label = "Save and add another";
        view! { <Button class="quiet-button" label busy on_click=add_another /> }.into_any()
    });
    let session = expect_context::<Session>();
    let has_country = session
        .me
        .with_untracked(|me| me.as_ref().is_some_and(|me| me.country.is_some()));
    let phone_hint = if has_country {
        "As you dial it at home, or with the country code, like +1 415 555 0132."
    } else {
        "With the country code, like +1 415 555 0132."
    };
    let channels = [
        ("", "Whichever works"),
        ("sms", "Text message"),
        ("email", "Email"),
        ("byHand", "By hand: I send it"),
    ];
    let channels = channels
        .map(|(value, label)| (value.to_owned(), label.to_owned()))
        .into();
    let languages = Language::ALL
        .iter()
        .map(|language| (language.to_string(), language.own_name().to_owned()));
    let languages: Vec<_> = [(String::new(), "Like yours".to_owned())]
        .into_iter()
        .chain(languages)
        .collect();
    view! {
        <Form
            form
            on_submit=move || {
                adds_another.set_value(false);
                submit();
            }
            buttons=move || view! { <DialogButtons dialog submit_label busy /> }
        >
            {opted_out}
            <TextField form value=fields.name label="Name" name="name" />
            <TextField
                form
                value=fields.phone_number
                label="Phone number"
                name="phoneNumber"
                kind="tel"
                hint=phone_hint
            />
            <TextField form value=fields.email label="Email" name="email" kind="email" />
            <PriorityField form value=fields.priority />
            <div class="columns">
                <TextField
                    form
                    value=fields.party_size
                    label="How many people come when all come?"
                    name="partySize"
                    kind="number"
                    hint="2 for a couple: they are invited together."
                    range=(1, 20)
                />
                <Select
                    form
                    value=fields.preferred_channel
                    label="Preferred channel"
                    name="preferredChannel"
                    options=channels
                />
            </div>
            <Select
                form
                value=fields.language
                label="Language of messages"
                name="language"
                options=languages
            />
            <TextField
                form
                value=fields.diet
                label="Diet"
                name="diet"
                hint="Like no nuts, or vegetarian. They see it on their page and can change it."
            />
            <TagsField
                form
                value=fields.tags
                label="Tags"
                hint="Your words for this contact, like book club. An event can deal only some tags."
            />
            <Checkbox
                form
                value=fields.not_for_dinners
                label="Not for dinners: leave this contact out of all decks"
                name="notForDinners"
            />
            {move || dealing_notice()}
            <div class="row-actions">{another_button} {delete_button}</div>
        </Form>
    }
}

/// The number of search results among which a duplicate is looked for.
const DUPLICATE_SEARCH_LIMIT: usize = 10;

/// The name of another contact with the same email address or phone number, if there is one.
async fn find_duplicate(api: Api, contact: &Contact) -> Option<String> {
    for address in [&contact.email, &contact.phone_number] {
        let Some(search) = address else { continue };
        let page = api.contacts(search, "", DUPLICATE_SEARCH_LIMIT, None).await;
        let is_duplicate = |other: &Contact| {
            let is_same = other.email == *address || other.phone_number == *address;
            is_same && other.id != contact.id
        };
        if let Some(duplicate) = page.ok()?.items.into_iter().find(is_duplicate) {
            return Some(duplicate.name);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contact() -> Contact {
        Contact {
            id: "1".to_owned(),
            name: "Ada".to_owned(),
            phone_number: Some("+14155550132".to_owned()),
            email: None,
            priority: 5,
            party_size: 1,
            not_for_dinners: false,
            preferred_channel: None,
            language: None,
            diet: None,
            tags: vec!["choir".to_owned()],
            opted_out: Vec::new(),
            last_invited_at: None,
            created_at: "2026-01-01T00:00:00Z".to_owned(),
            updated_at: "2026-01-01T00:00:00Z".to_owned(),
            external_id: None,
            etag: String::new(),
        }
    }

    fn as_typed(contact: &Contact) -> NewContact {
        NewContact {
            name: contact.name.clone(),
            phone_number: contact.phone_number.clone(),
            email: contact.email.clone(),
            priority: Some(i64::from(contact.priority)),
            party_size: Some(i64::from(contact.party_size)),
            not_for_dinners: contact.not_for_dinners,
            preferred_channel: contact.preferred_channel,
            language: contact.language,
            diet: contact.diet.clone(),
            tags: contact.tags.clone(),
            ..NewContact::default()
        }
    }

    #[test]
    fn only_changed_fields_are_sent() {
        let old = contact();
        assert_eq!(changes(&old, as_typed(&old)), ContactPatch::default());
        let new = NewContact {
            phone_number: None,
            priority: Some(1),
            language: Some(Language::German),
            diet: Some("No nuts".to_owned()),
            party_size: Some(2),
            tags: Vec::new(),
            not_for_dinners: true,
            ..as_typed(&old)
        };
        let expected = ContactPatch {
            phone_number: Some(None),
            priority: Some(1),
            language: Some(Some(Language::German)),
            diet: Some(Some("No nuts".to_owned())),
            party_size: Some(2),
            tags: Some(Vec::new()),
            not_for_dinners: Some(true),
            ..ContactPatch::default()
        };
        assert_eq!(changes(&old, new), expected);
    }
}
