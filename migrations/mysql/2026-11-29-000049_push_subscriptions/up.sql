-- Browsers that show a host's news. A subscription ends with the session or API key that added it. `public_key` and
-- `auth` encrypt what it is sent.
CREATE TABLE push_subscriptions (
    id CHAR(36) NOT NULL,
    host_id CHAR(36) NOT NULL,
    key_id CHAR(36) NOT NULL,
    endpoint VARCHAR(2000) NOT NULL,
    public_key VARCHAR(100) NOT NULL,
    auth VARCHAR(30) NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (id),
    KEY push_subscriptions_host (host_id),
    KEY push_subscriptions_key (key_id),
    FOREIGN KEY (host_id) REFERENCES hosts (id),
    FOREIGN KEY (key_id) REFERENCES access_keys (id) ON DELETE CASCADE
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
-- Whether a host hears by push messages, and whether these hold names and words of guests.
ALTER TABLE hosts
    ADD COLUMN hears_by_push BOOLEAN NOT NULL DEFAULT TRUE,
    ADD COLUMN push_names BOOLEAN NOT NULL DEFAULT FALSE;
-- A message with a subscription is a push message. `entries` are the log entries that it tells, as JSON: numbers by event.
ALTER TABLE host_messages
    ADD COLUMN subscription_id CHAR(36) NULL,
    ADD COLUMN entries TEXT NULL;
-- Whether push messages tell of an entry that waits for an email.
ALTER TABLE host_news ADD COLUMN pushed BOOLEAN NOT NULL DEFAULT FALSE;
