//! 64 guests want the one seat at once.

use std::sync::Arc;
use std::time::Duration;

use diesel::prelude::*;
use diesel::sql_query;
use jiff::{SignedDuration, Timestamp};
use seat_dealer_core::{
    Actor, Command, EventId, EventStatus, GuestDetails, HostId, InvitationId, InvitationStatus,
    Response, Seat,
};
use seat_dealer_db::{Conn, DatabaseUrl, Db};
use seat_dealer_test_support::database::{TestDb, noon};
use seat_dealer_test_support::{on_each_database, with_mysql};
use tokio::sync::Barrier;

const GUESTS: u32 = 64;
const ROUNDS: usize = 40;

on_each_database![
    one_seat_goes_to_one_of_64_guests,
    one_seat_goes_to_one_of_64_guests_of_four_processes,
];

async fn one_seat_goes_to_one_of_64_guests(db: TestDb) {
    race(&db, &[(*db).clone()]).await;
}

async fn one_seat_goes_to_one_of_64_guests_of_four_processes(db: TestDb) {
    let processes: Vec<Db> = (0..4).map(|_| db.another()).collect();
    race(&db, &processes).await;
}

/// Lets every guest answer YES at once, `ROUNDS` times, each through one of `processes`.
async fn race(db: &TestDb, processes: &[Db]) {
    let table = OneSeat::set(db).await;
    for round in 1..=ROUNDS {
        table.clear(db).await;
        let start = Arc::new(Barrier::new(table.invitations.len()));
        let answers: Vec<_> = table
            .invitations
            .iter()
            .zip(processes.iter().cycle())
            .map(|(invitation, process)| {
                let (start, process) = (Arc::clone(&start), process.clone());
                let (event, now) = (table.event.clone(), table.now);
                let yes = yes(invitation);
                tokio::spawn(async move {
                    start.wait().await;
                    process
                        .advance_event(&event, now, move |_, _| Ok(yes.clone()))
                        .await
                })
            })
            .collect();
        for answer in answers {
            answer.await.unwrap().unwrap_or_else(|error| {
                panic!("round {round}: an answer was not taken: {error}");
            });
        }
        assert_eq!(table.seats(db).await, (1, GUESTS - 1), "round {round}");
    }
    // Every answer is in the log, and none has taken another one's number.
    let log = db.log(&table.event).await;
    let numbers: Vec<i64> = log.iter().map(|entry| entry.seq).collect();
    assert_eq!(numbers, (1..).take(log.len()).collect::<Vec<_>>());
    let answers = log.iter().filter(|entry| entry.kind == "answered").count();
    assert_eq!(answers, ROUNDS * GUESTS as usize);
}

/// The control: with the recipe's first statement left out, the same race oversells. Otherwise
/// the tests above would not show anything.
#[test]
fn without_the_lock_sqlite_oversells() {
    control(TestDb::sqlite());
}

with_mysql! {
    #[test]
    fn without_the_lock_mysql_oversells() {
        control(TestDb::mysql());
    }
}

fn control(db: TestDb) {
    seat_dealer_test_support::database::run(async move {
        let table = OneSeat::set(&db).await;
        let mut oversold = 0;
        for _ in 0..10 {
            table.clear(&db).await;
            let start = std::sync::Barrier::new(16);
            std::thread::scope(|scope| {
                for invitation in table.invitations.iter().take(16) {
                    scope.spawn(|| {
                        let mut conn = open(db.url());
                        start.wait();
                        careless_yes(&mut conn, &table.event, invitation).unwrap();
                    });
                }
            });
            let (seated, _) = table.seats(&db).await;
            assert!(seated >= 1);
            oversold += usize::from(seated > 1);
        }
        assert!(oversold > 0, "the control never oversold");
    });
}

