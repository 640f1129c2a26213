//! Adds an event or changes one.

use std::rc::Rc;

use leptos::prelude::*;
use seat_dealer_api_types::{Colour, Event, EventPatch, FieldError, Me, NewEvent, Picture};

use super::{announce, look};
use crate::api::use_api;
use crate::components::announcer::use_announcer;
use crate::components::busy::Busy;
use crate::components::dialog::Dialog;
use crate::components::dynamic::spawn;
use crate::components::form::{self, Errors, Input, columns, field, tick};
use crate::draft;
use crate::features::events::pace::Pace;
use crate::session::Session;
use crate::time;

const FORM: &str = "event";

/// What is done with a saved event.
pub(crate) type Saved = Rc<dyn Fn(Event)>;

/// Opens the form: for a new event, or to edit one.
pub(crate) fn open(dialog: Dialog, edited: Option<Event>, on_saved: Saved) {
    let title = match &edited {
        Some(event) => format!("Edit {}", event.title),
        None => "Add event".to_owned(),
    };
    dialog.show(title, move || event_form(dialog, edited, None, on_saved));
}

/// Opens the form for a new event like this one, at another time.
pub(crate) fn open_like(dialog: Dialog, event: Event, on_saved: Saved) {
    let like = Event {
        starts_at: None,
        deal_until: None,
        ..event
    };
    let title = format!("Another {}", like.title);
    dialog.show(title, move || {
        event_form(dialog, None, Some(&like), on_saved)
    });
}

/// Opens the form again that was open when the session ended.
pub(crate) fn resume(dialog: Dialog, on_saved: Saved) {
    let api = use_api();
    draft::resume(FORM, move |id| {
        let on_saved = Rc::clone(&on_saved);
        if id.is_empty() {
            return open(dialog, None, on_saved);
        }
        spawn(async move {
            if let Ok(event) = api.event(&id).await {
                open(dialog, Some(event), on_saved);
            }
        });
    });
}

#[derive(Clone, Copy)]
struct Fields {
    title: RwSignal<String>,
    description: RwSignal<String>,
    seats: RwSignal<String>,
    starts_at: RwSignal<String>,
    time_zone: RwSignal<String>,
    location: RwSignal<String>,
    pace: Pace,
    deal_until: RwSignal<String>,
    party_limit: RwSignal<String>,
    by_hand: RwSignal<bool>,
    colour: RwSignal<String>,
    picture: RwSignal<String>,
}

impl Fields {
    /// Of an event, or what new events of this host begin with.
    fn of(event: Option<&Event>, me: Option<&Me>) -> Self {
        let of = |get: &dyn Fn(&Event) -> Option<String>| {
            RwSignal::new(event.and_then(get).unwrap_or_default())
        };
        let wall = |time: &Option<String>, event: &Event| {
            time.as_deref()
                .map(|time| time::wall_clock(time, &event.time_zone))
        };
        let zone = match event {
            Some(event) => Some(event.time_zone.clone()),
            None => me.and_then(|me| me.time_zone.clone()),
        };
        Self {
            title: of(&|event| Some(event.title.clone())),
            description: of(&|event| Some(event.description.clone())),
            seats: RwSignal::new(event.map_or(8, |event| event.seats).to_string()),
            starts_at: of(&|event| wall(&event.starts_at, event)),
            time_zone: RwSignal::new(zone.unwrap_or_else(time::browser_zone)),
            location: of(&|event| event.location.clone()),
            pace: match (event, me) {
                (Some(event), _) => Pace::of_event(event),
                (None, me) => Pace::of_host(me),
            },
            deal_until: of(&|event| wall(&event.deal_until, event)),
            party_limit: RwSignal::new(event.map_or(1, |event| event.party_limit).to_string()),
            by_hand: RwSignal::new(event.is_some_and(|event| event.by_hand)),
            colour: RwSignal::new(
                event
                    .map_or(Colour::Wine, |event| event.colour)
                    .as_str()
                    .to_owned(),
            ),
            picture: RwSignal::new(
                event
                    .map_or(Picture::Plate, |event| event.picture)
                    .as_str()
                    .to_owned(),
            ),
        }
    }

