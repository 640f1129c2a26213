-- The addresses to which hosts want log entries to be sent. `log_number` is the last entry of the host's log for which
-- deliveries were planned. Secrets are encrypted; an earlier one signs, too, until `old_secret_until`.
CREATE TABLE webhooks (
    id CHAR(36) NOT NULL,
    host_id CHAR(36) NOT NULL,
    url VARCHAR(2000) NOT NULL,
    kinds VARCHAR(2000),
    secret VARCHAR(200) NOT NULL,
    old_secret VARCHAR(200),
    old_secret_until BIGINT,
    paused_reason VARCHAR(24),
    log_number BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (id),
    KEY webhooks_host (host_id),
    FOREIGN KEY (host_id) REFERENCES hosts (id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
-- A log entry on its way to a webhook. `number` is its number in the host's log. `due_at` is the time of the next try;
-- NULL: it is delivered, or the webhook is paused. A lease is the claim of one sender.
CREATE TABLE webhook_deliveries (
    webhook_id CHAR(36) NOT NULL,
    number BIGINT NOT NULL,
    event_id CHAR(36) NOT NULL,
    seq BIGINT NOT NULL,
    kind VARCHAR(24) NOT NULL,
    due_at BIGINT,
    lease VARCHAR(36),
    attempts INTEGER NOT NULL,
    first_tried_at BIGINT,
    last_tried_at BIGINT,
    http_status INTEGER,
    error VARCHAR(500),
    created_at BIGINT NOT NULL,
    delivered_at BIGINT,
    PRIMARY KEY (webhook_id, number),
    KEY webhook_deliveries_due (due_at),
    KEY webhook_deliveries_event (event_id),
    KEY webhook_deliveries_delivered (delivered_at),
    FOREIGN KEY (webhook_id) REFERENCES webhooks (id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
