//! Outcomes of messages, also unknown ones: texts through a fake Twilio, and emails through a fake SMTP server.

use jiff::{SignedDuration, Timestamp};
use seat_dealer_core::{
    Actor, Command, EventId, GuestDetails, HostId, InvitationStatus, MessageKind, MessageStatus,
};
use seat_dealer_db::{contacts::ContactFields, events};
use seat_dealer_test_support::{
    database::{TestDb, contact_fields},
    on_each_database,
};

use super::*;
use crate::{
    Provider, SmtpSettings, TwilioSettings,
    fake_smtp::{Behaviour, FakeSmtp, Step},
    fake_twilio::{Answer, FakeTwilio},
};

mod emails;

/// One guest with an invitation that is not sent yet.
struct Stage {
    db: TestDb,
    fake: FakeTwilio,
    smtp: FakeSmtp,
    sender: Sender,
    host: HostId,
    event: EventId,
    /// The time of the next claim, at which all leases have expired.
    clock: Timestamp,
}

impl Stage {
    /// A guest with a phone number only.
    async fn new(db: TestDb) -> Self {
        Self::with(db, Some("+4915112345678"), None).await
    }

    /// A guest with an email address and perhaps a phone number.
    async fn by_email(db: TestDb, phone_number: Option<&str>) -> Self {
        Self::with(db, phone_number, Some("bea@example.com")).await
    }

    async fn with(db: TestDb, phone_number: Option<&str>, email: Option<&str>) -> Self {
        let fake = FakeTwilio::start().unwrap();
        let smtp = FakeSmtp::start().unwrap();
        let sender = sender(&db, fake.settings(), &smtp);
        let host = db.host("Ada").await;
        let fields = ContactFields {
            preferred_channel: email.map(|_| Channel::Email),
            ..contact_fields("Bea", phone_number, email)
        };
        db.contact(&host, fields).await;
        let event = db.event(&host).starts_at(None).draft().await;
        let clock = db::now();
        db.command(&host, &event, Command::Deal, clock)
            .await
            .unwrap();
        Self {
            db,
            fake,
            smtp,
            sender,
            host,
            event,
            clock,
        }
    }

    async fn claim(&mut self) -> Option<Claimed> {
        let mut claimed = self.claim_all().await;
        assert!(claimed.len() <= 1);
        claimed.pop()
    }

    async fn claim_all(&mut self) -> Vec<Claimed> {
        let (now, lease) = (self.clock, self.sender.lease.clone());
        self.clock += SignedDuration::from_hours(2);
        self.db
            .write(move |conn| messages::claim(conn, &lease, 16, now))
            .await
            .unwrap()
            .claimed
    }

    /// Claims the message and sends it, if it is due.
    async fn send(&mut self) -> bool {
        let claimed = self.claim().await;
        let any = claimed.is_some();
        if let Some(message) = claimed {
            self.sender.deliver(message).await;
        }
        any
    }

    /// Claims the message, sends it, and dies before recording the outcome.
    async fn send_and_die(&mut self) {
        let message = self.claim().await.unwrap();
        self.only_send(&message).await;
    }

    /// Sends a message and records nothing.
    async fn only_send(&self, message: &Claimed) {
        let ChannelProvider::Provider(provider) = self.sender.providers.of(message.message.channel)
        else {
            panic!("no provider");
        };
        let _: Outcome = Provider::send(provider, &self.sender.outgoing(message).unwrap()).await;
    }

    /// Moves the event, and announces it to the guests.
    async fn moved_to(&self, begin: Timestamp) {
        let host = self.host.clone();
        self.db
            .change_event(&self.host, &self.event, db::now(), move |conn, id| {
                let mut fields = events::fields(conn, &host, id)?;
                fields.starts_at = Some(begin);
                events::edit(conn, id, &fields, true)
            })
            .await
            .unwrap();
    }

    async fn status(&self) -> MessageStatus {
        let invitations = self.db.invitations(&self.host, &self.event).await;
        invitations[0].messages[0].status
    }

