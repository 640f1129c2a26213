-- Times are milliseconds since 1970-01-01T00:00:00Z; ids are UUIDv7 text made by the application.

-- The signed-in people. A host that was made by `api-key` has no identity yet and is claimed by the
-- first sign-in with its verified email; until then `unclaimed_email` holds it, afterwards it is null.
CREATE TABLE hosts (
    id TEXT NOT NULL,
    issuer TEXT,
    subject TEXT,
    unclaimed_email TEXT,
    email TEXT NOT NULL,
    name TEXT NOT NULL,
    time_zone TEXT,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (id)
);
CREATE UNIQUE INDEX hosts_identity ON hosts (issuer, subject);
CREATE UNIQUE INDEX hosts_unclaimed_email ON hosts (unclaimed_email);

-- Session keys and API keys, stored as SHA-256 only.
CREATE TABLE access_keys (
    id TEXT NOT NULL,
    host_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    hash TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT,
    last_used_at BIGINT,
    PRIMARY KEY (id),
    FOREIGN KEY (host_id) REFERENCES hosts (id)
);
CREATE UNIQUE INDEX access_keys_hash ON access_keys (hash);
CREATE INDEX access_keys_host ON access_keys (host_id, kind, created_at);

-- `search_text` is the lower-cased name, number and address: what lists are sorted and searched by.
-- `reachable` says whether any channel is left and the contact has not been deleted; `last_invited_at`
-- is 0 until the first invitation. Together with priority and age they are the order of the deck.
CREATE TABLE contacts (
    id TEXT NOT NULL,
    host_id TEXT NOT NULL,
    name TEXT NOT NULL,
    phone_number TEXT,
    email TEXT,
    priority INTEGER NOT NULL,
    preferred_channel TEXT,
    search_text TEXT NOT NULL,
    reachable BOOLEAN NOT NULL,
    last_invited_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    deleted_at BIGINT,
    PRIMARY KEY (id),
    FOREIGN KEY (host_id) REFERENCES hosts (id)
);
CREATE INDEX contacts_deck ON contacts (host_id, reachable, priority, last_invited_at, created_at, id);
CREATE INDEX contacts_list ON contacts (host_id, search_text, id);

-- `version` is counted up by the first statement of every transaction that changes the event: that is
-- its lock. `log_seq` is the number of its last log entry; `due_at` is when the dealer has to look again.
CREATE TABLE events (
    id TEXT NOT NULL,
    host_id TEXT NOT NULL,
    title TEXT NOT NULL,
    description TEXT NOT NULL,
    seats INTEGER NOT NULL,
    starts_at BIGINT,
    time_zone TEXT NOT NULL,
    location TEXT,
    hand_size INTEGER,
    response_window_minutes INTEGER,
    quiet_from TEXT,
    quiet_to TEXT,
    deal_until BIGINT,
    party_limit INTEGER NOT NULL,
    status TEXT NOT NULL,
    version BIGINT NOT NULL,
    log_seq BIGINT NOT NULL,
    due_at BIGINT,
    created_at BIGINT NOT NULL,
    deleted_at BIGINT,
    PRIMARY KEY (id),
    FOREIGN KEY (host_id) REFERENCES hosts (id)
);
CREATE INDEX events_host ON events (host_id, created_at, id);
CREATE INDEX events_due ON events (due_at);

-- The host's own order for one event: a place on the invite-first list from 1, or left out.
CREATE TABLE deck_entries (
    event_id TEXT NOT NULL,
    contact_id TEXT NOT NULL,
    place INTEGER,
    excluded BOOLEAN NOT NULL,
    PRIMARY KEY (event_id, contact_id),
    FOREIGN KEY (event_id) REFERENCES events (id),
    FOREIGN KEY (contact_id) REFERENCES contacts (id)
);
CREATE INDEX deck_entries_place ON deck_entries (event_id, place);
CREATE INDEX deck_entries_contact ON deck_entries (contact_id);

-- One contact invited to one event: at most one per pair, for ever. Of the guest's link only the hash
-- is kept; the link itself is derived from APP_SECRET and the id.
CREATE TABLE invitations (
    id TEXT NOT NULL,
    event_id TEXT NOT NULL,
    contact_id TEXT NOT NULL,
    token_hash TEXT NOT NULL,
    name TEXT NOT NULL,
    status TEXT NOT NULL,
    response TEXT,
    seat TEXT NOT NULL,
    party INTEGER NOT NULL,
    party_limit INTEGER NOT NULL,
    channel TEXT NOT NULL,
    respond_by BIGINT,
    answered_at BIGINT,
    standby_since BIGINT,
    offered BOOLEAN NOT NULL,
    maybe_told BOOLEAN NOT NULL,
    by_host BOOLEAN NOT NULL,
    invited_at BIGINT NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY (event_id) REFERENCES events (id),
    FOREIGN KEY (contact_id) REFERENCES contacts (id)
);
CREATE UNIQUE INDEX invitations_pair ON invitations (event_id, contact_id);
CREATE UNIQUE INDEX invitations_token ON invitations (token_hash);
CREATE INDEX invitations_contact ON invitations (contact_id);

-- The outbox. `occasion` is the event's version when it was decided. `due_at` is when a sender may claim
-- it: the moment before which it must not leave while queued, the end of the lease while sending, null once done.
CREATE TABLE messages (
    id TEXT NOT NULL,
    event_id TEXT NOT NULL,
    invitation_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    occasion BIGINT NOT NULL,
    channel TEXT NOT NULL,
    status TEXT NOT NULL,
    due_at BIGINT,
    lease TEXT,
    attempts INTEGER NOT NULL,
    provider_id TEXT,
    error TEXT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY (event_id) REFERENCES events (id),
    FOREIGN KEY (invitation_id) REFERENCES invitations (id)
);
CREATE UNIQUE INDEX messages_occasion ON messages (invitation_id, kind, occasion);
CREATE INDEX messages_due ON messages (due_at);
CREATE INDEX messages_event ON messages (event_id, due_at);
CREATE INDEX messages_provider ON messages (provider_id);

-- The story of an event; only ever added to.
CREATE TABLE log_entries (
    event_id TEXT NOT NULL,
    seq BIGINT NOT NULL,
    at BIGINT NOT NULL,
    kind TEXT NOT NULL,
    invitation_id TEXT,
    contact_name TEXT,
    text TEXT NOT NULL,
    detail TEXT NOT NULL,
    PRIMARY KEY (event_id, seq),
    FOREIGN KEY (event_id) REFERENCES events (id)
);

-- The development mailbox: what would have been sent.
CREATE TABLE letters (
    id TEXT NOT NULL,
    recipient TEXT NOT NULL,
    channel TEXT NOT NULL,
    subject TEXT,
    body TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (id)
);
CREATE INDEX letters_at ON letters (at, id);
