//! The state of a table.

use super::phrases::{counted, is_or_are, listed};
use crate::{Seat, Table};

/// How many seats are taken, held and open, and who waits: sentences for the host.
pub fn standing(table: &Table) -> String {
    let (seats, seated) = (table.event.seats, table.seated());
    let mut sentences = vec![if seated >= seats {
        match seats {
            1 => "The one seat is taken.".to_owned(),
            _ => format!("All {seats} seats are taken."),
        }
    } else {
        let rest = [(table.held(), "held"), (table.open(), "open")];
        let rest = rest.into_iter().filter(|(number, _)| *number > 0);
        let mut parts = vec![format!(
            "{seated} of {} {} taken",
            counted(seats, "seat"),
            is_or_are(if seats == 1 { 1 } else { seated })
        )];
        parts.extend(rest.map(|(number, state)| format!("{number} {} {state}", is_or_are(number))));
        format!("{}.", listed(&parts))
    }];
    let waiting = table.waiting();
    if waiting > 0 {
        let wait = if waiting == 1 { "waits" } else { "wait" };
        let invitations = counted(waiting, "invitation");
        sentences.push(format!("{invitations} {wait} for an answer."));
    }
    let standby = table.count(|invitation| invitation.seat == Seat::Standby);
    if standby > 0 {
        let guests = counted(standby, "guest");
        sentences.push(format!("{guests} {} on standby.", is_or_are(standby)));
    }
    sentences.join(" ")
}
