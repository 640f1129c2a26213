-- Tags, one a line: those of a contact, and those of the contacts that an event deals; '': everybody.
ALTER TABLE contacts ADD COLUMN tags VARCHAR(820) NOT NULL DEFAULT '';
ALTER TABLE events ADD COLUMN tags VARCHAR(820) NOT NULL DEFAULT '';
-- The contacts of each tag. `tag_key` is the tag in lower case.
CREATE TABLE contact_tags (
    contact_id CHAR(36) NOT NULL,
    tag_key VARCHAR(120) NOT NULL,
    host_id CHAR(36) NOT NULL,
    tag VARCHAR(40) NOT NULL,
    PRIMARY KEY (contact_id, tag_key),
    KEY contact_tags_tag (host_id, tag_key, contact_id),
    FOREIGN KEY (contact_id) REFERENCES contacts (id) ON DELETE CASCADE,
    FOREIGN KEY (host_id) REFERENCES hosts (id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
