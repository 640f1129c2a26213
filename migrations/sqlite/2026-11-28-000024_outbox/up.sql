-- What an email has put into the guest's calendar: where it went, and the begin of the entry.
ALTER TABLE invitations ADD COLUMN calendar_address TEXT;
ALTER TABLE invitations ADD COLUMN calendar_starts_at BIGINT;
UPDATE invitations SET
    calendar_address = (SELECT email FROM contacts WHERE contacts.id = contact_id),
    calendar_starts_at = (SELECT starts_at FROM events WHERE events.id = event_id)
WHERE confirmed;

-- Channels of a host that rest, and since when; without a reason, since when they no longer rest.
CREATE TABLE channel_states (
    host_id TEXT NOT NULL REFERENCES hosts (id),
    channel TEXT NOT NULL,
    resting TEXT,
    since BIGINT NOT NULL,
    PRIMARY KEY (host_id, channel)
);
