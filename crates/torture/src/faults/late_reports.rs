use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;

use seat_dealer_core::Channel;
use serde_json::json;

use super::{Processes, SIZE};
use crate::dinner::{Dinner, Invite};
use crate::guests::Guests;
use crate::{Environment, Result, Rng, Totals};

/// The webhook to which Twilio reports.
const PATH: &str = "/webhooks/twilio/status";
/// Twilio's code for a phone that cannot be reached at the moment.
const PHONE_IS_OFF: &str = "30003";
/// How often the host does something.
const ACTIONS: u64 = 60;

/// Twilio reports on texts late, twice and in any order, while the host withdraws, records answers,
/// changes the event and cancels it in the end. Afterwards it reports that every text has failed,
/// and the host cancels again.
pub async fn late_reports(environment: &Arc<Environment>, rng: &mut Rng) -> Result<Totals> {
    let processes = Processes::start(environment, &[&["serve"], &["worker"]]).await?;
    let servers = processes.servers.subscribe();
    let address = *servers.borrow().first().ok_or("no server is running")?;
    let base = format!("http://{address}");
    environment.twilio.webhooks_to(&base, &base);
    let mut dinner =
        Dinner::prepare(environment, 1, SIZE, Channel::Sms, servers, rng.fork()).await?;
    // The host records all answers.
    dinner.guests = Guests::default();
    dinner.deal().await?;
    let mut reporter = Reporter {
        environment: Arc::clone(environment),
        address,
        rng: rng.fork(),
        failures: BTreeMap::new(),
    };
    tokio::select! {
        stopped = reporter.report_for_ever() => stopped?,
        acted = act(&dinner, rng) => acted?,
    }
    dinner.empty_outbox().await?;
    dinner.cancel().await?;
    dinner.empty_outbox().await?;
    let before = environment.twilio.journal();
    for text in &before {
        reporter.report(&text.sid, "undelivered").await?;
    }
    dinner.empty_outbox().await?;
    // So many failures make the channel rest. The host cancels again, which sends what waits.
    dinner.cancel().await?;
    dinner.empty_outbox().await?;
    let taken = environment.twilio.journal();
    let mut totals = Totals {
        dinners: 1,
        messages: u64::try_from(taken.len())?,
        ..Totals::default()
    };
    for invite in dinner.invites().await? {
        let to = invite.contact.address();
        let failures = reporter.failures.get(to).copied().unwrap_or_default();
        let taken = taken.iter().filter(|text| text.to == to).count();
        count(&mut totals, &invite, u64::try_from(taken)?, failures);
    }
    for text in taken.iter().skip(before.len()) {
        // Guests who were withdrawn before may still have to hear of it.
        let truths = ["call this off", "no longer has a seat"];
        if !truths.iter().any(|truth| text.body.contains(truth)) {
            totals.other_findings += 1;
            totals.findings.push(format!("untrue: {}", text.body));
        }
    }
    if !processes.is_complete() {
        totals.other_findings += 1;
        totals.findings.push("a process has exited".to_owned());
    }
    Ok(totals)
}

/// Counts what became of the messages to one guest. Each failure allows one more text.
fn count(totals: &mut Totals, invite: &Invite, taken: u64, failures: u64) {
    let with_status = |statuses: &[&str]| {
        let messages = invite.messages.iter();
        let such = messages.filter(|message| statuses.contains(&message.status.as_str()));
        u64::try_from(such.count()).unwrap_or(u64::MAX)
    };
    let left = with_status(&["sent", "delivered", "failed", "unknown", "cancelled"]);
    let lost = with_status(&["queued", "sending"])
        + with_status(&["sent", "delivered"]).saturating_sub(taken);
    let twice = taken.saturating_sub(left + failures);
    totals.lost += lost;
    totals.twice += twice;
    if lost > 0 || twice > 0 {
        totals.findings.push(format!(
            "lost {lost}, twice {twice}, {taken} taken, {failures} failed: {invite:?}"
        ));
    }
}

/// The host does one thing after the other.
async fn act(dinner: &Dinner, rng: &mut Rng) -> Result<()> {
    for number in 0..ACTIONS {
        tokio::time::sleep(rng.duration_below(60)).await;
        let invites = dinner.invites().await?;
        let index = usize::try_from(rng.below(u64::try_from(invites.len())?))?;
        let Some(Invite { id, status, .. }) = invites.get(index) else {
            continue;
        };
        match rng.below(10) {
            0..3 if status != "withdrawn" => {
                dinner
                    .change(Some(id), &json!({ "status": "withdrawn" }))
                    .await?;
            }
            0..8 if status != "withdrawn" => {
                let response = rng.choose(&["YES", "PROBABLY", "MAYBE", "NO"]);
                dinner
                    .change(Some(id), &json!({ "response": response }))
                    .await?;
            }
            _ => {
                let place = json!({ "location": format!("Room {number}"), "announce": true });
                dinner.change(None, &place).await?;
            }
        }
    }
    Ok(())
}

/// Reports as Twilio does.
struct Reporter {
    environment: Arc<Environment>,
    address: SocketAddr,
    rng: Rng,
    /// How many texts to each guest were reported as failed.
    failures: BTreeMap<String, u64>,
}

impl Reporter {
    async fn report_for_ever(&mut self) -> Result<()> {
        loop {
            tokio::time::sleep(self.rng.duration_below(10)).await;
            let texts = self.environment.twilio.journal();
            let index = usize::try_from(self.rng.below(u64::try_from(texts.len())?))?;
            let states = ["sent", "sent", "delivered", "undelivered"];
            if let (Some(text), Some(state)) = (texts.get(index), self.rng.choose(&states)) {
                self.report(&text.sid, state).await?;
            }
        }
    }

    /// Reports the state of a text twice.
    async fn report(&mut self, sid: &str, state: &str) -> Result<()> {
        let mut texts = self.environment.twilio.journal().into_iter();
        let text = texts.find(|text| text.sid == sid).ok_or("no such text")?;
        let failed = state == "undelivered";
        *self.failures.entry(text.to.clone()).or_default() += u64::from(failed);
        let mut form = vec![
            ("MessageSid", sid),
            ("MessageStatus", state),
            ("To", &text.to),
        ];
        form.extend(failed.then_some(("ErrorCode", PHONE_IS_OFF)));
        let form: Vec<_> = form
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        for _ in 0..2 {
            let signature = self.environment.twilio.signature(PATH, &form)?;
            let url = format!("http://{}{PATH}", self.address);
            let request = self.environment.http.post(url).form(&form);
            let response = request
                .header("X-Twilio-Signature", signature)
                .send()
                .await?;
            response.error_for_status()?;
        }
        Ok(())
    }
}
