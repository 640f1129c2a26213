//! The form that adds or edits an event.

pub(in crate::pages::event) mod announce;
mod appearance;
mod opening;
pub(in crate::pages) mod pace;

use leptos::prelude::*;
use seat_dealer_api_types::{
    Colour, Event, EventPatch, FieldError, Me, NewEvent, Pace, Picture, RemindersPatch,
};

use web_sys::{Element, FocusEvent};

use crate::api::use_api;
use crate::components::announcer::use_announcer;
use crate::components::busy::Busy;
use crate::components::dialog::{Dialog, use_dialogs};
use crate::components::form::{
    Checkbox, DialogButtons, Form, FormState, Select, TagsField, TextField, TimeZoneSelect, draft,
    field_error, number, tags, text,
};
use crate::session::Session;
use crate::time;
use appearance::AppearanceFields;
pub(crate) use opening::{open, open_duplicate, resume};
use pace::{PaceFields, PaceInput};

const FORM: &str = "event";

const PACES: [(Pace, &str); 2] = [
    (Pace::Usual, "Usual: a few invitations at a time"),
    (Pace::Quick, "Quick: an invitation for every open seat"),
];

/// The largest party that the form offers.
const MAX_OFFERED_PARTY: u32 = 6;

/// The number of seats of a new event.
const DEFAULT_SEATS: u32 = 8;

#[derive(Clone, Copy)]
struct EventFields {
    title: RwSignal<String>,
    description: RwSignal<String>,
    seats: RwSignal<String>,
    starts_at: RwSignal<String>,
    ends_at: RwSignal<String>,
    time_zone: RwSignal<String>,
    location: RwSignal<String>,
    url: RwSignal<String>,
    question: RwSignal<String>,
    pace: RwSignal<String>,
    limits: PaceInput,
    deal_until: RwSignal<String>,
    party_limit: RwSignal<String>,
    reminds_unanswered: RwSignal<bool>,
    reminds_day_before: RwSignal<bool>,
    by_hand: RwSignal<bool>,
    tags: RwSignal<String>,
    colour: RwSignal<String>,
    picture: RwSignal<String>,
}

impl EventFields {
    /// The values of an event, or those for new events of this host.
    fn new(event: Option<&Event>, me: Option<&Me>) -> Self {
        let optional = |get: &dyn Fn(&Event) -> Option<String>| {
            RwSignal::new(event.and_then(get).unwrap_or_default())
        };
        let local = |time: &Option<String>, event: &Event| {
            time.as_deref()
                .map(|time| time::to_local(time, &event.time_zone))
        };
        let zone = match event {
            Some(event) => Some(event.time_zone.clone()),
            None => me.and_then(|me| me.time_zone.clone()),
        };
        let seats = event.map_or(DEFAULT_SEATS, |event| event.seats);
        let pace = event.map_or(Pace::Usual, |event| event.pace);
        let colour = event.map_or(Colour::Wine, |event| event.colour);
        let picture = event.map_or(Picture::Plate, |event| event.picture);
        Self {
            title: optional(&|event| Some(event.title.clone())),
            description: optional(&|event| Some(event.description.clone())),
            seats: RwSignal::new(seats.to_string()),
            starts_at: optional(&|event| local(&event.starts_at, event)),
            ends_at: optional(&|event| local(&event.ends_at, event)),
            time_zone: RwSignal::new(zone.unwrap_or_else(time::browser_zone)),
            location: optional(&|event| event.location.clone()),
            url: optional(&|event| event.url.clone()),
            question: optional(&|event| event.question.clone()),
            pace: RwSignal::new(pace.as_str().to_owned()),
            limits: match event {
                Some(event) => PaceInput::for_event(event),
                None => PaceInput::for_new_events(me),
            },
            deal_until: optional(&|event| local(&event.deal_until, event)),
            party_limit: RwSignal::new(event.map_or(1, |event| event.party_limit).to_string()),
            reminds_unanswered: RwSignal::new(event.is_none_or(|event| event.reminders.unanswered)),
            reminds_day_before: RwSignal::new(event.is_none_or(|event| event.reminders.day_before)),
            by_hand: RwSignal::new(event.is_some_and(|event| event.by_hand)),
            tags: optional(&|event| Some(event.tags.join(", "))),
            colour: RwSignal::new(colour.as_str().to_owned()),
            picture: RwSignal::new(picture.as_str().to_owned()),
        }
    }

