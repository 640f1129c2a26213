-- What the guest has written to the host, beside the answer.
ALTER TABLE invitations ADD COLUMN note VARCHAR(500) NULL;
-- The colour in which guests see the event.
ALTER TABLE events ADD COLUMN colour VARCHAR(24) NOT NULL DEFAULT 'wine';
