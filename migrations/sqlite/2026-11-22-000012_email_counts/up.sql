-- The texts and emails of a day (days since 1970-01-01 in UTC), of each host and, with an empty host, of all.
CREATE TABLE message_counts (
    day BIGINT NOT NULL,
    channel TEXT NOT NULL,
    host_id TEXT NOT NULL,
    messages INTEGER NOT NULL,
    PRIMARY KEY (day, channel, host_id)
);
INSERT INTO message_counts (day, channel, host_id, messages)
SELECT day, 'sms', host_id, texts FROM text_counts;
DROP TABLE text_counts;
