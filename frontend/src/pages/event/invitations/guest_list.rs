//! The guests of an event as a CSV file.

use leptos::prelude::*;
use seat_dealer_api_types::Invite;

use super::labels::{DETAILS, answer_label, guest_details};
use crate::browser;
use crate::pages::event::store::EventStore;
use crate::time;

const HEADINGS: [&str; 7] = [
    "Name",
    "Answer",
    "Seats",
    "Phone",
    "Email",
    "Answer by",
    "Answered",
];

/// The byte order mark, without which Excel does not read a file as UTF-8.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// Saves all invited guests as a spreadsheet.
pub(in crate::pages::event) fn save(store: EventStore) {
    let title = store.event.with_untracked(|event| {
        let event = event.as_ref();
        event.map(|event| event.title.clone()).unwrap_or_default()
    });
    let zone = store.zone.get_untracked();
    let list = untrack(|| {
        guest_list(&store.invites.values(), |timestamp| {
            // Spreadsheets recognise a date and time with a space.
            time::to_local(timestamp, &zone).replace('T', " ")
        })
    });
    browser::download_text(&format!("Guests of {title}.csv"), "text/csv", &list);
}

/// All invited guests as CSV (RFC 4180). `format_time` formats a timestamp.
fn guest_list(invites: &[Invite], format_time: impl Fn(&str) -> String) -> String {
    let headings = HEADINGS.iter().chain(&DETAILS);
    let mut table = format!("{BYTE_ORDER_MARK}{}", line(headings.copied()));
    for invite in invites {
        let time = |time: &Option<String>| time.as_deref().map(&format_time).unwrap_or_default();
        let cells = [
            invite.contact.name.clone(),
            answer_label(invite),
            invite.party_size.to_string(),
            invite.contact.phone_number.clone().unwrap_or_default(),
            invite.contact.email.clone().unwrap_or_default(),
            time(&invite.respond_by),
            time(&invite.answered_at),
        ];
        let details = guest_details(invite);
        table.push_str(&line(cells.iter().chain(&details).map(String::as_str)));
    }
    table
}

fn line<'a>(cells: impl Iterator<Item = &'a str>) -> String {
    let cells: Vec<_> = cells.map(quote).collect();
    format!("{}\r\n", cells.join(","))
}

/// A quoted cell. A text that a spreadsheet would run as a formula gets an apostrophe in front, except
/// a phone number: a plus sign and digits are harmless.
fn quote(cell: &str) -> String {
    let is_number = cell
        .strip_prefix('+')
        .is_some_and(|digits| digits.bytes().all(|b| b.is_ascii_digit()));
    let prefix = if cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) && !is_number {
        "'"
    } else {
        ""
    };
    format!("\"{prefix}{}\"", cell.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;
    use seat_dealer_api_types::{Channel, Contact, InvitationStatus, Response, Seat};

    #[test]
    fn guests_are_lines_and_formulas_are_text() {
        let invite = Invite {
            id: String::new(),
            event_id: String::new(),
            contact: Contact {
                id: String::new(),
                name: "=Ada \"the\" 1st".to_owned(),
                phone_number: Some("+14155550132".to_owned()),
                email: None,
                priority: 5,
                party_size: 1,
                not_for_dinners: false,
                preferred_channel: None,
                language: None,
                diet: None,
                tags: Vec::new(),
                opted_out: Vec::new(),
                last_invited_at: None,
                created_at: String::new(),
                updated_at: String::new(),
                external_id: None,
                etag: String::new(),
            },
            status: InvitationStatus::Answered,
            response: Some(Response::Yes),
            seat: Seat::Seated,
            party_size: 2,
            party_limit: 2,
            companions: vec!["Ben".to_owned(), "Cara".to_owned()],
            diet: Some("No nuts".to_owned()),
            answer_to_question: Some("Fish".to_owned()),
            note: Some("+1 for \"you\"".to_owned()),
            channel: Channel::Sms,
            messages: Vec::new(),
            respond_by: None,
            reminded_at: None,
            answered_at: Some("then".to_owned()),
            invited_at: String::new(),
            updated_at: String::new(),
            by_host: false,
            rsvp_url: None,
        };
        assert_eq!(
            guest_list(&[invite], |at| format!("<{at}>")),
            "\u{feff}\"Name\",\"Answer\",\"Seats\",\"Phone\",\"Email\",\"Answer by\",\"Answered\",\"With\",\"Diet\",\"Answer to your question\",\"Note\"\r\n\
             \"'=Ada \"\"the\"\" 1st\",\"Yes · seated\",\"2\",\"+14155550132\",\"\",\"\",\"<then>\",\
             \"Ben, Cara\",\"No nuts\",\"Fish\",\"'+1 for \"\"you\"\"\"\r\n"
        );
    }
}
