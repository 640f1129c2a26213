-- Browsers that show a host's news. A subscription ends with the session or API key that added it. `public_key` and
-- `auth` encrypt what it is sent.
CREATE TABLE push_subscriptions (
    id TEXT NOT NULL,
    host_id TEXT NOT NULL,
    key_id TEXT NOT NULL,
    endpoint TEXT NOT NULL,
    public_key TEXT NOT NULL,
    auth TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY (host_id) REFERENCES hosts (id),
    FOREIGN KEY (key_id) REFERENCES access_keys (id) ON DELETE CASCADE
);
CREATE INDEX push_subscriptions_host ON push_subscriptions (host_id);
CREATE INDEX push_subscriptions_key ON push_subscriptions (key_id);
-- Whether a host hears by push messages, and whether these hold names and words of guests.
ALTER TABLE hosts ADD COLUMN hears_by_push BOOLEAN NOT NULL DEFAULT TRUE;
ALTER TABLE hosts ADD COLUMN push_names BOOLEAN NOT NULL DEFAULT FALSE;
-- A message with a subscription is a push message. `entries` are the log entries that it tells, as JSON: numbers by event.
ALTER TABLE host_messages ADD COLUMN subscription_id TEXT NULL;
ALTER TABLE host_messages ADD COLUMN entries TEXT NULL;
-- Whether push messages tell of an entry that waits for an email.
ALTER TABLE host_news ADD COLUMN pushed BOOLEAN NOT NULL DEFAULT FALSE;
