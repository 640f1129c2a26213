DROP TABLE host_news;
DROP TABLE host_messages;
ALTER TABLE hosts DROP COLUMN hears_needs_you;
ALTER TABLE hosts DROP COLUMN hears_answers;
ALTER TABLE hosts DROP COLUMN hears_full;
ALTER TABLE hosts DROP COLUMN hears_by_email;
