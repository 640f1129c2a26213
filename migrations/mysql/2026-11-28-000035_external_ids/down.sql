ALTER TABLE invitations DROP COLUMN updated_at;
ALTER TABLE events DROP KEY events_external_id, DROP COLUMN updated_at, DROP COLUMN external_id;
ALTER TABLE contacts DROP KEY contacts_external_id, DROP COLUMN updated_at, DROP COLUMN external_id;
