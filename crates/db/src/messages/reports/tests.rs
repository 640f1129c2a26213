use super::*;

const WHY: &str = "The phone cannot be reached.";

fn later() -> Timestamp {
    "2030-06-03T12:00:05Z".parse().unwrap()
}

fn known(status: MessageStatus, attempts: u32, provider_id: Option<&str>) -> Known {
    Known {
        status,
        leased: status == MessageStatus::Sending,
        outstanding: matches!(
            status,
            MessageStatus::Sending | MessageStatus::Queued | MessageStatus::Unknown
        ),
        attempts,
        stored_attempts: 0,
        provider_id: provider_id.map(str::to_owned),
        invitation: InvitationId::new("i"),
        kind: MessageKind::Invitation,
        channel: Channel::Sms,
    }
}

fn report(text: &str, attempt: u32, news: News) -> Report {
    Report {
        provider_id: text.to_owned(),
        attempt: Some(attempt),
        news,
    }
}

fn hopeless() -> News {
    News::Failed {
        why: WHY.to_owned(),
        again: None,
    }
}

fn passing() -> News {
    News::Failed {
        why: WHY.to_owned(),
        again: Some(later()),
    }
}

#[test]
fn what_comes_before_the_answer_to_the_try_counts() {
    for status in [
        MessageStatus::Sending,
        MessageStatus::Unknown,
        MessageStatus::Queued,
    ] {
        let known = known(status, 1, None);
        assert_eq!(known.judge(&report("SM1", 1, News::Sent)), Verdict::Sent);
        assert_eq!(
            known.judge(&report("SM1", 1, News::Delivered)),
            Verdict::Delivered
        );
        assert_eq!(
            known.judge(&report("SM1", 1, hopeless())),
            Verdict::Failed(WHY)
        );
        assert_eq!(
            known.judge(&report("SM1", 1, passing())),
            Verdict::TryAgain(WHY, later())
        );
    }
}

#[test]
fn what_is_settled_stays_so() {
    for status in [MessageStatus::Delivered, MessageStatus::Failed] {
        for news in [News::Sent, News::Delivered, hopeless(), passing()] {
            let known = known(status, 1, Some("SM1"));
            assert_eq!(known.judge(&report("SM1", 1, news)), Verdict::NoNews);
        }
    }
    let never_tried = known(MessageStatus::Queued, 0, None);
    assert_eq!(
        never_tried.judge(&report("SM1", 1, News::Delivered)),
        Verdict::NoNews
    );
}

#[test]
fn a_text_on_its_way_arrives_or_fails_and_is_not_sent_anew() {
    let known = known(MessageStatus::Sent, 2, Some("SM2"));
    assert_eq!(known.judge(&report("SM2", 2, News::Sent)), Verdict::NoNews);
    assert_eq!(
        known.judge(&report("SM2", 2, News::Delivered)),
        Verdict::Delivered
    );
    assert_eq!(
        known.judge(&report("SM2", 2, hopeless())),
        Verdict::Failed(WHY)
    );
    // An earlier text that failed is no news of this one; one that arrived is.
    assert_eq!(known.judge(&report("SM1", 1, hopeless())), Verdict::NoNews);
    assert_eq!(
        known.judge(&report("SM1", 1, News::Delivered)),
        Verdict::Delivered
    );
}

#[test]
fn a_failure_that_passes_is_counted_once() {
    let waiting = known(MessageStatus::Queued, 1, Some("SM1"));
    for news in [passing(), hopeless(), News::Sent] {
        assert_eq!(waiting.judge(&report("SM1", 1, news)), Verdict::NoNews);
    }
    assert_eq!(
        waiting.judge(&report("SM1", 1, News::Delivered)),
        Verdict::Delivered
    );
    // The next try is under way when the first one's reports come once more.
    let again = known(MessageStatus::Sending, 2, Some("SM1"));
    for news in [passing(), hopeless(), News::Sent] {
        assert_eq!(again.judge(&report("SM1", 1, news)), Verdict::NoNews);
    }
    assert_eq!(again.judge(&report("SM2", 2, News::Sent)), Verdict::Sent);
}

#[test]
fn what_was_taken_back_may_have_left_all_the_same() {
    let mut known = known(MessageStatus::Cancelled, 1, None);
    assert_eq!(known.judge(&report("SM1", 1, News::Sent)), Verdict::NoNews);
    known.leased = true;
    assert_eq!(known.judge(&report("SM1", 1, News::Sent)), Verdict::Sent);
    assert_eq!(
        known.judge(&report("SM1", 1, passing())),
        Verdict::Failed(WHY),
        "it is not tried again"
    );
}

/// Every order of every selection of reports on one text ends the same, and nothing goes back.
#[test]
fn in_whatever_order_reports_come_the_end_is_the_same() {
    let kinds = [News::Sent, News::Sent, News::Delivered];
    let with_failure = [News::Sent, News::Sent, hopeless(), hopeless()];
    for (all, end) in [
        (kinds.to_vec(), MessageStatus::Delivered),
        (with_failure.to_vec(), MessageStatus::Failed),
    ] {
        for order in orders(all.len()) {
            let mut known = known(MessageStatus::Sending, 1, None);
            let mut ranks = vec![0];
            for at in order {
                let report = report("SM1", 1, all[at].clone());
                let (status, rank) = match known.judge(&report) {
                    Verdict::NoNews => continue,
                    Verdict::Sent => (MessageStatus::Sent, 1),
                    Verdict::Delivered => (MessageStatus::Delivered, 2),
                    Verdict::Failed(_) => (MessageStatus::Failed, 2),
                    Verdict::TryAgain(..) => panic!("nothing is tried again"),
                };
                known.status = status;
                known.leased = false;
                known.provider_id = Some("SM1".to_owned());
                ranks.push(rank);
            }
            assert_eq!(known.status, end);
            assert!(ranks.is_sorted(), "{ranks:?}");
        }
    }
}

/// Every order of the numbers below `count`.
fn orders(count: usize) -> Vec<Vec<usize>> {
    if count == 0 {
        return vec![Vec::new()];
    }
    let shorter = orders(count - 1);
    (0..count)
        .flat_map(|place| {
            shorter.iter().map(move |order| {
                let mut order = order.clone();
                order.insert(place, count - 1);
                order
            })
        })
        .collect()
}
