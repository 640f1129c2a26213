DROP INDEX inbound_texts_invitation;
DROP INDEX events_erasing;
DROP INDEX contacts_erasing;
ALTER TABLE contacts DROP COLUMN erased_at;
