-- The log entries of all events of a host in one order. An entry gets its number when somebody reads this order, because
-- numbering them when they are written would make all events of a host wait for each other. `host_log_events` says up to
-- which entry an event is numbered.
ALTER TABLE hosts ADD COLUMN log_number BIGINT NOT NULL DEFAULT 0;
CREATE TABLE host_log_events (
    event_id CHAR(36) NOT NULL,
    host_id CHAR(36) NOT NULL,
    seq BIGINT NOT NULL,
    PRIMARY KEY (event_id),
    KEY host_log_events_host (host_id),
    FOREIGN KEY (host_id) REFERENCES hosts (id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE TABLE host_log_entries (
    host_id CHAR(36) NOT NULL,
    number BIGINT NOT NULL,
    event_id CHAR(36) NOT NULL,
    seq BIGINT NOT NULL,
    PRIMARY KEY (host_id, number),
    UNIQUE KEY host_log_entries_event (event_id, seq),
    FOREIGN KEY (host_id) REFERENCES hosts (id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
