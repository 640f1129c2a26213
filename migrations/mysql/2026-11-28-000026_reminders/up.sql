-- The reminders that guests of an event get.
ALTER TABLE events
    ADD COLUMN remind_unanswered BOOLEAN NOT NULL DEFAULT TRUE,
    ADD COLUMN remind_day_before BOOLEAN NOT NULL DEFAULT TRUE;

-- When a guest was reminded to answer, and when it was decided whether they hear that they are expected.
ALTER TABLE invitations
    ADD COLUMN reminded_at BIGINT,
    ADD COLUMN day_before_at BIGINT;

-- Until now, the timer is not due when a reminder is.
UPDATE events SET due_at = 0 WHERE status IN ('draft', 'dealing', 'paused') AND deleted_at IS NULL;
