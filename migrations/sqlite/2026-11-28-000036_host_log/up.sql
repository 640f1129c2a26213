-- The log entries of all events of a host in one order. An entry gets its number when somebody reads this order, because
-- numbering them when they are written would make all events of a host wait for each other. `host_log_events` says up to
-- which entry an event is numbered.
ALTER TABLE hosts ADD COLUMN log_number BIGINT NOT NULL DEFAULT 0;
CREATE TABLE host_log_events (
    event_id TEXT NOT NULL,
    host_id TEXT NOT NULL,
    seq BIGINT NOT NULL,
    PRIMARY KEY (event_id),
    FOREIGN KEY (host_id) REFERENCES hosts (id)
);
CREATE INDEX host_log_events_host ON host_log_events (host_id);
CREATE TABLE host_log_entries (
    host_id TEXT NOT NULL,
    number BIGINT NOT NULL,
    event_id TEXT NOT NULL,
    seq BIGINT NOT NULL,
    PRIMARY KEY (host_id, number),
    FOREIGN KEY (host_id) REFERENCES hosts (id)
);
CREATE UNIQUE INDEX host_log_entries_event ON host_log_entries (event_id, seq);
