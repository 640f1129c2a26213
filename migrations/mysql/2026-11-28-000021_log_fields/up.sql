-- Whether `detail` holds every field of the entry's kind, so that its sentence is made when it is
-- read. `text` is what a release reads that does not know the kind.
ALTER TABLE log_entries ADD COLUMN typed BOOLEAN NOT NULL DEFAULT FALSE;
