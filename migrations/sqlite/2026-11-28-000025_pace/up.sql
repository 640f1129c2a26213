-- How fast an event deals: a few cards at a time, or one for every open seat.
ALTER TABLE events ADD COLUMN pace TEXT NOT NULL DEFAULT 'usual';