    /// The event as typed. Shows errors and returns `None` if a field is invalid.
    fn read(self, form: FormState, old: Option<&Event>) -> Option<NewEvent> {
        let mut errors = Vec::new();
        let zone = self.time_zone.get_untracked();
        let seats = number(self.seats, "seats", &mut errors);
        if seats.is_none() && errors.is_empty() {
            errors.push(field_error("seats", "Enter the number of seats."));
        }
        let starts_at = timestamp(self.starts_at, "startsAt", &zone, &mut errors);
        if let Some(starts_at) = &starts_at
            && time::parse(starts_at) < time::now()
            && !is_same_time(
                Some(starts_at),
                old.and_then(|old| old.starts_at.as_deref()),
                &zone,
            )
        {
            errors.push(field_error(
                "startsAt",
                "This time has passed. Choose a time in the future.",
            ));
        }
        let (quiet_hours, hand_size, window) = self.limits.read(&mut errors);
        let new = NewEvent {
            title: self.title.get_untracked().trim().to_owned(),
            description: self.description.get_untracked().trim().to_owned(),
            seats: seats.unwrap_or_default(),
            starts_at,
            ends_at: timestamp(self.ends_at, "endsAt", &zone, &mut errors),
            time_zone: Some(zone.clone()),
            location: text(self.location),
            url: text(self.url),
            question: text(self.question),
            pace: self.pace.get_untracked().parse().ok(),
            hand_size: Some(hand_size),
            response_window_minutes: Some(window),
            quiet_hours: Some(quiet_hours),
            deal_until: timestamp(self.deal_until, "dealUntil", &zone, &mut errors),
            party_limit: number(self.party_limit, "partyLimit", &mut errors),
            reminders: RemindersPatch {
                unanswered: Some(self.reminds_unanswered.get_untracked()),
                day_before: Some(self.reminds_day_before.get_untracked()),
            },
            by_hand: self.by_hand.get_untracked(),
            tags: tags::split(&self.tags.get_untracked()),
            colour: self.colour.get_untracked().parse().ok(),
            picture: self.picture.get_untracked().parse().ok(),
            invite_first: Vec::new(),
            order_of: None,
            external_id: None,
        };
        if errors.is_empty() {
            return Some(new);
        }
        form.show_field_errors(errors);
        None
    }
}

/// The value of a date-and-time field, as RFC 3339. Adds an error if it is invalid.
fn timestamp(
    value: RwSignal<String>,
    name: &str,
    zone: &str,
    errors: &mut Vec<FieldError>,
) -> Option<String> {
    let local = text(value)?;
    let timestamp = time::from_local(&local, zone);
    if timestamp.is_none() {
        errors.push(field_error(name, "This must be a date and a time."));
    }
    timestamp
}

/// Whether two optional timestamps are in the same minute, which is the precision of the fields.
fn is_same_time(a: Option<&str>, b: Option<&str>, zone: &str) -> bool {
    let minute = |time: Option<&str>| time.map(|time| time::to_local(time, zone));
    a == b || minute(a) == minute(b)
}

