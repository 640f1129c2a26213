DROP TABLE channel_states;
ALTER TABLE invitations
    DROP COLUMN calendar_starts_at,
    DROP COLUMN calendar_address;
