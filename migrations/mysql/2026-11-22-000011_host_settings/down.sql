DROP INDEX hosts_closed ON hosts;
ALTER TABLE hosts DROP COLUMN closed_at;
ALTER TABLE hosts DROP COLUMN response_window_minutes;
ALTER TABLE hosts DROP COLUMN hand_size;
ALTER TABLE hosts DROP COLUMN quiet_to;
ALTER TABLE hosts DROP COLUMN quiet_from;
