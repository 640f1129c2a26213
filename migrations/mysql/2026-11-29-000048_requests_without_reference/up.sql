-- A row of `repeatable_requests` is inserted first in a transaction. A foreign key would lock the row of the host, on
-- which every change of a contact waits.
CREATE TABLE requests_without_reference (
    host_id CHAR(36) NOT NULL,
    idempotency_key VARCHAR(255) NOT NULL,
    request_hash CHAR(64) NOT NULL,
    response MEDIUMTEXT NOT NULL,
    answered_at BIGINT NOT NULL,
    PRIMARY KEY (host_id, idempotency_key),
    KEY repeatable_requests_age (answered_at)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
INSERT INTO requests_without_reference SELECT * FROM repeatable_requests;
DROP TABLE repeatable_requests;
RENAME TABLE requests_without_reference TO repeatable_requests;
