-- What the host's new events have unless it is said otherwise. Quiet hours of null are none.
ALTER TABLE hosts ADD COLUMN quiet_from TEXT DEFAULT '21:00';
ALTER TABLE hosts ADD COLUMN quiet_to TEXT DEFAULT '09:00';
ALTER TABLE hosts ADD COLUMN hand_size INTEGER;
ALTER TABLE hosts ADD COLUMN response_window_minutes INTEGER;

-- When the host closed the account: it is nobody's any more, and is erased once its guests are told.
ALTER TABLE hosts ADD COLUMN closed_at BIGINT;
CREATE INDEX hosts_closed ON hosts (closed_at);

-- The name of a session says on what it was begun.
UPDATE access_keys SET name = 'A browser' WHERE kind = 'session';
