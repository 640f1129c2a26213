-- Times are milliseconds since 1970-01-01T00:00:00Z; ids are UUIDv7 text made by the application.

-- The signed-in people. A host that was made by `api-key` has no identity yet and is claimed by the
-- first sign-in with its verified email; until then `unclaimed_email` holds it, afterwards it is null.
CREATE TABLE hosts (
    id CHAR(36) NOT NULL,
    issuer VARCHAR(255) NULL,
    subject VARCHAR(255) NULL,
    unclaimed_email VARCHAR(255) NULL,
    email VARCHAR(255) NOT NULL,
    name VARCHAR(160) NOT NULL,
    time_zone VARCHAR(64) NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE KEY hosts_identity (issuer, subject),
    UNIQUE KEY hosts_unclaimed_email (unclaimed_email)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- Session keys and API keys, stored as SHA-256 only.
CREATE TABLE access_keys (
    id CHAR(36) NOT NULL,
    host_id CHAR(36) NOT NULL,
    kind VARCHAR(24) NOT NULL,
    name VARCHAR(160) NOT NULL,
    hash CHAR(64) NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NULL,
    last_used_at BIGINT NULL,
    PRIMARY KEY (id),
    UNIQUE KEY access_keys_hash (hash),
    KEY access_keys_host (host_id, kind, created_at),
    FOREIGN KEY (host_id) REFERENCES hosts (id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- `search_text` is the lower-cased name, number and address: what lists are sorted and searched by.
-- `reachable` says whether any channel is left and the contact has not been deleted; `last_invited_at`
-- is 0 until the first invitation. Together with priority and age they are the order of the deck.
CREATE TABLE contacts (
    id CHAR(36) NOT NULL,
    host_id CHAR(36) NOT NULL,
    name VARCHAR(160) NOT NULL,
    phone_number VARCHAR(16) NULL,
    email VARCHAR(255) NULL,
    priority INTEGER NOT NULL,
    preferred_channel VARCHAR(24) NULL,
    search_text VARCHAR(500) NOT NULL,
    reachable BOOLEAN NOT NULL,
    last_invited_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    deleted_at BIGINT NULL,
    PRIMARY KEY (id),
    KEY contacts_deck (host_id, reachable, priority, last_invited_at, created_at, id),
    KEY contacts_list (host_id, search_text, id),
    FOREIGN KEY (host_id) REFERENCES hosts (id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- `version` is counted up by the first statement of every transaction that changes the event: that is
-- its lock. `log_seq` is the number of its last log entry; `due_at` is when the dealer has to look again.
CREATE TABLE events (
    id CHAR(36) NOT NULL,
    host_id CHAR(36) NOT NULL,
    title VARCHAR(200) NOT NULL,
    description MEDIUMTEXT NOT NULL,
    seats INTEGER NOT NULL,
    starts_at BIGINT NULL,
    time_zone VARCHAR(64) NOT NULL,
    location VARCHAR(320) NULL,
    hand_size INTEGER NULL,
    response_window_minutes INTEGER NULL,
    quiet_from VARCHAR(5) NULL,
    quiet_to VARCHAR(5) NULL,
    deal_until BIGINT NULL,
    party_limit INTEGER NOT NULL,
    status VARCHAR(24) NOT NULL,
    version BIGINT NOT NULL,
    log_seq BIGINT NOT NULL,
    due_at BIGINT NULL,
    created_at BIGINT NOT NULL,
    deleted_at BIGINT NULL,
    PRIMARY KEY (id),
    KEY events_host (host_id, created_at, id),
    KEY events_due (due_at),
    FOREIGN KEY (host_id) REFERENCES hosts (id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- The host's own order for one event: a place on the invite-first list from 1, or left out.
CREATE TABLE deck_entries (
    event_id CHAR(36) NOT NULL,
    contact_id CHAR(36) NOT NULL,
    place INTEGER NULL,
    excluded BOOLEAN NOT NULL,
    PRIMARY KEY (event_id, contact_id),
    KEY deck_entries_place (event_id, place),
    KEY deck_entries_contact (contact_id),
    FOREIGN KEY (event_id) REFERENCES events (id),
    FOREIGN KEY (contact_id) REFERENCES contacts (id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- One contact invited to one event: at most one per pair, for ever. Of the guest's link only the hash
-- is kept; the link itself is derived from APP_SECRET and the id.
CREATE TABLE invitations (
    id CHAR(36) NOT NULL,
    event_id CHAR(36) NOT NULL,
    contact_id CHAR(36) NOT NULL,
    token_hash CHAR(64) NOT NULL,
    name VARCHAR(160) NOT NULL,
    status VARCHAR(24) NOT NULL,
    response VARCHAR(24) NULL,
    seat VARCHAR(24) NOT NULL,
    party INTEGER NOT NULL,
    party_limit INTEGER NOT NULL,
    channel VARCHAR(24) NOT NULL,
    respond_by BIGINT NULL,
    answered_at BIGINT NULL,
    standby_since BIGINT NULL,
    offered BOOLEAN NOT NULL,
    maybe_told BOOLEAN NOT NULL,
    by_host BOOLEAN NOT NULL,
    invited_at BIGINT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE KEY invitations_pair (event_id, contact_id),
    UNIQUE KEY invitations_token (token_hash),
    KEY invitations_contact (contact_id),
    FOREIGN KEY (event_id) REFERENCES events (id),
    FOREIGN KEY (contact_id) REFERENCES contacts (id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- The outbox. `occasion` is the event's version when it was decided. `due_at` is when a sender may claim
-- it: the moment before which it must not leave while queued, the end of the lease while sending, null once done.
CREATE TABLE messages (
    id CHAR(36) NOT NULL,
    event_id CHAR(36) NOT NULL,
    invitation_id CHAR(36) NOT NULL,
    kind VARCHAR(24) NOT NULL,
    occasion BIGINT NOT NULL,
    channel VARCHAR(24) NOT NULL,
    status VARCHAR(24) NOT NULL,
    due_at BIGINT NULL,
    lease VARCHAR(36) NULL,
    attempts INTEGER NOT NULL,
    provider_id VARCHAR(160) NULL,
    error MEDIUMTEXT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE KEY messages_occasion (invitation_id, kind, occasion),
    KEY messages_due (due_at),
    KEY messages_event (event_id, due_at),
    KEY messages_provider (provider_id),
    FOREIGN KEY (event_id) REFERENCES events (id),
    FOREIGN KEY (invitation_id) REFERENCES invitations (id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- The story of an event; only ever added to.
CREATE TABLE log_entries (
    event_id CHAR(36) NOT NULL,
    seq BIGINT NOT NULL,
    at BIGINT NOT NULL,
    kind VARCHAR(24) NOT NULL,
    invitation_id CHAR(36) NULL,
    contact_name VARCHAR(160) NULL,
    text MEDIUMTEXT NOT NULL,
    detail MEDIUMTEXT NOT NULL,
    PRIMARY KEY (event_id, seq),
    FOREIGN KEY (event_id) REFERENCES events (id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- The development mailbox: what would have been sent.
CREATE TABLE letters (
    id CHAR(36) NOT NULL,
    recipient VARCHAR(255) NOT NULL,
    channel VARCHAR(24) NOT NULL,
    subject MEDIUMTEXT NULL,
    body MEDIUMTEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (id),
    KEY letters_at (at, id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
