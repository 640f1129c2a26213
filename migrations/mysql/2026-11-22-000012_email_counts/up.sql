-- The texts and emails of a day (days since 1970-01-01 in UTC), of each host and, with an empty host, of all.
CREATE TABLE message_counts (
    day BIGINT NOT NULL,
    channel VARCHAR(24) NOT NULL,
    host_id VARCHAR(36) NOT NULL,
    messages INTEGER NOT NULL,
    PRIMARY KEY (day, channel, host_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
INSERT INTO message_counts (day, channel, host_id, messages)
SELECT day, 'sms', host_id, texts FROM text_counts;
DROP TABLE text_counts;
