DROP TABLE host_news;
DROP TABLE host_messages;
ALTER TABLE hosts
    DROP COLUMN hears_needs_you,
    DROP COLUMN hears_answers,
    DROP COLUMN hears_full,
    DROP COLUMN hears_by_email;
