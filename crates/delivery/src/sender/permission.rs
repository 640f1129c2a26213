//! Checks whether a message may be sent: by the settings of texts and emails, and by opt-outs. If a check fails, the
//! message is not sent.

use jiff::{SignedDuration, Timestamp};
use seat_dealer_core::{Channel, Command};
use seat_dealer_db::message_counts::{self, DailyLimits, UsedUp};
use seat_dealer_db::messages::Claimed;
use seat_dealer_db::{self as db, opt_outs};

use super::Sender;
use super::outcome::command;
use crate::providers::ChannelProvider;
use crate::{Outcome, Provider, Recipient, TwilioSettings};

impl Sender {
    /// Puts the opt-outs of the current number or messaging service into force.
    pub(super) async fn use_opt_outs(&self) -> db::Result<()> {
        let sender = match self.providers.of(Channel::Sms) {
            ChannelProvider::Provider(provider) => match &**provider {
                Provider::Twilio(twilio) => twilio.settings().sender.as_str().to_owned(),
                Provider::Smtp(_) => return Ok(()),
            },
            ChannelProvider::Mailbox | ChannelProvider::Nobody => return Ok(()),
        };
        self.db
            .write(move |conn| opt_outs::use_sender(conn, Channel::Sms, &sender, db::now()))
            .await
    }

    /// Checks a message against the settings. Returns the command to record if it must not be sent.
    pub(super) async fn permit(
        &self,
        provider: &Provider,
        claimed: &Claimed,
        to: &Recipient,
    ) -> db::Result<Option<Command>> {
        let daily = match (provider, to) {
            (Provider::Twilio(twilio), Recipient::Phone(number)) => {
                let TwilioSettings { limits, .. } = twilio.settings();
                if !limits.countries.allow(twilio.settings().recipient(number)) {
                    let outcome = Outcome::permanent(
                        "texts to this country are not allowed here; SMS_COUNTRIES names those that are",
                    );
                    return Ok(Some(command(claimed, outcome)));
                }
                limits.daily
            }
            (Provider::Smtp(smtp), _) => smtp.settings().daily,
            (Provider::Twilio(_), Recipient::Email(_)) => return Ok(None),
        };
        self.count(claimed, daily, db::now()).await
    }

    /// Counts a message. Returns the command to record if a limit is reached.
    async fn count(
        &self,
        claimed: &Claimed,
        limits: DailyLimits,
        now: Timestamp,
    ) -> db::Result<Option<Command>> {
        let (id, lease) = (claimed.message.id.clone(), claimed.lease.clone());
        let (event, channel) = (claimed.event_id.clone(), claimed.message.channel);
        let used_up = self
            .db
            .write(move |conn| {
                message_counts::permit(conn, &id, &lease, &event, channel, limits, now)
            })
            .await?;
        let what = if channel == Channel::Email {
            "emails"
        } else {
            "texts"
        };
        let why = match used_up {
            None => return Ok(None),
            Some(UsedUp::Host { share }) if share == limits.per_host => {
                format!("the {what} that a host may send in a day are used up ({share})")
            }
            Some(UsedUp::Host { share }) => format!(
                "the {what} that a host may send today are used up ({share} instead of {}, because \
                 other hosts have sent many)",
                limits.per_host
            ),
            Some(UsedUp::All) => format!(
                "the {what} that may leave here in a day are used up ({})",
                limits.all
            ),
        };
        Ok(Some(Command::LimitReached {
            message: claimed.message.id.clone(),
            until: next_day(now),
            why,
        }))
    }

    /// Stores an opt-out that only the provider knew.
    pub(super) async fn record_opt_out(
        &self,
        provider: &Provider,
        to: &Recipient,
    ) -> db::Result<()> {
        let (Provider::Twilio(twilio), Recipient::Phone(number)) = (provider, to) else {
            return Ok(());
        };
        let settings = twilio.settings();
        let number = settings.recipient(number);
        self.db
            .opt_out(
                Channel::Sms,
                settings.sender.as_str(),
                number.as_str(),
                db::now(),
            )
            .await
    }
}

/// The begin of the next UTC day.
pub(crate) fn next_day(now: Timestamp) -> Timestamp {
    const DAY: i64 = 24 * 60 * 60;
    let rest = DAY - now.as_second().rem_euclid(DAY);
    let whole = SignedDuration::from_secs(rest)
        - SignedDuration::from_nanos(now.subsec_nanosecond().into());
    now.saturating_add(whole).unwrap_or(now)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_day_begins_at_midnight_of_utc() {
        for (now, next) in [
            ("2026-12-05T18:00:00.25Z", "2026-12-06T00:00:00Z"),
            ("2026-12-05T00:00:00Z", "2026-12-06T00:00:00Z"),
            ("2026-12-31T23:59:59.999999999Z", "2027-01-01T00:00:00Z"),
        ] {
            let (now, next): (Timestamp, Timestamp) = (now.parse().unwrap(), next.parse().unwrap());
            assert_eq!(next_day(now), next, "{now}");
        }
    }
}
