-- What the host wrote in a message in their own words, as a JSON object; NULL: nothing.
ALTER TABLE messages ADD COLUMN words TEXT NULL;
