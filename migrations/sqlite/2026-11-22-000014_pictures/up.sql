-- What is drawn above the event's title where guests see it.
ALTER TABLE events ADD COLUMN picture TEXT NOT NULL DEFAULT 'plate';
