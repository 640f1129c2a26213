-- How often what the guest's calendar shows has changed since the invitation.
ALTER TABLE invitations ADD COLUMN calendar_changes INTEGER NOT NULL DEFAULT 0;

-- Messages that are due at the same moment leave in the order of their ids, which is random.
DROP INDEX messages_due;
CREATE INDEX messages_due ON messages (due_at, id);
