ALTER TABLE invitations DROP COLUMN details;
