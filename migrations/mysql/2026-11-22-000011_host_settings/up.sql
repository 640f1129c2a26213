-- What the host's new events have unless it is said otherwise. Quiet hours of null are none.
ALTER TABLE hosts ADD COLUMN quiet_from VARCHAR(5) NULL DEFAULT '21:00';
ALTER TABLE hosts ADD COLUMN quiet_to VARCHAR(5) NULL DEFAULT '09:00';
ALTER TABLE hosts ADD COLUMN hand_size INTEGER NULL;
ALTER TABLE hosts ADD COLUMN response_window_minutes INTEGER NULL;

-- When the host closed the account: it is nobody's any more, and is erased once its guests are told.
ALTER TABLE hosts ADD COLUMN closed_at BIGINT NULL;
CREATE INDEX hosts_closed ON hosts (closed_at);

-- The name of a session says on what it was begun.
UPDATE access_keys SET name = 'A browser' WHERE kind = 'session';
