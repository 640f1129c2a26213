-- What an import has changed, so that it can be taken back; erased ten minutes later. `fields_before`
-- is null for a contact that the import added. A contact may be erased before.
CREATE TABLE import_changes (
    import_id CHAR(36) NOT NULL,
    contact_id CHAR(36) NOT NULL,
    host_id CHAR(36) NOT NULL,
    imported_at BIGINT NOT NULL,
    fields_before MEDIUMTEXT NULL,
    fields_after MEDIUMTEXT NOT NULL,
    PRIMARY KEY (import_id, contact_id),
    KEY import_changes_host (host_id),
    KEY import_changes_age (imported_at),
    FOREIGN KEY (host_id) REFERENCES hosts (id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
