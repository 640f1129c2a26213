-- What the guest has written to the host, beside the answer.
ALTER TABLE invitations ADD COLUMN note TEXT;
-- The colour in which guests see the event.
ALTER TABLE events ADD COLUMN colour TEXT NOT NULL DEFAULT 'wine';