    async fn ends_with(&mut self, status: MessageStatus, taken: usize, requests: usize) {
        assert!(!self.send().await, "nothing is left to be sent");
        assert_eq!(self.status().await, status);
        assert_eq!(self.fake.journal().len(), taken);
        assert_eq!(self.fake.requests(), requests);
    }
}

fn sender(db: &TestDb, twilio: TwilioSettings, smtp: &FakeSmtp) -> Sender {
    let smtp = SmtpSettings::parse(&smtp.url(), "Supper Club <club@example.org>").unwrap();
    let providers = Providers::new(Some(twilio), Some(smtp), false).unwrap();
    Sender::new(
        Db::clone(db),
        providers,
        "https://dinner.example.com".to_owned(),
    )
    .with_status_callbacks("https://dinner.example.com".to_owned())
}

async fn what_was_taken_without_an_answer_is_found(db: TestDb) {
    let mut stage = Stage::new(db).await;
    stage.fake.script([Answer::AcceptAndBreak]);
    assert!(stage.send().await);
    assert_eq!(stage.status().await, MessageStatus::Unknown);
    assert!(stage.send().await);
    stage.ends_with(MessageStatus::Sent, 1, 1).await;
    let callback = stage.fake.journal()[0].status_callback.clone().unwrap();
    assert!(
        callback.starts_with("https://dinner.example.com/webhooks/twilio/status?message=")
            && callback.ends_with("&attempt=1"),
        "{callback}"
    );
}

async fn what_was_not_taken_is_sent_again(db: TestDb) {
    let mut stage = Stage::new(db).await;
    stage.fake.script([Answer::Break]);
    assert!(stage.send().await);
    assert_eq!(stage.status().await, MessageStatus::Unknown);
    assert!(stage.send().await);
    stage.ends_with(MessageStatus::Sent, 1, 2).await;
}

async fn while_nobody_can_be_asked_nothing_is_sent(db: TestDb) {
    let mut stage = Stage::new(db).await;
    stage.fake.script([Answer::AcceptAndBreak]);
    stage.fake.fail_listing(true);
    for _ in 0..3 {
        assert!(stage.send().await);
        assert_eq!(stage.status().await, MessageStatus::Unknown);
    }
    stage.fake.fail_listing(false);
    assert!(stage.send().await);
    stage.ends_with(MessageStatus::Sent, 1, 1).await;
}

async fn in_the_end_the_host_decides(db: TestDb) {
    let mut stage = Stage::new(db).await;
    stage.fake.script([Answer::AcceptAndBreak]);
    stage.fake.fail_listing(true);
    for _ in 0..seat_dealer_core::MAX_TRIES {
        assert!(stage.send().await);
    }
    stage.ends_with(MessageStatus::Unknown, 1, 1).await;
}

async fn after_a_death_the_text_is_looked_up_first(db: TestDb) {
    let mut stage = Stage::new(db).await;
    stage.send_and_die().await;
    stage.sender = sender(&stage.db, stage.fake.settings(), &stage.smtp);
    assert!(stage.send().await);
    stage.ends_with(MessageStatus::Sent, 1, 1).await;
}

async fn after_a_death_before_sending_it_is_sent(db: TestDb) {
    let mut stage = Stage::new(db).await;
    assert!(stage.claim().await.is_some());
    assert!(stage.send().await);
    stage.ends_with(MessageStatus::Sent, 1, 1).await;
}

