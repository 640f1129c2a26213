-- The HTML alternative of an email in the development mailbox.
ALTER TABLE letters ADD COLUMN html MEDIUMTEXT NULL;
