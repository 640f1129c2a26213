DROP INDEX messages_due;
CREATE INDEX messages_due ON messages (due_at);
ALTER TABLE invitations DROP COLUMN calendar_changes;
