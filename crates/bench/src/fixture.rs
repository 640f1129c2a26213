//! The data of the benchmark: a database with events whose guests can answer.

use std::path::Path;
use std::time::{Duration, Instant};

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use seat_dealer_core::{
    Actor, Colour, Command, ContactId, Diet, EmailAddress, EventId, GuestDetails, HostId,
    InvitationId, Name, Pace, PartySize, PhoneNumber, Picture, Priority, Question, Reminders,
    Response, Seats, Tags, Title,
};
use seat_dealer_db::contacts::ContactFields;
use seat_dealer_db::events::EventFields;
use seat_dealer_db::keys::{self, KeyKind};
use seat_dealer_db::{DatabaseUrl, Db, RsvpTokens, contacts, hosts, invitations, messages};
use tempfile::TempDir;
use tokio::task::JoinSet;

use crate::Result;
use crate::server::{APP_SECRET, Process};

const EVENTS: u32 = 200;
const SEATS: u32 = 8;
const CONTACTS: u32 = 10;

/// A temporary folder with the database, and the guests of its events.
pub(crate) struct Fixture {
    folder: TempDir,
    pub(crate) database: DatabaseUrl,
    pub(crate) guests: Vec<Guest>,
}

/// A guest with their link.
#[derive(Debug, Clone)]
pub(crate) struct Guest {
    pub(crate) host: HostId,
    pub(crate) event: EventId,
    pub(crate) invitation: InvitationId,
    pub(crate) token: String,
    /// The answer so far.
    pub(crate) response: Option<Response>,
}

impl Fixture {
    /// Creates 200 events of 8 seats for hosts with 10 contacts each. All contacts are invited: 8 at
    /// once, and the last two after two guests have answered NO. Returns after all messages were sent.
    pub(crate) async fn prepare() -> Result<Self> {
        // Beside the program, because /tmp may be in memory, where a commit costs nothing.
        let folder = std::env::current_exe()?;
        let folder = folder.parent().unwrap_or(Path::new("."));
        let folder = tempfile::Builder::new()
            .prefix("bench-")
            .tempdir_in(folder)?;
        let database = database_in(folder.path(), "measured.db")?;
        let db = open(&database)?;
        let mut making = JoinSet::new();
        for number in 1..=EVENTS {
            making.spawn(make_event(db.clone(), number));
        }
        let mut guests = Vec::new();
        while let Some(made) = making.join_next().await {
            guests.extend(made??);
        }
        let (_server, _) = Process::start(&database).await?;
        wait_until_sent(&db).await?;
        Ok(Self {
            folder,
            database,
            guests,
        })
    }

    /// The path of a file beside the database.
    pub(crate) fn file(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().join(name)
    }

    /// Copies the database. No process may have it open.
    pub(crate) fn copy(&self, name: &str) -> Result<DatabaseUrl> {
        let original = self.database.file().ok_or("the database is a file")?;
        let copy = self.file(name);
        // The write-ahead log contains changes that are not in the file yet.
        for suffix in ["", "-wal"] {
            let with_suffix = |path: &Path| format!("{}{suffix}", path.display());
            let from = with_suffix(original);
            if Path::new(&from).exists() {
                std::fs::copy(from, with_suffix(&copy))?;
            }
        }
        database_in(self.folder.path(), name)
    }
}

/// Opens and migrates a database.
pub(crate) fn open(database: &DatabaseUrl) -> Result<Db> {
    let db = Db::open(database, RsvpTokens::new(APP_SECRET))?;
    db.migrate()?;
    Ok(db)
}

fn database_in(folder: &Path, name: &str) -> Result<DatabaseUrl> {
    Ok(DatabaseUrl::parse(&format!(
        "sqlite:{}",
        folder.join(name).display()
    ))?)
}

async fn make_event(db: Db, number: u32) -> Result<Vec<Guest>> {
    let host = make_host(&db, &format!("Host {number}")).await?;
    make_contacts(&db, &host, CONTACTS).await?;
    let event = make_draft(&db, &host, SEATS).await?;
    deal(&db, &host, &event).await?;
    let waiting = guests_of(&db, &host, &event).await?;
    for guest in waiting.iter().take(2) {
        let no = Command::Answer {
            invitation: guest.invitation.clone(),
            response: Response::No,
            party: None,
            actor: Actor::Guest,
            details: GuestDetails::default(),
        };
        db.advance_event(&event, seat_dealer_db::now(), move |_, _| Ok(no.clone()))
            .await?;
    }
    let guests = guests_of(&db, &host, &event).await?;
    if guests.len() == usize::try_from(CONTACTS)? {
        Ok(guests)
    } else {
        Err(format!("{} of {CONTACTS} contacts are invited", guests.len()).into())
    }
}

/// Creates a host.
pub(crate) async fn make_host(db: &Db, name: &str) -> Result<HostId> {
    let address = format!("{}@example.com", name.to_lowercase().replace(' ', "."));
    let address = EmailAddress::parse(&address)?;
    let host = db
        .write(move |conn| hosts::for_email(conn, &address, seat_dealer_db::now()))
        .await?;
    Ok(host.id)
}

