//! Builders for tests: databases, a running app, providers that misbehave.
