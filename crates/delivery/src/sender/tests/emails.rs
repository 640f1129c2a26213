//! Emails: those of which nobody knows, those that are refused, and what they say to calendars.

use super::*;

/// The Message-IDs of the emails that were taken.
fn message_ids(smtp: &FakeSmtp) -> Vec<String> {
    let id = |data: &str| {
        let line = data.lines().find(|line| line.starts_with("Message-ID: "));
        line.unwrap().to_owned()
    };
    let journal = smtp.journal();
    journal.iter().map(|received| id(&received.data)).collect()
}

async fn an_email_of_which_nobody_knows_is_repeated_once(db: TestDb) {
    let mut stage = Stage::by_email(db, None).await;
    stage.smtp.script([Behaviour::Cut(Step::Message)]);
    assert!(stage.send().await);
    assert_eq!(stage.status().await, MessageStatus::Unknown);
    assert!(stage.send().await);
    assert!(!stage.send().await);
    assert_eq!(stage.status().await, MessageStatus::Sent);
    let ids = message_ids(&stage.smtp);
    assert_eq!(ids.len(), 2);
    assert_eq!(ids[0], ids[1], "a repeat can be recognised");
}

async fn after_two_silences_the_host_decides_about_an_email(db: TestDb) {
    let mut stage = Stage::by_email(db, Some("+4915112345678")).await;
    stage
        .smtp
        .script([Behaviour::Cut(Step::Message), Behaviour::Cut(Step::Message)]);
    for _ in 0..2 {
        assert!(stage.send().await);
        assert_eq!(stage.status().await, MessageStatus::Unknown);
    }
    assert!(!stage.send().await, "nothing is left to be sent");
    assert_eq!(stage.smtp.journal().len(), 2);
    assert_eq!(
        stage.fake.requests(),
        0,
        "what may have arrived is not told again by text"
    );
}

async fn after_a_death_an_email_is_repeated(db: TestDb) {
    let mut stage = Stage::by_email(db, None).await;
    stage.send_and_die().await;
    assert!(stage.send().await);
    assert!(!stage.send().await);
    assert_eq!(stage.status().await, MessageStatus::Sent);
    let ids = message_ids(&stage.smtp);
    assert_eq!(ids.len(), 2);
    assert_eq!(ids[0], ids[1]);
}

async fn a_greylisting_server_gets_the_email_again(db: TestDb) {
    let mut stage = Stage::by_email(db, None).await;
    let later = "451 4.7.1 Greylisted, please try again in a while";
    stage.smtp.script([
        Behaviour::Reply(Step::Recipient, later),
        Behaviour::Reply(Step::Message, later),
    ]);
    for _ in 0..2 {
        assert!(stage.send().await);
        assert_eq!(stage.status().await, MessageStatus::Queued);
    }
    assert!(stage.send().await);
    assert_eq!(stage.status().await, MessageStatus::Sent);
    assert_eq!(stage.smtp.journal().len(), 1);
    assert_eq!(stage.smtp.connections(), 3);
}

async fn an_address_that_is_refused_is_texted(db: TestDb) {
    let mut stage = Stage::by_email(db, Some("+4915112345678")).await;
    stage.smtp.script([Behaviour::Reply(
        Step::Recipient,
        "550 5.1.1 No such mailbox",
    )]);
    assert!(stage.send().await);
    assert!(stage.send().await);
    let [guest] =
        <[_; 1]>::try_from(stage.db.invitations(&stage.host, &stage.event).await).unwrap();
    let trail: Vec<_> = guest
        .messages
        .iter()
        .map(|m| (m.channel, m.status))
        .collect();
    assert_eq!(
        trail,
        [
            (Channel::Email, MessageStatus::Failed),
            (Channel::Sms, MessageStatus::Sent)
        ]
    );
    assert_eq!(stage.fake.journal().len(), 1);
}

async fn an_address_that_is_refused_and_is_all_there_is_makes_undeliverable(db: TestDb) {
    let mut stage = Stage::by_email(db, None).await;
    stage.smtp.script([Behaviour::Reply(
        Step::Recipient,
        "550 5.1.1 No such mailbox",
    )]);
    assert!(stage.send().await);
    assert!(!stage.send().await);
    let guests = stage.db.invitations(&stage.host, &stage.event).await;
    assert_eq!(guests[0].invitation.status, InvitationStatus::Undeliverable);
}

/// What the calendar file of an email says about a property, from the attachment.
fn calendar(data: &str, property: &str) -> Option<String> {
    let (_, file) = data.rsplit_once("BEGIN:VCALENDAR")?;
    let line = file.lines().find(|line| line.starts_with(property))?;
    Some(line.split_once(':')?.1.trim_end().to_owned())
}

async fn a_seat_enters_the_calendar_moves_there_and_leaves_it(db: TestDb) {
    let mut stage = Stage::by_email(db, None).await;
    assert!(stage.send().await);
    let begin = stage.clock + SignedDuration::from_hours(24 * 30);
    stage.moved_to(begin).await;
    let guest = stage.db.invitations(&stage.host, &stage.event).await[0]
        .invitation
        .id
        .clone();
    let id = guest.clone();
    stage
        .db
        .advance_event(&stage.event, db::now(), move |_, _| {
            Ok(Command::Answer {
                invitation: id.clone(),
                response: Response::Probably,
                party: None,
                actor: Actor::Guest,
                details: GuestDetails::default(),
            })
        })
        .await
        .unwrap();
    assert!(stage.send().await);
    let later = begin + SignedDuration::from_hours(3);
    stage.moved_to(later).await;
    assert!(stage.send().await);
    stage
        .db
        .command(
            &stage.host,
            &stage.event,
            Command::Withdraw {
                invitation: guest,
                words: None,
            },
            db::now(),
        )
        .await
        .unwrap();
    assert!(stage.send().await);
    let journal = stage.smtp.journal();
    let said = |property| -> Vec<Option<String>> {
        journal
            .iter()
            .map(|mail| calendar(&mail.data, property))
            .collect()
    };
    let some = |words: [&str; 3]| -> Vec<Option<String>> {
        let words = words.into_iter().map(|word| Some(word.to_owned()));
        std::iter::once(None).chain(words).collect()
    };
    assert_eq!(said("METHOD"), some(["REQUEST", "REQUEST", "CANCEL"]));
    assert_eq!(
        said("STATUS"),
        some(["CONFIRMED", "CONFIRMED", "CANCELLED"])
    );
    let uids = said("UID");
    assert!(
        uids[1].is_some() && uids[1] == uids[2] && uids[2] == uids[3],
        "{uids:?}"
    );
    let sequences: Vec<u32> = said("SEQUENCE")
        .into_iter()
        .flatten()
        .map(|number| number.parse().unwrap())
        .collect();
    assert!(
        sequences.len() == 3 && sequences.is_sorted_by(|a, b| a < b),
        "{sequences:?}"
    );
    let begins = said("DTSTART");
    assert!(
        begins[1] != begins[2] && begins[2] == begins[3],
        "{begins:?}"
    );
    assert!(journal[1].data.contains("Subject: You have a seat: Dinner"));
}

on_each_database![
    a_seat_enters_the_calendar_moves_there_and_leaves_it,
    an_email_of_which_nobody_knows_is_repeated_once,
    after_two_silences_the_host_decides_about_an_email,
    after_a_death_an_email_is_repeated,
    a_greylisting_server_gets_the_email_again,
    an_address_that_is_refused_is_texted,
    an_address_that_is_refused_and_is_all_there_is_makes_undeliverable,
];
