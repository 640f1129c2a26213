-- The addresses to which hosts want log entries to be sent. `log_number` is the last entry of the host's log for which
-- deliveries were planned. Secrets are encrypted; an earlier one signs, too, until `old_secret_until`.
CREATE TABLE webhooks (
    id TEXT NOT NULL,
    host_id TEXT NOT NULL,
    url TEXT NOT NULL,
    kinds TEXT,
    secret TEXT NOT NULL,
    old_secret TEXT,
    old_secret_until BIGINT,
    paused_reason TEXT,
    log_number BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY (host_id) REFERENCES hosts (id)
);
CREATE INDEX webhooks_host ON webhooks (host_id);
-- A log entry on its way to a webhook. `number` is its number in the host's log. `due_at` is the time of the next try;
-- NULL: it is delivered, or the webhook is paused. A lease is the claim of one sender.
CREATE TABLE webhook_deliveries (
    webhook_id TEXT NOT NULL,
    number BIGINT NOT NULL,
    event_id TEXT NOT NULL,
    seq BIGINT NOT NULL,
    kind TEXT NOT NULL,
    due_at BIGINT,
    lease TEXT,
    attempts INTEGER NOT NULL,
    first_tried_at BIGINT,
    last_tried_at BIGINT,
    http_status INTEGER,
    error TEXT,
    created_at BIGINT NOT NULL,
    delivered_at BIGINT,
    PRIMARY KEY (webhook_id, number),
    FOREIGN KEY (webhook_id) REFERENCES webhooks (id)
);
CREATE INDEX webhook_deliveries_due ON webhook_deliveries (due_at);
CREATE INDEX webhook_deliveries_event ON webhook_deliveries (event_id);
CREATE INDEX webhook_deliveries_delivered ON webhook_deliveries (delivered_at);
