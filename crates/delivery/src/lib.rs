//! Sends what the outbox holds: templates, providers, retries.
