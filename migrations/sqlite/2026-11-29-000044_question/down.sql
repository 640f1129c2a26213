ALTER TABLE events DROP COLUMN question;
