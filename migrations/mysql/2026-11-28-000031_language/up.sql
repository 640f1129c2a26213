-- The language of the messages to a contact; NULL: the host's.
ALTER TABLE contacts ADD COLUMN language VARCHAR(24) NULL;
