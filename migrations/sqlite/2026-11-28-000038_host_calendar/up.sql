-- The hash of the token in the secret address of a host's calendar; NULL: there is none.
ALTER TABLE hosts ADD COLUMN calendar_hash TEXT;
CREATE UNIQUE INDEX hosts_calendar ON hosts (calendar_hash);
