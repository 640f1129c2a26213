//! What is counted when a dinner has come to rest.

use std::collections::{BTreeMap, BTreeSet};

use seat_dealer_core::Channel;

use crate::Result;
use crate::dinner::{Dinner, Invite};
use crate::guests::Guest;

/// What was counted. Everything after `unheard` should be nothing.
#[derive(Debug, Default, Clone)]
pub struct Figures {
    /// How many dinners.
    pub dinners: u64,
    /// How long everything took from the first deal on, where that was measured.
    pub milliseconds: u64,
    /// How many messages providers have taken.
    pub messages: u64,
    /// Messages that were taken twice, in flight at a kill, by a provider that cannot be asked.
    pub twice_in_flight: u64,
    /// How many answers were acknowledged.
    pub acknowledged: u64,
    /// How often a guest could not reach the server or was told to come back.
    pub unheard: u64,
    /// Messages that the host believes sent and nobody has, or that were never sent.
    pub lost: u64,
    /// Messages that were taken more often than they may have been.
    pub twice: u64,
    /// Acknowledged answers that are not kept.
    pub gone: u64,
    /// Dinners with more seats given than there are.
    pub oversold: u64,
    /// Guests who were dealt twice.
    pub dealt_twice: u64,
    /// Logs with a gap, and answers that a guest should never get.
    pub strange: u64,
    /// Sentences on all of these.
    pub findings: Vec<String>,
}

impl Figures {
    /// Whether all is as it must be.
    pub fn are_good(&self) -> bool {
        self.findings.is_empty() && self.dinners > 0
    }

    /// Of a dinner that did not come to rest.
    pub fn broken_off(why: &str) -> Self {
        Self {
            dinners: 1,
            strange: 1,
            findings: vec![why.to_owned()],
            ..Self::default()
        }
    }

    /// Adds those of other dinners.
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
        self.strange += other.strange;
        self.findings.extend(other.findings);
    }

    /// Counts a dinner that has come to rest. `in_flight` says how many messages to each guest were
    /// being sent when their sender was killed.
    pub(crate) async fn of(
        dinner: &Dinner,
        invites: &[Invite],
        in_flight: &BTreeMap<String, u64>,
    ) -> Result<Self> {
        let mut figures = Self {
            dinners: 1,
            ..Self::default()
        };
        let has_gaps = dinner.log_has_gaps().await?;
        let known = dinner.guests.known();
        figures.unheard = known.unheard;
        for strange in &known.strange {
            figures.strange += 1;
            figures.findings.push(format!("strange: {strange}"));
        }
        if has_gaps {
            figures.strange += 1;
            figures.findings.push("the log has gaps".to_owned());
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
            figures.oversold += 1;
            figures
                .findings
                .push(format!("{given} seats of {}", dinner.size.seats));
        }
        figures.dealt_twice = u64::try_from(invites.len() - dealt.len())?;
        if figures.dealt_twice > 0 {
            figures.findings.push("somebody was dealt twice".to_owned());
        }
        let nobody = Guest::default();
        for invite in invites {
            let address = invite.contact.address();
            let guest = known.guests.get(address).unwrap_or(&nobody);
            let excused = match dinner.channel {
                Channel::Email | Channel::ByHand => {
                    in_flight.get(address).copied().unwrap_or_default()
                }
                Channel::Sms => 0,
            };
            figures.count(invite, guest, excused);
        }
        Ok(figures)
    }

    fn count(&mut self, invite: &Invite, guest: &Guest, excused: u64) {
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
        self.twice_in_flight += twice.min(excused);
        self.lost += lost;
        self.twice += twice.saturating_sub(excused);
        let kept = invite.response.as_deref();
        let acknowledged = guest.acknowledged.map(seat_dealer_core::Response::as_str);
        let gone = acknowledged.is_some() && kept != acknowledged;
        self.gone += u64::from(gone);
        if lost > 0 || twice > excused || gone {
            self.findings.push(format!(
                "lost {lost}, twice {twice}, gone {gone}: {guest:?} {invite:?}"
            ));
        }
    }
}
