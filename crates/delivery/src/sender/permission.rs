//! Whether a message may leave: what the host of this server has set about texts and emails, and what guests
//! have said about them. Where nobody knows, nothing leaves.

use jiff::{SignedDuration, Timestamp};
use seat_dealer_core::{Channel, MessageKind};
use seat_dealer_db::message_counts::{self, DailyLimits, UsedUp};
use seat_dealer_db::messages::{self, Claimed};
use seat_dealer_db::{self as db, opt_outs};

use super::Sender;
use crate::providers::ChannelProvider;
use crate::{Outcome, Provider, Recipient, TwilioSettings};

impl Sender {
    /// Lets the opt-outs count that were said to the number or the messaging service in use.
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

    /// Gives a message back when it may leave now. Otherwise it is noted what becomes of it.
    pub(super) async fn permit(
        &self,
        provider: &Provider,
        message: Claimed,
        to: &Recipient,
    ) -> db::Result<Option<Claimed>> {
        let now = db::now();
        // After a long wait there may be nothing left to be told.
        if message.event.has_begun(now) && message.kind != MessageKind::Cancelled {
            let outcome = Outcome::permanent("the event has begun");
            return self.note(message, outcome).await.map(|()| None);
        }
        let daily = match (provider, to) {
            (Provider::Twilio(twilio), Recipient::Phone(number)) => {
                let TwilioSettings { limits, .. } = twilio.settings();
                if !limits.countries.allow(twilio.settings().recipient(number)) {
                    let outcome = Outcome::permanent(
                        "texts to this country are not allowed here; SMS_COUNTRIES names those that are",
                    );
                    return self.note(message, outcome).await.map(|()| None);
                }
                limits.daily
            }
            (Provider::Smtp(smtp), _) => smtp.settings().daily,
            (Provider::Twilio(_), Recipient::Email(_)) => return Ok(Some(message)),
        };
        self.count(message, daily, now).await
    }

    /// Counts a message. With too many, news goes by another way or waits for the next day.
    async fn count(
        &self,
        message: Claimed,
        limits: DailyLimits,
        now: Timestamp,
    ) -> db::Result<Option<Claimed>> {
        let (id, lease) = (message.id.clone(), message.lease.clone());
        let (event, channel) = (message.event_id.clone(), message.channel);
        let used_up = self
            .db
            .write({
                let event = event.clone();
                move |conn| message_counts::permit(conn, &id, &lease, &event, channel, limits, now)
            })
            .await?;
        let what = if channel == Channel::Email {
            "emails"
        } else {
            "texts"
        };
        let why = match used_up {
            None => return Ok(Some(message)),
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
        let tomorrow = next_day(now);
        let until = message.event.quiet_until(tomorrow).unwrap_or(tomorrow);
        self.db
            .advance_event(&event, now, move |conn, _| {
                messages::used_up(conn, &message, &why, until, now)
            })
            .await
            .map(|_| None)
    }

    /// Writes down that a guest has opted out, of which only the provider had heard.
    pub(super) async fn note_opt_out(&self, provider: &Provider, to: &Recipient) -> db::Result<()> {
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

/// When the next day of UTC begins.
fn next_day(now: Timestamp) -> Timestamp {
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
