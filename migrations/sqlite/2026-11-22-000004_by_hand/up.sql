-- Whether the host passes every message of the event on by hand. Such messages are queued without `due_at`.
ALTER TABLE events ADD COLUMN by_hand BOOLEAN NOT NULL DEFAULT FALSE;
