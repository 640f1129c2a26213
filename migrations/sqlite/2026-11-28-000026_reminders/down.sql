ALTER TABLE invitations DROP COLUMN day_before_at;
ALTER TABLE invitations DROP COLUMN reminded_at;
ALTER TABLE events DROP COLUMN remind_day_before;
ALTER TABLE events DROP COLUMN remind_unanswered;
