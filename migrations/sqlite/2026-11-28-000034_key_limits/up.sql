-- What a key may be used for, as words with spaces between them, and the name of the API key with which a host did
-- what a log entry says. Keys of earlier releases may be used for everything.
ALTER TABLE access_keys ADD COLUMN scopes TEXT NOT NULL DEFAULT 'read write account';
ALTER TABLE log_entries ADD COLUMN key_name TEXT;
