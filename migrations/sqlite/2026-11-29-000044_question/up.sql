-- What the host asks the guests of an event; NULL: nothing. The answers are in the details of the invitations.
ALTER TABLE events ADD COLUMN question TEXT NULL;
