ALTER TABLE hosts DROP KEY hosts_calendar, DROP COLUMN calendar_hash;
