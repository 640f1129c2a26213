ALTER TABLE invitations DROP COLUMN updated_at;
DROP INDEX events_external_id;
ALTER TABLE events DROP COLUMN updated_at;
ALTER TABLE events DROP COLUMN external_id;
DROP INDEX contacts_external_id;
ALTER TABLE contacts DROP COLUMN updated_at;
ALTER TABLE contacts DROP COLUMN external_id;
