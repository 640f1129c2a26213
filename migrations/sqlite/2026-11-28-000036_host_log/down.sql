DROP TABLE host_log_entries;
DROP TABLE host_log_events;
ALTER TABLE hosts DROP COLUMN log_number;
