//! The fields for the pace of an event: quiet hours, hand size, response window. Used for one event and
//! for the defaults of new ones.

use leptos::prelude::*;
use seat_dealer_api_types::{Event, FieldError, Me, QuietHours};

use crate::components::form::{self, Checkbox, FormState, Select, TextField};

/// The times to answer that the form offers, in minutes.
const WINDOWS: [u32; 7] = [60, 180, 720, 1_440, 2_880, 4_320, 10_080];

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
                label="Or exactly this many at a time"
                name="handSize"
                kind="number"
                hint="How many invitations may wait for an answer. Leave empty to let seat-dealer \
                      decide."
                range=(1, 10_000)
            />
            <Select
                form
                value=pace.window
                label="Time to answer"
                name="responseWindowMinutes"
                options=window_options(&pace.window.get_untracked())
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

/// The choices of the time to answer, and the current one.
fn window_options(current: &str) -> Vec<(String, String)> {
    let current = current
        .parse::<u32>()
        .ok()
        .filter(|window| !WINDOWS.contains(window));
    let option = |window: u32| (window.to_string(), duration(window));
    let mut options = vec![(String::new(), "As seat-dealer decides".to_owned())];
    options.extend(WINDOWS.into_iter().chain(current).map(option));
    options
}

/// A number of minutes in the largest unit that fits, e.g. `2 days`.
fn duration(minutes: u32) -> String {
    let (count, unit) = match minutes {
        _ if minutes.is_multiple_of(1_440) => (minutes / 1_440, "day"),
        _ if minutes.is_multiple_of(60) => (minutes / 60, "hour"),
        _ => (minutes, "minute"),
    };
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {unit}{plural}")
}

fn default_quiet_hours() -> QuietHours {
    QuietHours {
        from: "21:00".to_owned(),
        to: "09:00".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duration_has_the_largest_unit_that_fits() {
        assert_eq!(duration(2_880), "2 days");
        assert_eq!(duration(60), "1 hour");
        assert_eq!(duration(90), "90 minutes");
    }

    #[test]
    fn the_current_time_to_answer_is_among_the_choices() {
        let last = |current| window_options(current).pop();
        assert_eq!(last("90"), Some(("90".to_owned(), "90 minutes".to_owned())));
        assert_eq!(last(""), Some(("10080".to_owned(), "7 days".to_owned())));
    }
}
