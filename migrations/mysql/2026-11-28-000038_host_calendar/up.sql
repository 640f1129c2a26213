-- The hash of the token in the secret address of a host's calendar; NULL: there is none.
ALTER TABLE hosts ADD COLUMN calendar_hash CHAR(64), ADD UNIQUE KEY hosts_calendar (calendar_hash);
