-- How often what the guest's calendar shows has changed since the invitation.
ALTER TABLE invitations ADD COLUMN calendar_changes INTEGER NOT NULL DEFAULT 0;

-- Messages that are due at the same moment leave in the order of their ids, which is random.
ALTER TABLE messages DROP INDEX messages_due, ADD INDEX messages_due (due_at, id);
