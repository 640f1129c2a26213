-- When an event ends, and a link to a page about it or to a video call.
ALTER TABLE events ADD COLUMN ends_at BIGINT;
ALTER TABLE events ADD COLUMN url TEXT;
