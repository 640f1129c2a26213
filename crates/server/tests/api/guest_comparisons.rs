//! Guests can compare what they get. No generated value, no size and no order of messages may depend on the order of
//! the deck.

use std::collections::BTreeMap;

use seat_dealer_test_support::app::{Answer, Host};
use seat_dealer_test_support::database::TestDb;
use seat_dealer_test_support::on_each_database;
use serde_json::json;

use crate::links::all_of;
use crate::texts::Scene;

on_each_database![values_that_guests_can_compare_do_not_show_the_order_of_the_deck];

/// The number of guests by text, and of those by email.
const GUESTS: usize = 12;

/// A contact whose name, number and address have the same length as those of all others.
struct Guest {
    id: String,
    name: String,
    address: String,
}

/// All that one guest gets.
#[derive(Default)]
struct Reached {
    /// The values that are generated for this guest, by their names.
    values: BTreeMap<String, String>,
    /// All other text, without the guest's own name, address, links and `values`.
    rest: Vec<String>,
    /// The path of the guest's link.
    link: String,
}

impl Reached {
    fn value(&mut self, what: &str, name: &str, value: &str) {
        self.values
            .insert(format!("{name} of {what}"), value.to_owned());
    }

    /// Adds the `nth` email that was sent. Its date is the time of sending.
    fn email(&mut self, what: &str, guest: &Guest, nth: usize, data: &str) {
        let data = data.replace("=\r\n", "").replace("\r\n ", "");
        self.value(what, "place", &format!("{nth:02}"));
        self.link = path(&data, "/rsvp/");
        let mut rest = data.replace(&path(&data, "/unsubscribe/"), "/unsubscribe/TOKEN");
        for (name, before, after) in [
            ("Message-ID", "Message-ID: <", "@"),
            ("boundary", "boundary=\"", "\""),
            ("UID", "\r\nUID:", "@"),
            ("SEQUENCE", "\r\nSEQUENCE:", "\r\n"),
        ] {
            if let Some((_, value)) = data.split_once(before) {
                let (value, _) = value.split_once(after).unwrap();
                self.value(what, name, value);
                rest = rest.replace(value, name);
            }
        }
        self.rest(guest, &rest);
    }

    /// Adds the `nth` text that was sent.
    fn text(&mut self, guest: &Guest, nth: usize, body: &str, callback: &str) {
        self.value("text", "place", &format!("{nth:02}"));
        self.value("text", "StatusCallback", callback);
        self.link = path(body, "/rsvp/");
        self.rest(guest, body);
    }

    /// Adds a response of the server. Its date is the time of the guest's request.
    fn answer(&mut self, what: &str, guest: &Guest, answer: &Answer) {
        self.value(what, "X-Request-Id", answer.header("x-request-id"));
        let (status, mut headers, body) = all_of(answer);
        // The link is removed, because the lengths of links differ.
        headers.remove("content-length");
        let body = body.replace("\r\n ", "");
        let mut rest = format!("{what}: {status} {headers:?}\n{body}");
        for (name, after) in [("UID", "@"), ("SEQUENCE", "\r\n")] {
            if let Some((_, value)) = body.split_once(&format!("\r\n{name}:")) {
                let (value, _) = value.split_once(after).unwrap();
                self.value(what, name, value);
                rest = rest.replace(value, name);
            }
        }
        self.rest(guest, &rest);
    }

    fn rest(&mut self, guest: &Guest, text: &str) {
        self.values.insert("link".to_owned(), self.link.clone());
        let own = text
            .replace(self.link.trim_start_matches("/rsvp/"), "TOKEN")
            .replace(&guest.name, "NAME")
            .replace(&guest.address, "ADDRESS");
        let lines = own.lines().filter(|line| {
            let moments = ["Date: ", "DTSTAMP:"];
            !moments.iter().any(|moment| line.starts_with(moment))
        });
        self.rest.push(lines.collect::<Vec<_>>().join("\n"));
    }
}

