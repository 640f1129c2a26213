-- The ids by which clients of the API know contacts and events, unique for a host, and when something changed last. Rows
-- of earlier releases have 0: they changed when they were added.
ALTER TABLE contacts
    ADD COLUMN external_id VARCHAR(200),
    ADD COLUMN updated_at BIGINT NOT NULL DEFAULT 0,
    ADD UNIQUE KEY contacts_external_id (host_id, external_id);
ALTER TABLE events
    ADD COLUMN external_id VARCHAR(200),
    ADD COLUMN updated_at BIGINT NOT NULL DEFAULT 0,
    ADD UNIQUE KEY events_external_id (host_id, external_id);
ALTER TABLE invitations ADD COLUMN updated_at BIGINT NOT NULL DEFAULT 0;
