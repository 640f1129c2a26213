//! Counts the results of finished dinners.

use std::collections::{BTreeMap, BTreeSet};

use seat_dealer_core::Channel;

use crate::Result;
use crate::dinner::{Dinner, Invite};
use crate::guests::Guest;

/// The results of dinners. All fields after `unheard` must be zero or empty.
#[derive(Debug, Default, Clone)]
pub struct Totals {
    /// The number of dinners.
    pub dinners: u64,
    /// The time from the first deal to the end, in milliseconds; 0 if it was not measured.
    pub milliseconds: u64,
    /// The number of messages that providers have accepted.
    pub messages: u64,
    /// Emails that were accepted twice because they were being sent when the sender was killed.
    pub twice_in_flight: u64,
    /// The number of acknowledged answers.
    pub acknowledged: u64,
    /// How often a guest could not reach the server or was told to try again.
    pub unheard: u64,
    /// Messages that have the status sent but were not accepted by a provider, or were never sent.
    pub lost: u64,
    /// Messages that were accepted more often than allowed.
    pub twice: u64,
    /// Acknowledged answers that are not stored.
    pub gone: u64,
    /// Dinners with more seats in use than they have.
    pub oversold: u64,
    /// Guests with two invitations to one event.
    pub dealt_twice: u64,
    /// Logs with a gap, and responses that a guest should never get.
    pub other_findings: u64,
    /// A sentence for each of these findings.
    pub findings: Vec<String>,
}

impl Totals {
    /// Whether there are dinners and no findings.
    pub fn are_correct(&self) -> bool {
        self.findings.is_empty() && self.dinners > 0
    }

    /// The totals of a dinner that did not finish.
    pub fn not_finished(why: &str) -> Self {
        Self {
            dinners: 1,
            other_findings: 1,
            findings: vec![why.to_owned()],
            ..Self::default()
        }
    }

    /// Adds the totals of other dinners.
    pub fn add(&mut self, other: Self) {
        self.dinners += other.dinners;
        self.milliseconds += other.milliseconds;
        self.messages += other.messages;
        self.twice_in_flight += other.twice_in_flight;
        self.acknowledged += other.acknowledged;
        self.unheard += other.unheard;
        self.lost += other.lost;
        self.twice += other.twice;
        self.gone += other.gone;
        self.oversold += other.oversold;
        self.dealt_twice += other.dealt_twice;
        self.other_findings += other.other_findings;
        self.findings.extend(other.findings);
    }

    /// Counts a finished dinner. `in_flight` is the number of messages to each guest that were
    /// being sent when their sender was killed.
    pub(crate) async fn of(
        dinner: &Dinner,
        invites: &[Invite],
        in_flight: &BTreeMap<String, u64>,
    ) -> Result<Self> {
        let mut totals = Self {
            dinners: 1,
            ..Self::default()
        };
        let has_gaps = dinner.log_has_gaps().await?;
        let records = dinner.guests.records();
        totals.unheard = records.unheard;
        for finding in &records.other_findings {
            totals.other_findings += 1;
            totals.findings.push(finding.clone());
        }
        if has_gaps {
            totals.other_findings += 1;
            totals.findings.push("the log has gaps".to_owned());
        }
        let dealt: BTreeSet<_> = invites
            .iter()
            .map(|invite| invite.contact.address())
            .collect();
        let given: u32 = invites
            .iter()
            .filter(|invite| ["seated", "held"].contains(&invite.seat.as_str()))
            .map(|invite| invite.party_size)
            .sum();
        if given > dinner.size.seats {
            totals.oversold += 1;
            totals
                .findings
                .push(format!("{given} seats of {}", dinner.size.seats));
        }
        totals.dealt_twice = u64::try_from(invites.len() - dealt.len())?;
        if totals.dealt_twice > 0 {
            totals.findings.push("a guest was dealt twice".to_owned());
        }
        let no_record = Guest::default();
        for invite in invites {
            let address = invite.contact.address();
            let guest = records.guests.get(address).unwrap_or(&no_record);
            let allowed_twice = match dinner.channel {
                Channel::Email | Channel::ByHand => {
                    in_flight.get(address).copied().unwrap_or_default()
                }
                Channel::Sms => 0,
            };
            totals.count(invite, guest, allowed_twice);
        }
        Ok(totals)
    }

    fn count(&mut self, invite: &Invite, guest: &Guest, allowed_twice: u64) {
        let count = |statuses: &[&str]| {
            let messages = invite.messages.iter();
            let such = messages.filter(|message| statuses.contains(&message.status.as_str()));
            u64::try_from(such.count()).unwrap_or(u64::MAX)
        };
        let (sent, maybe) = (
            count(&["sent", "delivered"]),
            count(&["cancelled", "unknown"]),
        );
        let unsent = count(&["queued", "sending", "failed"]);
        let lost = sent.saturating_sub(guest.taken) + unsent;
        let twice = guest.taken.saturating_sub(sent + maybe + unsent);
        self.messages += guest.taken;
        self.acknowledged += guest.acknowledgements;
        self.twice_in_flight += twice.min(allowed_twice);
        self.lost += lost;
        self.twice += twice.saturating_sub(allowed_twice);
        let kept = invite.response.as_deref();
        let acknowledged = guest.acknowledged.map(seat_dealer_core::Response::as_str);
        let gone = acknowledged.is_some() && kept != acknowledged;
        self.gone += u64::from(gone);
        if lost > 0 || twice > allowed_twice || gone {
            self.findings.push(format!(
                "lost {lost}, twice {twice}, gone {gone}: {guest:?} {invite:?}"
            ));
        }
    }
}
