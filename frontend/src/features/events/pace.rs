//! How quickly an event is dealt: quiet hours, hand size and response window; of one event, or what
//! new ones begin with.

use leptos::prelude::*;
use seat_dealer_api_types::{Event, FieldError, Me, QuietHours};

use crate::components::dynamic::part;
use crate::components::form::{self, Errors, Input, columns, field, tick};

/// The fields of it.
#[derive(Clone, Copy)]
pub(crate) struct Pace {
    hand_size: RwSignal<String>,
    window: RwSignal<String>,
    quiet: RwSignal<bool>,
    quiet_from: RwSignal<String>,
    quiet_to: RwSignal<String>,
}

impl Pace {
    /// As an event has it.
    pub(crate) fn of_event(event: &Event) -> Self {
        let quiet = event.quiet_hours.clone();
        Self::of(quiet, event.hand_size, event.response_window_minutes)
    }

    /// As new events of a host have it.
    pub(crate) fn of_host(me: Option<&Me>) -> Self {
        match me {
            Some(me) => Self::of(
                me.quiet_hours.clone(),
                me.hand_size,
                me.response_window_minutes,
            ),
            None => Self::of(Some(usual_quiet_hours()), None, None),
        }
    }

    fn of(quiet: Option<QuietHours>, hand_size: Option<u32>, window: Option<u32>) -> Self {
        let number = |number: Option<u32>| {
            RwSignal::new(number.map(|number| number.to_string()).unwrap_or_default())
        };
        let is_quiet = quiet.is_some();
        let QuietHours { from, to } = quiet.unwrap_or_else(usual_quiet_hours);
        Self {
            hand_size: number(hand_size),
            window: number(window),
            quiet: RwSignal::new(is_quiet),
            quiet_from: RwSignal::new(from),
            quiet_to: RwSignal::new(to),
        }
    }

    /// Quiet hours, hand size and response window as they are typed, or what is wrong with them.
    pub(crate) fn read(
        self,
        wrong: &mut Vec<FieldError>,
    ) -> (Option<QuietHours>, Option<i64>, Option<i64>) {
        let quiet = self.quiet.get_untracked().then(|| QuietHours {
            from: self.quiet_from.get_untracked(),
            to: self.quiet_to.get_untracked(),
        });
        (
            quiet,
            form::number(self.hand_size, "handSize", wrong),
            form::number(self.window, "responseWindowMinutes", wrong),
        )
    }

    /// What is filled in.
    pub(crate) fn fields(self, errors: Errors) -> Vec<AnyView> {
        let number = |label, name, hint, range| Input {
            label,
            name,
            kind: "number",
            hint,
            range: Some(range),
            ..Input::default()
        };
        let hand_size = number(
            "Hand size",
            "handSize",
            "How many invitations may wait for an answer at once. Empty: seat-dealer decides.",
            (1, 10_000),
        );
        let window = number(
            "Response window (minutes)",
            "responseWindowMinutes",
            "How long a guest has to answer. Empty: seat-dealer decides.",
            (5, 86_400),
        );
        let clock = |label, name| Input {
            label,
            name,
            kind: "time",
            ..Input::default()
        };
        let quiet_hours = part(move || {
            self.quiet.get().then(|| {
                columns(
                    field(
                        errors,
                        self.quiet_from,
                        clock("Quiet hours from", "quietHours.from"),
                    ),
                    field(
                        errors,
                        self.quiet_to,
                        clock("Quiet hours to", "quietHours.to"),
                    ),
                )
            })
        });
        vec![
            columns(
                field(errors, self.hand_size, hand_size),
                field(errors, self.window, window),
            ),
            tick(
                errors,
                self.quiet,
                "Send nothing during quiet hours",
                "quietHours",
            ),
            quiet_hours,
        ]
    }
}

fn usual_quiet_hours() -> QuietHours {
    QuietHours {
        from: "21:00".to_owned(),
        to: "09:00".to_owned(),
    }
}