/// Creates an API key of a host. Returns the header that sends it.
pub(crate) async fn make_key(db: &Db, host: &HostId) -> Result<String> {
    let (host, now) = (host.clone(), seat_dealer_db::now());
    let (_, key) = db
        .write(move |conn| keys::create(conn, &host, KeyKind::Api, "bench", now))
        .await?;
    Ok(format!("Authorization: Bearer {key}\r\n"))
}

/// Creates `count` contacts of a host.
pub(crate) async fn make_contacts(db: &Db, host: &HostId, count: u32) -> Result<Vec<ContactId>> {
    /// The contacts that one transaction adds.
    const BATCH: usize = 5_000;
    let numbers: Vec<u32> = (1..=count).collect();
    let mut made = Vec::new();
    for numbers in numbers.chunks(BATCH) {
        let fields = numbers
            .iter()
            .map(|&number| contact(number))
            .collect::<Result<Vec<_>>>()?;
        let (host, now) = (host.clone(), seat_dealer_db::now());
        let ids = db.write(move |conn| {
            let add = |fields| Ok(contacts::create(conn, &host, fields, now)?.id);
            fields
                .iter()
                .map(add)
                .collect::<seat_dealer_db::Result<Vec<_>>>()
        });
        made.extend(ids.await?);
    }
    Ok(made)
}

fn contact(number: u32) -> Result<ContactFields> {
    Ok(ContactFields {
        name: Name::parse(&format!("Guest {number}"))?,
        phone_number: Some(PhoneNumber::parse(&format!("+1415{number:07}"))?),
        email: Some(EmailAddress::parse(&format!("guest{number}@example.com"))?),
        priority: Priority::default(),
        party_size: PartySize::default(),
        not_for_dinners: false,
        preferred_channel: None,
        language: None,
        diet: Diet::default(),
        tags: Tags::default(),
    })
}

/// Creates a draft of a [`dinner`].
pub(crate) async fn make_draft(db: &Db, host: &HostId, seats: u32) -> Result<EventId> {
    let now = seat_dealer_db::now();
    let fields = dinner(seats)?;
    Ok(db.create_event(host, fields, Vec::new(), now).await?)
}

/// An event in 30 days, without quiet hours, so that the time of the run does not matter.
pub(crate) fn dinner(seats: u32) -> Result<EventFields> {
    let now = seat_dealer_db::now();
    Ok(EventFields {
        title: Title::parse("Dinner under the chestnut tree")?,
        description: "We begin with soup and end with whatever you bring for dessert. \
            The garden gate is open; come around the house. Say if there is anything you do not eat."
            .to_owned(),
        question: Question::default(),
        colour: Colour::Wine,
        picture: Picture::Plate,
        seats: Seats::parse(seats.into())?,
        starts_at: Some(in_a_month(now)?),
        time_zone: TimeZone::get("Europe/Berlin")?,
        ends_at: None,
        location: Some("The long table, Lindenweg 7".to_owned()),
        url: None,
        pace: Pace::Usual,
        hand_size: Some(Seats::parse(CONTACTS.into())?),
        response_window: None,
        quiet_hours: None,
        deal_until: None,
        party_limit: PartySize::default(),
        reminders: Reminders {
            unanswered: true,
            day_before: true,
        },
        by_hand: false,
        tags: Tags::default(),
    })
}

fn in_a_month(now: Timestamp) -> Result<Timestamp> {
    Ok(now.checked_add(SignedDuration::from_hours(30 * 24))?)
}

/// Deals, as if the host pressed *Deal*.
pub(crate) async fn deal(db: &Db, host: &HostId, event: &EventId) -> Result<()> {
    let now = seat_dealer_db::now();
    db.change_event(host, event, now, |_, _| Ok(Command::Deal))
        .await?;
    Ok(())
}

async fn guests_of(db: &Db, host: &HostId, event: &EventId) -> Result<Vec<Guest>> {
    let (owner, id) = (host.clone(), event.clone());
    let page = db
        .read(move |conn| {
            invitations::list(
                conn,
                &owner,
                &invitations::InvitationFilter::of_event(&id),
                100,
                None,
            )
        })
        .await?;
    let guests = page.items.into_iter().map(|view| Guest {
        host: host.clone(),
        event: event.clone(),
        token: db.tokens().token(&view.invitation.id),
        invitation: view.invitation.id,
        response: view.invitation.response,
    });
    Ok(guests.collect())
}

/// Waits until a server on this database has sent all messages.
async fn wait_until_sent(db: &Db) -> Result<()> {
    let started = Instant::now();
    while db.read(messages::outstanding).await? > 0 {
        if started.elapsed() > Duration::from_mins(1) {
            return Err("the messages were not sent within a minute".into());
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    Ok(())
}
