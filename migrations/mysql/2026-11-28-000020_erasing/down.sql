DROP INDEX inbound_texts_invitation ON inbound_texts;
DROP INDEX events_erasing ON events;
DROP INDEX contacts_erasing ON contacts;
ALTER TABLE contacts DROP COLUMN erased_at;