/// The path of a link, from `start` to the end of its token.
fn path(text: &str, start: &str) -> String {
    let from = text
        .find(start)
        .unwrap_or_else(|| panic!("no {start} in {text}"));
    let end = text[from + start.len()..]
        .find(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_')
        .map_or(text.len(), |end| from + start.len() + end);
    text[from..end].to_owned()
}

/// Whether values that are not all equal are sorted, ascending or descending, as texts or as numbers.
fn are_sorted(values: &[&str]) -> bool {
    fn sorted<T: PartialOrd>(values: &[T]) -> bool {
        values.is_sorted() || values.iter().rev().is_sorted()
    }
    let numbers: Result<Vec<u128>, _> = values.iter().map(|value| value.parse()).collect();
    let all_the_same = values.iter().all(|value| *value == values[0]);
    !all_the_same && (sorted(values) || numbers.is_ok_and(|numbers| sorted(&numbers)))
}

async fn values_that_guests_can_compare_do_not_show_the_order_of_the_deck(db: TestDb) {
    let scene = Scene::on(db);
    let ada = scene.app.host("Ada").await;
    let mut guests = Vec::new();
    for number in 0..2 * GUESTS {
        let letter = char::from(b'a' + u8::try_from(number).unwrap());
        let name = format!("Guest {letter}.");
        let (field, address) = if number < GUESTS {
            ("email", format!("guest.{letter}@example.com"))
        } else {
            ("phoneNumber", format!("+141520000{number}"))
        };
        let id = ada.contact(json!({ "name": name, field: address })).await;
        guests.push(Guest { id, name, address });
    }
    // Two decks with names, numbers and addresses in random order, and with alternating channels.
    for (step, first) in [(5, 0), (7, 3)] {
        let order: Vec<&Guest> = (0..GUESTS)
            .flat_map(|place| {
                let at = (place * step + first) % GUESTS;
                [&guests[at], &guests[GUESTS + (at * 5 + 1) % GUESTS]]
            })
            .collect();
        let (by_email, by_text) = deal_and_answer(&scene, &ada, &order).await;
        for reached in [by_email, by_text] {
            assert_eq!(reached.len(), GUESTS);
            let values_of = |name: &str| -> Vec<&str> {
                let values = reached.iter().map(|guest| guest.values[name].as_str());
                values.collect()
            };
            let names = reached[0].values.keys();
            let sorted: Vec<_> = names.filter(|name| are_sorted(&values_of(name))).collect();
            assert!(sorted.is_empty(), "these follow the deck: {sorted:#?}");
            for guest in &reached[1..] {
                assert_eq!(guest.rest.len(), reached[0].rest.len());
                for (one, other) in guest.rest.iter().zip(&reached[0].rest) {
                    let differs = one
                        .lines()
                        .zip(other.lines())
                        .find(|(one, other)| one != other);
                    assert!(one == other, "{differs:?}");
                }
            }
        }
    }
    scene.finish().await;
}

/// Deals all cards at once and answers for all guests, both in the order of the deck. Returns what the guests by
/// email and the guests by text get, in this order.
async fn deal_and_answer(
    scene: &Scene,
    ada: &Host,
    order: &[&Guest],
) -> (Vec<Reached>, Vec<Reached>) {
    let (emails, texts) = (scene.mail.journal().len(), scene.fake.journal().len());
    let deck: Vec<&str> = order.iter().map(|guest| guest.id.as_str()).collect();
    let event = json!({
        "title": "Goose", "seats": order.len(), "handSize": order.len(), "inviteFirst": deck,
        "startsAt": "2130-06-01T18:00:00Z", "location": "Here", "description": "Bring nothing.",
    });
    let event = ada.event(event).await;
    ada.deal(&event).await;
    scene.app.outbox_is_empty().await;
    let log = ada.log(&event).await;
    let dealt = log.iter().filter(|entry| entry["kind"] == "dealt");
    let dealt: Vec<_> = dealt
        .map(|entry| entry["contactName"].as_str().unwrap())
        .collect();
    let names: Vec<_> = order.iter().map(|guest| guest.name.as_str()).collect();
    assert_eq!(dealt, names);

    let by_email = scene.mail.journal_after(emails);
    let by_text = scene.fake.journal().split_off(texts);
    let mut all = Vec::new();
    for guest in order {
        let mut reached = Reached::default();
        if let Some(nth) = by_email
            .iter()
            .position(|email| email.to == [guest.address.as_str()])
        {
            reached.email("invitation", guest, nth, &by_email[nth].data);
        } else {
            let nth = by_text
                .iter()
                .position(|text| text.to == guest.address)
                .unwrap();
            let callback = by_text[nth].status_callback.as_deref().unwrap();
            reached.text(guest, nth, &by_text[nth].body, callback);
        }
        let (page, api) = (reached.link.clone(), format!("/api/v1{}", reached.link));
        let stranger = scene.app.stranger();
        reached.answer("page", guest, &stranger.get(&page).await);
        reached.answer("data", guest, &stranger.get(&api).await);
        let yes = json!({ "response": "YES" });
        reached.answer("answer", guest, &stranger.post(&api, yes).await);
        reached.answer("page with a seat", guest, &stranger.get(&page).await);
        let calendar = stranger.get(&format!("{page}/calendar.ics")).await;
        assert_eq!(calendar.status, 200, "{calendar}");
        reached.answer("calendar", guest, &calendar);
        all.push(reached);
    }
    scene.app.outbox_is_empty().await;

    let confirmations = scene.mail.journal_after(emails + by_email.len());
    assert_eq!(confirmations.len(), GUESTS);
    let (mut to_email, mut to_phone) = (Vec::new(), Vec::new());
    for (guest, mut reached) in order.iter().zip(all) {
        let confirmed = confirmations
            .iter()
            .find(|email| email.to == [guest.address.as_str()]);
        if let Some(email) = confirmed {
            // These are sent when the guests answer, which happens here in the order of the deck.
            reached.email("confirmation", guest, 0, &email.data);
            to_email.push(reached);
        } else {
            to_phone.push(reached);
        }
    }
    (to_email, to_phone)
}
