ALTER TABLE messages DROP INDEX messages_due, ADD INDEX messages_due (due_at);
ALTER TABLE invitations DROP COLUMN calendar_changes;
