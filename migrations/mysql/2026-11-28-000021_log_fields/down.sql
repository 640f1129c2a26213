ALTER TABLE log_entries DROP COLUMN typed;
