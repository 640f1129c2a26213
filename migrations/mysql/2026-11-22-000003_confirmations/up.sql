-- Whether a seat has been confirmed by email: what becomes of it is told the guest's calendar, too.
ALTER TABLE invitations ADD COLUMN confirmed BOOLEAN NOT NULL DEFAULT FALSE;
