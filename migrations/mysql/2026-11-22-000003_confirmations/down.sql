ALTER TABLE invitations DROP COLUMN confirmed;
