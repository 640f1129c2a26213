-- The responses to requests with an `Idempotency-Key`, so that a repeated request gets the same one; erased
-- after a day. `response` is encrypted, because it may contain a key or a guest's link.
CREATE TABLE repeatable_requests (
    host_id TEXT NOT NULL,
    idempotency_key TEXT NOT NULL,
    request_hash TEXT NOT NULL,
    response TEXT NOT NULL,
    answered_at BIGINT NOT NULL,
    PRIMARY KEY (host_id, idempotency_key),
    FOREIGN KEY (host_id) REFERENCES hosts (id)
);
CREATE INDEX repeatable_requests_age ON repeatable_requests (answered_at);
