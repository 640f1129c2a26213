ALTER TABLE log_entries DROP COLUMN key_name;
ALTER TABLE access_keys DROP COLUMN scopes;
