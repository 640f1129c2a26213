-- Tags, one a line: those of a contact, and those of the contacts that an event deals; '': everybody.
ALTER TABLE contacts ADD COLUMN tags TEXT NOT NULL DEFAULT '';
ALTER TABLE events ADD COLUMN tags TEXT NOT NULL DEFAULT '';
-- The contacts of each tag. `tag_key` is the tag in lower case.
CREATE TABLE contact_tags (
    contact_id TEXT NOT NULL,
    tag_key TEXT NOT NULL,
    host_id TEXT NOT NULL,
    tag TEXT NOT NULL,
    PRIMARY KEY (contact_id, tag_key),
    FOREIGN KEY (contact_id) REFERENCES contacts (id) ON DELETE CASCADE,
    FOREIGN KEY (host_id) REFERENCES hosts (id)
);
CREATE INDEX contact_tags_tag ON contact_tags (host_id, tag_key, contact_id);
