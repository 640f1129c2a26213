-- What guests tell beside the answer, apart from the note, as a JSON object; NULL: nothing.
ALTER TABLE invitations ADD COLUMN details TEXT NULL;
