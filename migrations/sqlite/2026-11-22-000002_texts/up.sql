-- Who wants no more messages by a channel: the number or address, and the sender it was said to (our
-- own number, messaging service or address). `in_force` says whether that is the sender in use.
CREATE TABLE opt_outs (
    address TEXT NOT NULL,
    channel TEXT NOT NULL,
    sender TEXT NOT NULL,
    in_force BOOLEAN NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (address, channel, sender)
);

-- Whether an opt-out is in force for the contact's number or address: `reachable` follows from it.
ALTER TABLE contacts ADD COLUMN sms_opted_out BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE contacts ADD COLUMN email_opted_out BOOLEAN NOT NULL DEFAULT FALSE;
CREATE INDEX contacts_phone_number ON contacts (phone_number);
CREATE INDEX contacts_email ON contacts (email);

-- Whether the text is among those of its day.
ALTER TABLE messages ADD COLUMN counted BOOLEAN NOT NULL DEFAULT FALSE;

-- The texts of a day (days since 1970-01-01 in UTC), of each host and, with an empty host, of all.
CREATE TABLE text_counts (
    day BIGINT NOT NULL,
    host_id TEXT NOT NULL,
    texts INTEGER NOT NULL,
    PRIMARY KEY (day, host_id)
);

-- Texts from guests that have been dealt with, so that each has its effect once. What they said is
-- not kept.
CREATE TABLE inbound_texts (
    id TEXT NOT NULL,
    phone_number TEXT NOT NULL,
    kind TEXT NOT NULL,
    invitation_id TEXT,
    replied BOOLEAN NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (id)
);
CREATE INDEX inbound_texts_number ON inbound_texts (phone_number, at);
