-- What an email has put into the guest's calendar: where it went, and the begin of the entry.
ALTER TABLE invitations
    ADD COLUMN calendar_address VARCHAR(255),
    ADD COLUMN calendar_starts_at BIGINT;
UPDATE invitations SET
    calendar_address = (SELECT email FROM contacts WHERE contacts.id = contact_id),
    calendar_starts_at = (SELECT starts_at FROM events WHERE events.id = event_id)
WHERE confirmed;

-- Channels of a host that rest, and since when; without a reason, since when they no longer rest.
CREATE TABLE channel_states (
    host_id CHAR(36) NOT NULL,
    channel VARCHAR(24) NOT NULL,
    resting VARCHAR(500),
    since BIGINT NOT NULL,
    PRIMARY KEY (host_id, channel),
    FOREIGN KEY (host_id) REFERENCES hosts (id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
