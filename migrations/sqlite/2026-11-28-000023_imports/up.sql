-- What an import has changed, so that it can be taken back; erased ten minutes later. `fields_before`
-- is null for a contact that the import added. A contact may be erased before.
CREATE TABLE import_changes (
    import_id TEXT NOT NULL,
    contact_id TEXT NOT NULL,
    host_id TEXT NOT NULL,
    imported_at BIGINT NOT NULL,
    fields_before TEXT NULL,
    fields_after TEXT NOT NULL,
    PRIMARY KEY (import_id, contact_id),
    FOREIGN KEY (host_id) REFERENCES hosts (id)
);
CREATE INDEX import_changes_host ON import_changes (host_id);
CREATE INDEX import_changes_age ON import_changes (imported_at);
