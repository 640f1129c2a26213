DROP INDEX hosts_calendar;
ALTER TABLE hosts DROP COLUMN calendar_hash;
