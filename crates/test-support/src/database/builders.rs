use jiff::civil::Time;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use seat_dealer_core::{
    Actor, Colour, Command, ContactId, Decision, Diet, EmailAddress, EventId, GuestDetails, HostId,
    InvitationId, Minutes, Name, Pace, PartySize, PhoneNumber, Picture, Priority, Question,
    QuietHours, Reminders, Response, Seats, Tags, Title,
};
use seat_dealer_db::contacts::ContactFields;
use seat_dealer_db::events::{EventFields, EventView};
use seat_dealer_db::hosts::Identity;
use seat_dealer_db::invitations::InvitationView;
use seat_dealer_db::{Result, contacts, events, hosts, invitations, log};

use super::{TestDb, noon};

/// The fields of a contact with a name, a phone number and an email address.
pub fn contact_fields(
    name: &str,
    phone_number: Option<&str>,
    email: Option<&str>,
) -> ContactFields {
    ContactFields {
        name: Name::parse(name).expect("a name"),
        phone_number: phone_number.map(|text| PhoneNumber::parse(text).expect("a number")),
        email: email.map(|text| EmailAddress::parse(text).expect("an address")),
        priority: Priority::default(),
        party_size: PartySize::default(),
        not_for_dinners: false,
        preferred_channel: None,
        language: None,
        diet: Diet::default(),
        tags: Tags::default(),
    }
}

impl TestDb {
    /// Creates a host who has signed in as `name`.
    pub async fn host(&self, name: &str) -> HostId {
        let identity = Identity {
            issuer: "https://issuer.example".to_owned(),
            subject: format!("subject of {name}"),
            email: format!("{}@example.com", name.to_lowercase()),
            name: name.to_owned(),
        };
        self.write(move |conn| hosts::sign_in(conn, &identity, noon()))
            .await
            .expect("a host")
            .id
    }

    /// Adds a contact at noon.
    pub async fn contact(&self, host: &HostId, fields: ContactFields) -> ContactId {
        let host = host.clone();
        self.write(move |conn| contacts::create(conn, &host, &fields, noon()))
            .await
            .expect("a contact")
            .id
    }

    /// Adds the contacts Guest 1, Guest 2 and so on, with a phone number and an email address, in dealing
    /// order.
    pub async fn contacts(&self, host: &HostId, count: u32) -> Vec<ContactId> {
        let host = host.clone();
        self.write(move |conn| {
            (1..=count)
                .map(|number| {
                    let fields = contact_fields(
                        &format!("Guest {number}"),
                        Some(&format!("+1415{number:07}")),
                        Some(&format!("guest{number}@example.com")),
                    );
                    let at = noon() + SignedDuration::from_millis(number.into());
                    Ok(contacts::create(conn, &host, &fields, at)?.id)
                })
                .collect()
        })
        .await
        .expect("contacts")
    }

    /// Builds an event: a dinner of 8 seats in two weeks, without quiet hours and reminders.
    pub fn event<'a>(&'a self, host: &'a HostId) -> EventBuilder<'a> {
        EventBuilder {
            db: self,
            host,
            fields: EventFields {
                title: Title::parse("Dinner").expect("a title"),
                description: "Soup, then more soup.".to_owned(),
                question: Question::default(),
                colour: Colour::Wine,
                picture: Picture::Plate,
                seats: seats(8),
                starts_at: Some(noon() + SignedDuration::from_hours(14 * 24)),
                time_zone: TimeZone::UTC,
                ends_at: None,
                location: Some("The long table".to_owned()),
                url: None,
                pace: Pace::Usual,
                hand_size: None,
                response_window: None,
                quiet_hours: None,
                deal_until: None,
                party_limit: PartySize::default(),
                reminders: Reminders {
                    unanswered: false,
                    day_before: false,
                },
                by_hand: false,
                tags: Tags::default(),
            },
            invite_first: Vec::new(),
        }
    }

    /// Changes an event on behalf of a guest, a provider or the timer.
    pub async fn advance(
        &self,
        event: &EventId,
        command: Command,
        now: Timestamp,
    ) -> Result<Decision> {
        self.advance_event(event, now, move |_, _| Ok(command.clone()))
            .await
    }

    /// Records a guest's answer from the link.
    pub async fn answer(
        &self,
        event: &EventId,
        invitation: &InvitationId,
        response: Response,
        now: Timestamp,
    ) -> Result<Decision> {
        let command = Command::Answer {
            invitation: invitation.clone(),
            response,
            party: None,
            actor: Actor::Guest,
            details: GuestDetails::default(),
        };
        self.advance(event, command, now).await
    }

