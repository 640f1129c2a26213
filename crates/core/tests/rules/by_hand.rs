//! Messages that the host passes on, by whatever means they like.

use seat_dealer_core::{Channel, Command, MessageKind, Refusal, Response};

use crate::dinner::{Dinner, card, failed, id, resend};

fn handed_over(name: &str, messages: &[MessageKind]) -> Command {
    Command::HandedOver {
        invitation: id(name),
        messages: messages.to_vec(),
    }
}

/// Ada is reached by hand, the others by email.
fn dinner(seats: u32) -> Dinner {
    let mut dinner = Dinner::new(seats, &["Ada", "Ben", "Cleo"]);
    dinner.deck[0].channel = Some(Channel::ByHand);
    dinner
}

#[test]
fn the_time_to_answer_begins_when_the_host_has_sent_it() {
    let mut dinner = dinner(1).dealing();
    assert_eq!(
        dinner.said(),
        [
            "You started dealing.",
            "Ada is yours to invite by hand (priority 5, not invited by you before); a seat is \
             held, and the time to answer begins when you have sent it.",
        ]
    );
    assert_eq!(dinner.sent(), ["invitation to Ada by byHand"]);
    assert_eq!(dinner.seats(), (1, 0, 0), "it counts like any invitation");
    assert_eq!(
        dinner.table.waiting_for(dinner.now),
        "Every seat is taken or held, so the deal waits for answers; \
         1 invitation is yours to send by hand."
    );
    dinner.wait_hours(24 * 30);
    dinner.give(&Command::Tick);
    assert_eq!(
        dinner.standing("Ada"),
        "held",
        "nobody who was not asked is late"
    );
    dinner.wait_until("2026-07-02T12:00:00Z");
    dinner.give(&handed_over("Ada", &[MessageKind::Invitation]));
    assert_eq!(
        dinner.said(),
        ["You passed the invitation on to Ada; a seat is held until Saturday, 4 July at 12:00."]
    );
    dinner.wait_for_the_timer();
    assert_eq!(dinner.standing("Ada"), "lapsed");
    assert_eq!(dinner.waiting(), ["Ben"]);
}

#[test]
fn a_guest_may_answer_before_the_host_says_that_it_was_sent() {
    let mut dinner = dinner(1).dealing();
    dinner.answer("Ada", Response::Yes);
    assert_eq!(dinner.standing("Ada"), "seated");
    assert_eq!(
        dinner.try_to(&handed_over("Ada", &[])),
        Err(Refusal::NothingToHandOver {
            name: "Ada".to_owned()
        })
    );
}

#[test]
fn an_event_can_be_the_hosts_to_invite_to() {
    let mut dinner = Dinner::new(2, &["Ada", "Ben"])
        .with(|event| event.hand_size = Some(1))
        .dealing();
    dinner.edit(|event| {
        event.by_hand = true;
        event.hand_size = None;
    });
    assert_eq!(
        dinner.said()[0],
        "You changed the hand size and who sends the invitations."
    );
    assert_eq!(dinner.sent(), ["invitation to Ben by byHand"]);
    assert_eq!(dinner.standing("Ben"), "held");
    // What fails from now on is the host's to send as well, and keeps its deadline.
    dinner.give(&failed(
        "Ada",
        MessageKind::Invitation,
        Channel::Email,
        None,
    ));
    assert_eq!(dinner.sent(), ["invitation to Ada by byHand"]);
    assert_eq!(dinner.standing("Ada"), "held until 2026-06-03T12:00:00Z");
}

#[test]
fn sending_by_another_channel_after_all_starts_the_time_to_answer() {
    let mut dinner = dinner(1).dealing();
    dinner.give(&resend("Ada", Some(Channel::Email)));
    assert_eq!(dinner.standing("Ada"), "held until 2026-06-03T12:00:00Z");
    dinner.give(&resend("Ada", Some(Channel::ByHand)));
    assert_eq!(
        dinner.said(),
        ["Ada's invitation is yours to send again by hand."]
    );
    assert_eq!(dinner.standing("Ada"), "held until 2026-06-03T12:00:00Z");
}

#[test]
fn the_host_may_pick_somebody_to_invite_by_hand() {
    let mut dinner = Dinner::new(1, &[]);
    let mut picked = card("Ada");
    picked.channel = Some(Channel::ByHand);
    dinner.give(&Command::Invite { card: picked });
    assert_eq!(
        dinner.said(),
        [
            "You chose to invite Ada, by hand; a seat is held, and the time to answer begins when \
          you have sent it."
        ]
    );
}
