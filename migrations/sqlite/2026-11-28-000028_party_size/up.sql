-- How many people a contact is when all of them come, and was when they were invited.
ALTER TABLE contacts ADD COLUMN party_size INTEGER NOT NULL DEFAULT 1;
ALTER TABLE invitations ADD COLUMN party_size INTEGER NOT NULL DEFAULT 1;

-- Until now, the timer is not due when the last 24 hours begin.
UPDATE events SET due_at = 0 WHERE status = 'dealing' AND deleted_at IS NULL;
