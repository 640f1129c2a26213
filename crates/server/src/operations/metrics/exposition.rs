//! Encodes the metrics as text.

use std::fmt;

use jiff::Timestamp;
use prometheus_client::collector::Collector;
use prometheus_client::encoding::{
    DescriptorEncoder, EncodeLabelSet, EncodeMetric, MetricEncoder, text,
};
use prometheus_client::metrics::MetricType;
use prometheus_client::metrics::counter::ConstCounter;
use prometheus_client::metrics::exemplar::Exemplar;
use prometheus_client::metrics::gauge::ConstGauge;
use prometheus_client::registry::{Registry, Unit};
use seat_dealer_core::LogKind;
use seat_dealer_db::messages::Outbox;
use seat_dealer_delivery::SendResult;

use super::Metrics;
use super::latencies::{BOUNDS, Histogram, RequestLabels};

type Label = (&'static str, &'static str);

/// The current metrics. `outbox` is `None` if the database did not answer.
pub(super) fn text(
    metrics: &Metrics,
    outbox: Option<Outbox>,
    now: Timestamp,
) -> Result<String, fmt::Error> {
    let mut registry = Registry::default();
    registry.register_collector(Box::new(Snapshot {
        decided: metrics.db.decision_counts().counts().collect(),
        sends: metrics
            .sends
            .all()
            .map(|(channel, outcome, count)| {
                let labels = [("channel", channel.as_str()), ("outcome", outcome.as_str())];
                (labels, count)
            })
            .collect(),
        webhooks: metrics.webhooks.all(),
        host_emails: metrics.host_emails.all().collect(),
        host_pushes: metrics.host_pushes.all().collect(),
        queued_writes: metrics.db.queued_writes(),
        latencies: metrics.latencies.all().into_iter().collect(),
        outbox,
        now,
    }));
    let mut page = String::new();
    text::encode(&mut page, &registry)?;
    Ok(page)
}

#[derive(Debug)]
struct Snapshot {
    decided: Vec<(LogKind, u64)>,
    sends: Vec<([Label; 2], u64)>,
    webhooks: [(&'static str, u64); 2],
    host_emails: Vec<(SendResult, u64)>,
    host_pushes: Vec<(SendResult, u64)>,
    queued_writes: Option<usize>,
    latencies: Vec<(RequestLabels, Histogram)>,
    outbox: Option<Outbox>,
    now: Timestamp,
}

impl Collector for Snapshot {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> fmt::Result {
        let encoder = &mut encoder;
        let version: [Label; 1] = [("version", env!("CARGO_PKG_VERSION"))];
        encoder
            .encode_descriptor(
                "seat_dealer_build",
                "The version of the program",
                None,
                MetricType::Info,
            )?
            .encode_info(&version)?;
        let mut decided = encoder.encode_descriptor(
            "seat_dealer_decided",
            "Decisions of this process since its start, by kind of log entry: dealt, answered, lapsed \
             and so on",
            None,
            MetricType::Counter,
        )?;
        for (kind, count) in &self.decided {
            count_of(&mut decided, &[("kind", kind.as_str())], *count)?;
        }
        let mut sends = encoder.encode_descriptor(
            "seat_dealer_sends",
            "Tries of this process to send a message since its start, by outcome",
            None,
            MetricType::Counter,
        )?;
        for (labels, count) in &self.sends {
            count_of(&mut sends, labels, *count)?;
        }
        let mut webhooks = encoder.encode_descriptor(
            "seat_dealer_webhook_requests",
            "Requests of this process to webhooks since its start, by outcome",
            None,
            MetricType::Counter,
        )?;
        for (outcome, count) in self.webhooks {
            count_of(&mut webhooks, &[("outcome", outcome)], count)?;
        }
        for (name, help, counts) in [
            (
                "seat_dealer_host_emails",
                "Tries of this process to send an email to a host since its start, by outcome",
                &self.host_emails,
            ),
            (
                "seat_dealer_host_pushes",
                "Tries of this process to send a push message to a host since its start, by outcome",
                &self.host_pushes,
            ),
        ] {
            let mut to_hosts = encoder.encode_descriptor(name, help, None, MetricType::Counter)?;
            for (outcome, count) in counts {
                count_of(&mut to_hosts, &[("outcome", outcome.as_str())], *count)?;
            }
        }
        if let Some(length) = self.queued_writes {
            gauge(
                encoder,
                "seat_dealer_queued_writes",
                "Transactions that wait for the SQLite writer of this process",
                None,
                i64::try_from(length).unwrap_or(i64::MAX),
            )?;
        }
        gauge(
            encoder,
            "seat_dealer_database_up",
            "Whether the database answers",
            None,
            i64::from(self.outbox.is_some()),
        )?;
        if let Some(outbox) = &self.outbox {
            self.encode_outbox(outbox, encoder)?;
        }
        self.encode_latencies(encoder)
    }
}

impl Snapshot {
    fn encode_outbox(&self, outbox: &Outbox, encoder: &mut DescriptorEncoder<'_>) -> fmt::Result {
        gauge(
            encoder,
            "seat_dealer_outbox_messages",
            "Messages of all processes that wait to be sent, in quiet hours too; 10000 means 10000 or \
             more",
            None,
            i64::try_from(outbox.waiting).unwrap_or(i64::MAX),
        )?;
        let late = outbox
            .first_due
            .map_or(0, |due| self.now.duration_since(due).as_secs());
        gauge(
            encoder,
            "seat_dealer_outbox_oldest_overdue",
            "The time since the oldest due message became due",
            Some(&Unit::Seconds),
            late.max(0),
        )
    }

    fn encode_latencies(&self, encoder: &mut DescriptorEncoder<'_>) -> fmt::Result {
        let mut latencies = encoder.encode_descriptor(
            "seat_dealer_request_duration",
            "The time from the head of a request to the head of its response, by route and status \
             class",
            Some(&Unit::Seconds),
            MetricType::Histogram,
        )?;
        for (kind, histogram) in &self.latencies {
            let class = format!("{}xx", kind.class);
            // The pattern of a path parameter is not part of the label.
            let route = kind.route.replace(":.*}", "}");
            let labels = [
                ("method", kind.method),
                ("route", route.as_str()),
                ("status", class.as_str()),
            ];
            let bounds = BOUNDS.into_iter().chain([f64::INFINITY]);
            let buckets: Vec<(f64, u64)> = bounds.zip(histogram.buckets).collect();
            let count = histogram.buckets.iter().sum();
            let none: Option<&std::collections::HashMap<usize, Exemplar<[Label; 0], f64>>> = None;
            latencies.encode_family(&labels)?.encode_histogram(
                histogram.sum,
                count,
                &buckets,
                none,
            )?;
        }
        Ok(())
    }
}

fn count_of(
    encoder: &mut MetricEncoder<'_>,
    labels: &impl EncodeLabelSet,
    count: u64,
) -> fmt::Result {
    ConstCounter::new(count).encode(encoder.encode_family(labels)?)
}

fn gauge(
    encoder: &mut DescriptorEncoder<'_>,
    name: &str,
    help: &str,
    unit: Option<&Unit>,
    value: i64,
) -> fmt::Result {
    let encoder = encoder.encode_descriptor(name, help, unit, MetricType::Gauge)?;
    ConstGauge::new(value).encode(encoder)
}
