//! The fields for the pace of an event: quiet hours, hand size, response window. Used for one event and
//! for the defaults of new ones.

use leptos::prelude::*;
use seat_dealer_api_types::{Event, FieldError, Me, QuietHours};

use crate::components::form::{self, Checkbox, FormState, TextField};

/// The values of the fields.
#[derive(Clone, Copy)]
pub(crate) struct PaceInput {
    hand_size: RwSignal<String>,
    window: RwSignal<String>,
    has_quiet_hours: RwSignal<bool>,
    quiet_from: RwSignal<String>,
    quiet_to: RwSignal<String>,
}

impl PaceInput {
    /// The values of an event.
    pub(crate) fn for_event(event: &Event) -> Self {
        let quiet_hours = event.quiet_hours.clone();
        Self::new(quiet_hours, event.hand_size, event.response_window_minutes)
    }

    /// The values for new events of a host.
    pub(crate) fn for_new_events(me: Option<&Me>) -> Self {
        match me {
            Some(me) => Self::new(
                me.quiet_hours.clone(),
                me.hand_size,
                me.response_window_minutes,
            ),
            None => Self::new(Some(default_quiet_hours()), None, None),
        }
    }

    fn new(quiet_hours: Option<QuietHours>, hand_size: Option<u32>, window: Option<u32>) -> Self {
        let number = |number: Option<u32>| {
            RwSignal::new(number.map(|number| number.to_string()).unwrap_or_default())
        };
        let has_quiet_hours = RwSignal::new(quiet_hours.is_some());
        let QuietHours { from, to } = quiet_hours.unwrap_or_else(default_quiet_hours);
        Self {
            hand_size: number(hand_size),
            window: number(window),
            has_quiet_hours,
            quiet_from: RwSignal::new(from),
            quiet_to: RwSignal::new(to),
        }
    }

    /// Quiet hours, hand size and response window as typed. Adds an error for each invalid field.
    pub(crate) fn read(
        self,
        errors: &mut Vec<FieldError>,
    ) -> (Option<QuietHours>, Option<i64>, Option<i64>) {
        let quiet_hours = self.has_quiet_hours.get_untracked().then(|| QuietHours {
            from: self.quiet_from.get_untracked(),
            to: self.quiet_to.get_untracked(),
        });
        (
            quiet_hours,
            form::number(self.hand_size, "handSize", errors),
            form::number(self.window, "responseWindowMinutes", errors),
        )
    }
}

/// The fields.
#[component]
pub(crate) fn PaceFields(form: FormState, pace: PaceInput) -> impl IntoView {
    let quiet_hours = move || {
        view! {
            <div class="columns">
                <TextField
                    form
                    value=pace.quiet_from
                    label="Quiet hours from"
                    name="quietHours.from"
                    kind="time"
                />
                <TextField
                    form
                    value=pace.quiet_to
                    label="Quiet hours to"
                    name="quietHours.to"
                    kind="time"
                />
            </div>
        }
        .into_any()
    };
    view! {
        <div class="columns">
            <TextField
                form
                value=pace.hand_size
                label="Hand size"
                name="handSize"
                kind="number"
                hint="How many invitations may wait for an answer at once. Leave empty to let \
                      seat-dealer decide."
                range=(1, 10_000)
            />
            <TextField
                form
                value=pace.window
                label="Response window (minutes)"
                name="responseWindowMinutes"
                kind="number"
                hint="How long a guest has to answer. Leave empty to let seat-dealer decide."
                range=(5, 86_400)
            />
        </div>
        <Checkbox
            form
            value=pace.has_quiet_hours
            label="Send nothing during quiet hours"
            name="quietHours"
        />
        {move || pace.has_quiet_hours.get().then(quiet_hours)}
    }
}

fn default_quiet_hours() -> QuietHours {
    QuietHours {
        from: "21:00".to_owned(),
        to: "09:00".to_owned(),
    }
}
