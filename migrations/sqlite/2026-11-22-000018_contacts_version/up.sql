-- Counts up with every change to the host's contacts, so that who shows them can tell that they have changed.
ALTER TABLE hosts ADD COLUMN contacts_version BIGINT NOT NULL DEFAULT 0;