/// The fields that differ from the old event.
fn changes(old: &Event, new: NewEvent) -> EventPatch {
    let is_same = |a: &Option<String>, b: &Option<String>| {
        is_same_time(a.as_deref(), b.as_deref(), &old.time_zone)
    };
    let number =
        |new: Option<Option<i64>>, old: Option<u32>| new.filter(|new| *new != old.map(i64::from));
    let seats = (new.seats != i64::from(old.seats)).then_some(new.seats);
    let zone = new.time_zone.unwrap_or_default();
    let party_limit = new.party_limit.unwrap_or(1);
    EventPatch {
        title: (new.title != old.title).then_some(new.title),
        description: (new.description != old.description).then_some(new.description),
        seats,
        starts_at: (!is_same(&new.starts_at, &old.starts_at)).then_some(new.starts_at),
        ends_at: (!is_same(&new.ends_at, &old.ends_at)).then_some(new.ends_at),
        time_zone: (zone != old.time_zone).then_some(zone),
        location: (new.location != old.location).then_some(new.location),
        url: (new.url != old.url).then_some(new.url),
        question: (new.question != old.question).then_some(new.question),
        pace: new.pace.filter(|pace| *pace != old.pace),
        hand_size: number(new.hand_size, old.hand_size),
        response_window_minutes: number(new.response_window_minutes, old.response_window_minutes),
        quiet_hours: new.quiet_hours.filter(|hours| *hours != old.quiet_hours),
        deal_until: (!is_same(&new.deal_until, &old.deal_until)).then_some(new.deal_until),
        party_limit: (party_limit != i64::from(old.party_limit)).then_some(party_limit),
        reminders: new.reminders,
        by_hand: (new.by_hand != old.by_hand).then_some(new.by_hand),
        tags: (new.tags != old.tags).then_some(new.tags),
        colour: new.colour.filter(|colour| *colour != old.colour),
        picture: new.picture.filter(|picture| *picture != old.picture),
        external_id: None,
        announce: false,
    }
}

/// The form.
#[component]
fn EventForm(
    dialog: Dialog,
    /// The event whose values the form shows first; `None` for the defaults.
    template: Option<Event>,
    /// The event to edit; `None` for a new one.
    edited: Option<Event>,
    on_saved: UnsyncCallback<Event>,
) -> impl IntoView {
    let api = use_api();
    let session = expect_context::<Session>();
    let announcer = use_announcer();
    let dialogs = use_dialogs();
    let busy = Busy::new();
    let id = edited.as_ref().map(|event| event.id.clone());
    let form = FormState::editing(FORM, id.unwrap_or_default());
    let fields = session
        .me
        .with_untracked(|me| EventFields::new(template.as_ref(), me.as_ref()));
    let is_new = edited.is_none();
    let order_of = template.filter(|_| is_new).map(|template| template.id);
    let order_of = StoredValue::new(order_of);
    let etag = StoredValue::new(edited.as_ref().map(|event| event.etag.clone()));
    let submit_label = if is_new { "Add event" } else { "Save event" };
    let edited = StoredValue::new(edited);
    let submit = move || {
        let old = edited.get_value();
        let Some(mut new) = fields.read(form, old.as_ref()) else {
            return;
        };
        new.order_of = order_of.get_value();
        busy.run(async move {
            let response = match &old {
                Some(old) => {
                    let changes = changes(old, new);
                    let known = etag.get_value().unwrap_or_default();
                    api.change_event(&old.id, &changes, &known).await
                }
                None => api.add_event(&new).await,
            };
            match response {
                Ok(event) => {
                    // Loaded before the form closes, so that no other dialog can be open by then.
                    let question = match &old {
                        Some(old) if announce::is_for_guests(old, &event) => {
                            announce::question(api, &event).await.ok().flatten()
                        }
                        _ => None,
                    };
                    draft::forget();
                    dialog.close();
                    let done = if old.is_none() { "added" } else { "saved" };
                    announcer.success(format!("Event {done}: {}.", event.title));
                    if let Some(question) = question {
                        question.open(dialogs.create());
                    }
                    on_saved.try_run(event);
                }
                Err(error) => {
                    if error.is_changed_meanwhile()
                        && let Some(old) = &old
                        && let Ok(now) = api.event(&old.id).await
                    {
                        // Whoever saves once more has read that somebody has changed it.
                        etag.set_value(Some(now.etag));
                    }
                    form.show_error(&error);
                }
            }
        });
    };
    view! {
        <Form
            form
            is_long=is_new
            on_submit=submit
            buttons=move || view! { <DialogButtons dialog submit_label busy /> }
        >
            <BasicFields form fields />
            <details class="advanced">
                <summary>"Advanced"</summary>
                <AdvancedFields form fields />
            </details>
        </Form>
    }
}

