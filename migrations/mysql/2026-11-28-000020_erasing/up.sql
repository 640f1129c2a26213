-- When what identifies a deleted contact was erased. Its row stays as long as an event that is kept
-- has an invitation of it.
ALTER TABLE contacts ADD COLUMN erased_at BIGINT NULL;
CREATE INDEX contacts_erasing ON contacts (erased_at, deleted_at, id);
CREATE INDEX events_erasing ON events (deleted_at, id);
CREATE INDEX inbound_texts_invitation ON inbound_texts (invitation_id);
