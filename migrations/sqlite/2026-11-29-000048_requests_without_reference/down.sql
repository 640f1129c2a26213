CREATE TABLE requests_with_reference (
    host_id TEXT NOT NULL,
    idempotency_key TEXT NOT NULL,
    request_hash TEXT NOT NULL,
    response TEXT NOT NULL,
    answered_at BIGINT NOT NULL,
    PRIMARY KEY (host_id, idempotency_key),
    FOREIGN KEY (host_id) REFERENCES hosts (id)
);
INSERT INTO requests_with_reference SELECT * FROM repeatable_requests;
DROP TABLE repeatable_requests;
ALTER TABLE requests_with_reference RENAME TO repeatable_requests;
CREATE INDEX repeatable_requests_age ON repeatable_requests (answered_at);