    /// Changes an event on behalf of its host.
    pub async fn command(
        &self,
        host: &HostId,
        event: &EventId,
        command: Command,
        now: Timestamp,
    ) -> Result<Decision> {
        self.change_event(host, event, now, move |_, _| Ok(command.clone()))
            .await
    }

    /// The event, as its host sees it.
    pub async fn view(&self, host: &HostId, event: &EventId) -> EventView {
        let (host, event) = (host.clone(), event.clone());
        self.read(move |conn| events::get(conn, &host, &event))
            .await
            .expect("an event")
    }

    /// The invitations of an event, oldest first; at most 1,000.
    pub async fn invitations(&self, host: &HostId, event: &EventId) -> Vec<InvitationView> {
        let (host, event) = (host.clone(), event.clone());
        self.read(move |conn| {
            invitations::list(
                conn,
                &host,
                &invitations::InvitationFilter::of_event(&event),
                1_000,
                None,
            )
        })
        .await
        .expect("invitations")
        .items
    }

    /// The log of an event.
    pub async fn log(&self, event: &EventId) -> Vec<log::Entry> {
        let event = event.clone();
        self.read(move |conn| log::after(conn, &event, 0, 100_000))
            .await
            .expect("a log")
    }
}

/// Builds an event.
pub struct EventBuilder<'a> {
    db: &'a TestDb,
    host: &'a HostId,
    fields: EventFields,
    invite_first: Vec<ContactId>,
}

impl EventBuilder<'_> {
    /// Sets the title.
    #[must_use]
    pub fn title(mut self, title: &str) -> Self {
        self.fields.title = Title::parse(title).expect("a title");
        self
    }

    /// Sets the number of seats.
    #[must_use]
    pub fn seats(mut self, count: u32) -> Self {
        self.fields.seats = seats(count);
        self
    }

    /// Sets the begin. `None` is an event without a date.
    #[must_use]
    pub fn starts_at(mut self, time: Option<Timestamp>) -> Self {
        self.fields.starts_at = time;
        self
    }

    /// Sets the hand size.
    #[must_use]
    pub fn hand_size(mut self, count: u32) -> Self {
        self.fields.hand_size = Some(seats(count));
        self
    }

    /// Sets the minutes to answer.
    #[must_use]
    pub fn response_window(mut self, minutes: u32) -> Self {
        self.fields.response_window = Some(Minutes::parse(minutes.into()).expect("minutes"));
        self
    }

    /// Sets the quiet hours, between two full hours in UTC.
    #[must_use]
    pub fn quiet(mut self, from: i8, to: i8) -> Self {
        self.fields.quiet_hours =
            QuietHours::new(Time::constant(from, 0, 0, 0), Time::constant(to, 0, 0, 0));
        self
    }

    /// Turns on the reminders.
    #[must_use]
    pub fn reminding(mut self) -> Self {
        self.fields.reminders = Reminders {
            unanswered: true,
            day_before: true,
        };
        self
    }

    /// Sets the maximum number of seats of one invitation.
    #[must_use]
    pub fn party_limit(mut self, count: u32) -> Self {
        self.fields.party_limit = PartySize::parse(count.into()).expect("a party size");
        self
    }

    /// Sets the *invite first* list.
    #[must_use]
    pub fn invite_first(mut self, contacts: &[ContactId]) -> Self {
        self.invite_first = contacts.to_vec();
        self
    }

    /// Only contacts with one of these tags are dealt.
    #[must_use]
    pub fn tags(mut self, tags: &[&str]) -> Self {
        self.fields.tags = Tags::parse(tags).expect("tags");
        self
    }

    /// The fields, for tests that add the event themselves.
    pub fn fields(&self) -> EventFields {
        self.fields.clone()
    }

    /// Adds the event at noon.
    pub async fn draft(self) -> EventId {
        self.db
            .create_event(self.host, self.fields, self.invite_first, noon())
            .await
            .expect("an event")
    }

    /// Adds the event at noon and deals at once.
    pub async fn dealing(self) -> EventId {
        let (db, host) = (self.db, self.host);
        let event = self.draft().await;
        db.command(host, &event, Command::Deal, noon())
            .await
            .expect("a deal");
        event
    }
}

fn seats(count: u32) -> Seats {
    Seats::parse(count.into()).expect("a number of seats")
}
