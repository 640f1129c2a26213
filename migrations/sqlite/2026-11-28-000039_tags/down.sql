DROP TABLE contact_tags;
ALTER TABLE events DROP COLUMN tags;
ALTER TABLE contacts DROP COLUMN tags;
