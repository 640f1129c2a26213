-- The responses to requests with an `Idempotency-Key`, so that a repeated request gets the same one; erased
-- after a day. `response` is encrypted, because it may contain a key or a guest's link.
CREATE TABLE repeatable_requests (
    host_id CHAR(36) NOT NULL,
    idempotency_key VARCHAR(255) NOT NULL,
    request_hash CHAR(64) NOT NULL,
    response MEDIUMTEXT NOT NULL,
    answered_at BIGINT NOT NULL,
    PRIMARY KEY (host_id, idempotency_key),
    KEY repeatable_requests_age (answered_at),
    FOREIGN KEY (host_id) REFERENCES hosts (id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
