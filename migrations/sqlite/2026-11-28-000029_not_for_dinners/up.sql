-- Contacts who are in no deck.
ALTER TABLE contacts ADD COLUMN not_for_dinners BOOLEAN NOT NULL DEFAULT FALSE;