/// An answer as the recipe forbids it: reads how things stand, then writes what follows from it.
/// MySQL: in one transaction. SQLite: in none, because there a transaction that reads first and
/// writes later fails as soon as another one has written between.
fn careless_yes(conn: &mut Conn, event: &EventId, invitation: &InvitationId) -> QueryResult<()> {
    #[derive(QueryableByName)]
    struct Taken {
        #[diesel(sql_type = diesel::sql_types::BigInt)]
        taken: i64,
    }
    let answer = |conn: &mut Conn| {
        let taken: Taken = sql_query(
            "SELECT COUNT(*) AS taken FROM invitations WHERE event_id = ? AND seat = 'seated'",
        )
        .bind::<diesel::sql_types::Text, _>(event.as_str())
        .get_result(conn)?;
        // As long as it takes to decide.
        std::thread::sleep(Duration::from_millis(2));
        let seat = if taken.taken < 1 {
            Seat::Seated
        } else {
            Seat::Standby
        };
        sql_query(
            "UPDATE invitations SET status = 'answered', response = 'YES', seat = ? WHERE id = ?",
        )
        .bind::<diesel::sql_types::Text, _>(seat.as_str())
        .bind::<diesel::sql_types::Text, _>(invitation.as_str())
        .execute(conn)
        .map(|_| ())
    };
    match conn {
        Conn::Sqlite(_) => answer(conn),
        #[cfg(feature = "mysql")]
        Conn::Mysql(_) => conn.transaction(answer),
    }
}

fn open(url: &DatabaseUrl) -> Conn {
    match url {
        DatabaseUrl::Sqlite(path) => {
            let mut conn = SqliteConnection::establish(path).unwrap();
            sql_query("PRAGMA busy_timeout = 10000")
                .execute(&mut conn)
                .unwrap();
            Conn::Sqlite(conn)
        }
        #[cfg(feature = "mysql")]
        DatabaseUrl::Mysql(address) => {
            Conn::Mysql(MysqlConnection::establish(address.as_str()).unwrap())
        }
    }
}

fn yes(invitation: &InvitationId) -> Command {
    Command::Answer {
        invitation: invitation.clone(),
        response: Response::Yes,
        party: None,
        actor: Actor::Guest,
        details: GuestDetails::default(),
    }
}

/// An event with one seat and 64 guests who have let their holds lapse.
struct OneSeat {
    host: HostId,
    event: EventId,
    invitations: Vec<InvitationId>,
    now: Timestamp,
}

impl OneSeat {
    async fn set(db: &TestDb) -> Self {
        let host = db.host("Ada").await;
        db.contacts(&host, GUESTS).await;
        let builder = db.event(&host).seats(GUESTS).hand_size(GUESTS);
        let mut fields = builder.fields();
        let event = builder.dealing().await;
        let now = noon() + SignedDuration::from_hours(72);
        db.advance(&event, Command::Tick, now).await.unwrap();
        fields.seats = seat_dealer_core::Seats::parse(1).unwrap();
        db.change_event(&host, &event, now, move |conn, event| {
            seat_dealer_db::events::edit(conn, event, &fields, false)
        })
        .await
        .unwrap();
        let invitations = db.invitations(&host, &event).await;
        assert_eq!(invitations.len(), GUESTS as usize);
        Self {
            invitations: invitations
                .into_iter()
                .map(|view| view.invitation.id)
                .collect(),
            host,
            event,
            now,
        }
    }

    /// Brings every invitation back to lapsed.
    async fn clear(&self, db: &TestDb) {
        let event = self.event.clone();
        db.write(move |conn| {
            sql_query(
                "UPDATE invitations SET status = 'lapsed', seat = 'none', response = NULL, \
                 respond_by = NULL, answered_at = NULL, standby_since = NULL WHERE event_id = ?",
            )
            .bind::<diesel::sql_types::Text, _>(event.as_str())
            .execute(conn)?;
            Ok(())
        })
        .await
        .unwrap();
        let table = db.view(&self.host, &self.event).await.table;
        assert_eq!(table.event.status, EventStatus::Dealing);
        assert_eq!(
            table.count(|invitation| invitation.status == InvitationStatus::Lapsed),
            GUESTS
        );
    }

    /// How many are seated, and how many on standby.
    async fn seats(&self, db: &TestDb) -> (u32, u32) {
        let table = db.view(&self.host, &self.event).await.table;
        (
            table.seated(),
            table.count(|invitation| invitation.seat == Seat::Standby),
        )
    }
}
