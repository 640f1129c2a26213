ALTER TABLE messages DROP COLUMN words;
