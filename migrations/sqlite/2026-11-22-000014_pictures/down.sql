ALTER TABLE events DROP COLUMN picture;
