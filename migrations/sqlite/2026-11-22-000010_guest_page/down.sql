ALTER TABLE events DROP COLUMN colour;
ALTER TABLE invitations DROP COLUMN note;
