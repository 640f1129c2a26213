-- The language of the messages to a host's contacts who have none of their own; NULL: that of the server.
ALTER TABLE hosts ADD COLUMN language VARCHAR(24) NULL;
