ALTER TABLE invitations
    DROP COLUMN day_before_at,
    DROP COLUMN reminded_at;
ALTER TABLE events
    DROP COLUMN remind_day_before,
    DROP COLUMN remind_unanswered;