    fn read(self, errors: Errors, old: Option<&Event>) -> Option<NewEvent> {
        let mut wrong = Vec::new();
        let zone = self.time_zone.get_untracked();
        let seats = form::number(self.seats, "seats", &mut wrong);
        if seats.is_none() && wrong.is_empty() {
            wrong.push(wrong_field("seats", "Say how many seats there are."));
        }
        let starts_at = moment(self.starts_at, "startsAt", &zone, &mut wrong);
        if let Some(begin) = &starts_at
            && time::moment(begin) < time::now()
            && !same_moment(
                Some(begin),
                old.and_then(|old| old.starts_at.as_deref()),
                &zone,
            )
        {
            wrong.push(wrong_field(
                "startsAt",
                "This has passed. Choose a time to come.",
            ));
        }
        let (quiet_hours, hand_size, window) = self.pace.read(&mut wrong);
        let new = NewEvent {
            title: self.title.get_untracked().trim().to_owned(),
            description: self.description.get_untracked().trim().to_owned(),
            seats: seats.unwrap_or_default(),
            starts_at,
            time_zone: Some(zone.clone()),
            location: form::text(self.location),
            hand_size: Some(hand_size),
            response_window_minutes: Some(window),
            quiet_hours: Some(quiet_hours),
            deal_until: moment(self.deal_until, "dealUntil", &zone, &mut wrong),
            party_limit: form::number(self.party_limit, "partyLimit", &mut wrong),
            by_hand: self.by_hand.get_untracked(),
            colour: self.colour.get_untracked().parse().ok(),
            picture: self.picture.get_untracked().parse().ok(),
            invite_first: Vec::new(),
        };
        if wrong.is_empty() {
            return Some(new);
        }
        errors.show_fields(wrong);
        None
    }
}

fn wrong_field(field: &str, message: &str) -> FieldError {
    FieldError {
        field: field.to_owned(),
        message: message.to_owned(),
    }
}

/// The instant that a date-and-time field means in the event's time zone.
fn moment(
    value: RwSignal<String>,
    name: &str,
    zone: &str,
    wrong: &mut Vec<FieldError>,
) -> Option<String> {
    let typed = form::text(value)?;
    let instant = time::instant(&typed, zone);
    if instant.is_none() {
        wrong.push(wrong_field(name, "This must be a date and a time."));
    }
    instant
}

/// Whether two optional times are the same moment, however they are written.
fn same_moment(a: Option<&str>, b: Option<&str>, zone: &str) -> bool {
    // Fields have no seconds, so neither has the comparison.
    let minute = |time: Option<&str>| time.map(|time| time::wall_clock(time, zone));
    a == b || minute(a) == minute(b)
}

/// What differs from the event as it was.
fn changes(old: &Event, new: NewEvent) -> EventPatch {
    let same = |a: &Option<String>, b: &Option<String>| {
        same_moment(a.as_deref(), b.as_deref(), &old.time_zone)
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
        starts_at: (!same(&new.starts_at, &old.starts_at)).then_some(new.starts_at),
        time_zone: (zone != old.time_zone).then_some(zone),
        location: (new.location != old.location).then_some(new.location),
        hand_size: number(new.hand_size, old.hand_size),
        response_window_minutes: number(new.response_window_minutes, old.response_window_minutes),
        quiet_hours: new.quiet_hours.filter(|hours| *hours != old.quiet_hours),
        deal_until: (!same(&new.deal_until, &old.deal_until)).then_some(new.deal_until),
        party_limit: (party_limit != i64::from(old.party_limit)).then_some(party_limit),
        by_hand: (new.by_hand != old.by_hand).then_some(new.by_hand),
        colour: new.colour.filter(|colour| *colour != old.colour),
        picture: new.picture.filter(|picture| *picture != old.picture),
        announce: false,
    }
}

