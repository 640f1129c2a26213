ALTER TABLE hosts DROP COLUMN contacts_version;