async fn after_a_death_two_texts_to_one_guest_are_told_apart(db: TestDb) {
    let mut stage = Stage::new(db).await;
    assert!(stage.send().await);
    let id = stage.db.invitations(&stage.host, &stage.event).await[0]
        .invitation
        .id
        .clone();
    stage
        .db
        .advance_event(&stage.event, db::now(), {
            let id = id.clone();
            move |_, _| {
                Ok(Command::Answer {
                    invitation: id.clone(),
                    response: Response::Maybe,
                    party: None,
                    actor: Actor::Guest,
                    details: GuestDetails::default(),
                })
            }
        })
        .await
        .unwrap();
    stage
        .db
        .advance_event(&stage.event, db::now(), move |_, _| {
            Ok(Command::Resend {
                invitation: id.clone(),
                channel: Some(Channel::Sms),
            })
        })
        .await
        .unwrap();
    // A notice with an offer, because the deck is empty, and the same offer again. The sender dies before it sends
    // the first, and after it has sent the second.
    let claimed = stage.claim_all().await;
    let offer = claimed
        .iter()
        .find(|claimed| claimed.message.kind == MessageKind::Offer);
    stage.only_send(offer.unwrap()).await;
    let mut claimed = stage.claim_all().await;
    claimed.sort_by_key(|claimed| claimed.message.kind == MessageKind::Offer);
    assert_eq!(claimed.len(), 2);
    for message in claimed {
        stage.sender.deliver(message).await;
    }
    assert_eq!(
        stage.fake.journal().len(),
        2,
        "which is which is not known yet"
    );
    assert!(stage.send().await);
    stage.ends_with(MessageStatus::Sent, 3, 3).await;
    let messages = &stage.db.invitations(&stage.host, &stage.event).await[0].messages;
    assert!(
        messages
            .iter()
            .all(|message| message.status == MessageStatus::Sent)
    );
}

async fn after_a_death_the_text_is_found_although_the_clock_was_wrong(db: TestDb) {
    let mut stage = Stage::new(db).await;
    stage.send_and_die().await;
    // By Twilio's clock, the text was accepted long before it was written by this machine's clock.
    stage.fake.age_journal(Duration::from_hours(1));
    assert!(stage.send().await);
    stage.ends_with(MessageStatus::Sent, 1, 1).await;
}

async fn a_text_that_turns_out_delivered_or_failed_is_noted_so(db: TestDb) {
    let mut stage = Stage::new(db).await;
    stage.send_and_die().await;
    let sid = stage.fake.journal()[0].sid.clone();
    stage.fake.set_status(&sid, "undelivered");
    assert!(stage.send().await);
    stage.ends_with(MessageStatus::Failed, 1, 1).await;
}

async fn a_refusal_leaves_no_doubt_and_needs_no_lookup(db: TestDb) {
    let mut stage = Stage::new(db).await;
    stage.fake.script([Answer::RateLimit { retry_after: 1 }]);
    stage.fake.fail_listing(true);
    assert!(stage.send().await);
    assert_eq!(stage.status().await, MessageStatus::Queued);
    assert!(stage.send().await);
    stage.ends_with(MessageStatus::Sent, 1, 2).await;
}

async fn a_text_that_is_too_long_is_not_sent(db: TestDb) {
    let mut stage = Stage::new(db).await;
    stage.sender.frontend_base = format!("https://{}.example.com", "a".repeat(500));
    assert!(stage.send().await);
    stage.ends_with(MessageStatus::Failed, 0, 0).await;
}

async fn a_lease_is_renewed_while_the_text_is_being_sent(db: TestDb) {
    let mut stage = Stage::new(db).await;
    stage.sender.renewal = Duration::from_millis(1);
    stage
        .fake
        .script([Answer::AcceptAndHang(Duration::from_mins(1))]);
    let claimed = stage.claim().await.unwrap();
    let next_due = async || stage.db.read(messages::next_due).await.unwrap();
    let end = next_due().await;
    tokio::select! {
        () = stage.sender.deliver(claimed) => panic!("the lease was not renewed"),
        () = async { while next_due().await <= end {} } => {}
    }
}

on_each_database![
    what_was_taken_without_an_answer_is_found,
    what_was_not_taken_is_sent_again,
    while_nobody_can_be_asked_nothing_is_sent,
    in_the_end_the_host_decides,
    after_a_death_the_text_is_looked_up_first,
    after_a_death_two_texts_to_one_guest_are_told_apart,
    after_a_death_the_text_is_found_although_the_clock_was_wrong,
    after_a_death_before_sending_it_is_sent,
    a_text_that_turns_out_delivered_or_failed_is_noted_so,
    a_refusal_leaves_no_doubt_and_needs_no_lookup,
    a_text_that_is_too_long_is_not_sent,
    a_lease_is_renewed_while_the_text_is_being_sent,
];