fn event_form(
    dialog: Dialog,
    old: Option<Event>,
    like: Option<&Event>,
    on_saved: Saved,
) -> AnyView {
    let api = use_api();
    let session = expect_context::<Session>();
    let announcer = use_announcer();
    let busy = Busy::new();
    let errors = Errors::about(
        FORM,
        old.as_ref().map(|old| old.id.clone()).unwrap_or_default(),
    );
    let fields = session
        .me
        .with_untracked(|me| Fields::of(old.as_ref().or(like), me.as_ref()));
    let save = if old.is_some() {
        "Save event"
    } else {
        "Add event"
    };
    let old = StoredValue::new(old);
    let submit = move || {
        let old = old.get_value();
        let Some(new) = fields.read(errors, old.as_ref()) else {
            return;
        };
        let on_saved = Rc::clone(&on_saved);
        busy.run(async move {
            let answer = match &old {
                Some(old) => api.change_event(&old.id, &changes(old, new)).await,
                None => api.add_event(&new).await,
            };
            match answer {
                Ok(event) => {
                    dialog.close();
                    let done = if old.is_none() { "added" } else { "saved" };
                    announcer.say(format!("Event {done}: {}.", event.title));
                    if let Some(old) = old {
                        announce::offer(api, dialog, &old, &event);
                    }
                    on_saved(event);
                }
                Err(failure) => errors.show(&failure),
            }
        });
    };
    let mut parts = usual_fields(errors, fields);
    parts.push(
        view! {
            <details class="advanced">
                <summary>"Advanced"</summary>
                {advanced_fields(errors, fields)}
            </details>
        }
        .into_any(),
    );
    form::form(errors, parts, form::buttons(dialog, save, busy), submit)
}

fn usual_fields(errors: Errors, fields: Fields) -> Vec<AnyView> {
    let title = Input {
        label: "Title",
        name: "title",
        ..Input::default()
    };
    let description = Input {
        label: "Description",
        name: "description",
        kind: "textarea",
        hint: "What your guests should know.",
        ..Input::default()
    };
    let seats = Input {
        label: "Seats",
        name: "seats",
        kind: "number",
        range: Some((1, 10_000)),
        ..Input::default()
    };
    let starts_at = Input {
        label: "Date and time",
        name: "startsAt",
        kind: "datetime-local",
        ..Input::default()
    };
    let location = Input {
        label: "Where",
        name: "location",
        ..Input::default()
    };
    vec![
        field(errors, fields.title, title),
        field(errors, fields.description, description),
        field(errors, fields.seats, seats),
        columns(
            field(errors, fields.starts_at, starts_at),
            form::time_zone(errors, fields.time_zone),
        ),
        field(errors, fields.location, location),
        look::colour(errors, fields.colour),
        look::picture(errors, fields.picture),
    ]
}

fn advanced_fields(errors: Errors, fields: Fields) -> Vec<AnyView> {
    let party_limit = Input {
        label: "Party limit",
        name: "partyLimit",
        kind: "number",
        hint: "How many seats one invitation may take. 1: guests come alone.",
        range: Some((1, 20)),
        ..Input::default()
    };
    let deal_until = Input {
        label: "Deal until",
        name: "dealUntil",
        kind: "datetime-local",
        hint: "Nobody new is invited after this. Empty: until it begins.",
        ..Input::default()
    };
    let mut parts = fields.pace.fields(errors);
    parts.extend([
        tick(
            errors,
            fields.by_hand,
            "I send the invitations myself",
            "byHand",
        ),
        columns(
            field(errors, fields.deal_until, deal_until),
            field(errors, fields.party_limit, party_limit),
        ),
    ]);
    parts
}
