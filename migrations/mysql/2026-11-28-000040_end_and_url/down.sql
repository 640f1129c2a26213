ALTER TABLE events
    DROP COLUMN url,
    DROP COLUMN ends_at;
