CREATE TABLE text_counts (
    day BIGINT NOT NULL,
    host_id TEXT NOT NULL,
    texts INTEGER NOT NULL,
    PRIMARY KEY (day, host_id)
);
INSERT INTO text_counts (day, host_id, texts)
SELECT day, host_id, messages FROM message_counts WHERE channel = 'sms';
DROP TABLE message_counts;
