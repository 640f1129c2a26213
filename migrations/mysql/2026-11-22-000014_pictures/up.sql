-- What is drawn above the event's title where guests see it.
ALTER TABLE events ADD COLUMN picture VARCHAR(24) NOT NULL DEFAULT 'plate';