/// The fields that are always shown.
#[component]
fn BasicFields(form: FormState, fields: EventFields) -> impl IntoView {
    let begin = StoredValue::new(String::new());
    let keep_begin = move |event: FocusEvent| {
        if event_target::<Element>(&event).id() == "event-startsAt" {
            begin.set_value(fields.starts_at.get_untracked());
        }
    };
    // A date is typed piece by piece, so the end moves when the host leaves the field.
    let move_end = move |event: FocusEvent| {
        let (begin, end) = (begin.get_value(), fields.ends_at.get_untracked());
        let moved = time::moved_end(&end, &begin, &fields.starts_at.get_untracked());
        if event_target::<Element>(&event).id() == "event-startsAt"
            && let Some(moved) = moved
        {
            fields.ends_at.set(moved);
            form.keep_input();
        }
    };
    view! {
        <TextField form value=fields.title label="Title" name="title" />
        <TextField
            form
            value=fields.description
            label="Description"
            name="description"
            kind="textarea"
            hint="What your guests should know."
        />
        <TextField
            form
            value=fields.seats
            label="How many guests, without you?"
            name="seats"
            kind="number"
            range=(1, 10_000)
        />
        <Select
            form
            value=fields.party_limit
            label="May guests bring somebody?"
            name="partyLimit"
            options=party_options(&fields.party_limit.get_untracked())
        />
        <div class="columns" on:focusin=keep_begin on:focusout=move_end>
            <TextField
                form
                value=fields.starts_at
                label="Date and time"
                name="startsAt"
                kind="datetime-local"
            />
            <TextField
                form
                value=fields.ends_at
                label="End"
                name="endsAt"
                kind="datetime-local"
            />
            <TimeZoneSelect form value=fields.time_zone />
        </div>
        <TextField
            form
            value=fields.location
            label="Where"
            name="location"
            hint="Guests get a link to a map of it."
        />
        <TextField
            form
            value=fields.url
            label="Link"
            name="url"
            kind="url"
            hint="For a video call, or the page of the place."
        />
        <TextField
            form
            value=fields.question
            label="A question to your guests"
            name="question"
            hint="Like: fish or mushrooms? They answer it on their page."
        />
        <TagsField
            form
            value=fields.tags
            label="Only contacts with one of these tags"
            hint="Leave empty to deal everybody."
        />
        <AppearanceFields form colour=fields.colour picture=fields.picture />
    }
}

/// The choices of the party limit, and the current one.
fn party_options(current: &str) -> Vec<(String, String)> {
    let mut limits: Vec<u32> = (1..=MAX_OFFERED_PARTY).collect();
    limits.extend(
        current
            .parse::<u32>()
            .ok()
            .filter(|limit| *limit > MAX_OFFERED_PARTY),
    );
    let option = |limit: u32| {
        let label = match limit {
            1 => "No, they come alone".to_owned(),
            2 => "Yes, one person".to_owned(),
            _ => format!("Yes, up to {} people", limit - 1),
        };
        (limit.to_string(), label)
    };
    limits.into_iter().map(option).collect()
}

/// The fields that are folded away.
#[component]
fn AdvancedFields(form: FormState, fields: EventFields) -> impl IntoView {
    view! {
        <Select
            form
            value=fields.pace
            label="How fast"
            name="pace"
            options=PACES.map(|(pace, label)| (pace.to_string(), label.to_owned())).to_vec()
        />
        <PaceFields form pace=fields.limits />
        <Checkbox
            form
            value=fields.reminds_unanswered
            label="Remind guests once who do not answer (a text counts among the day's texts)"
            name="reminders.unanswered"
        />
        <Checkbox
            form
            value=fields.reminds_day_before
            label="Tell seated guests a day before that they are expected"
            name="reminders.dayBefore"
        />
        <Checkbox
            form
            value=fields.by_hand
            label="I send the invitations myself"
            name="byHand"
        />
        <TextField
            form
            value=fields.deal_until
            label="Stop inviting at"
            name="dealUntil"
            kind="datetime-local"
            hint="Leave empty to invite until the event begins."
        />
    }
}
