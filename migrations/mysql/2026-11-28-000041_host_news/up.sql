-- What a host wants to hear.
ALTER TABLE hosts
    ADD COLUMN hears_needs_you BOOLEAN NOT NULL DEFAULT TRUE,
    ADD COLUMN hears_answers VARCHAR(24) NOT NULL DEFAULT 'daily',
    ADD COLUMN hears_full BOOLEAN NOT NULL DEFAULT TRUE,
    ADD COLUMN hears_by_email BOOLEAN NOT NULL DEFAULT TRUE;
-- The outbox of emails to hosts. They are written when they are sent.
CREATE TABLE host_messages (
    id CHAR(36) NOT NULL,
    host_id CHAR(36) NOT NULL,
    status VARCHAR(24) NOT NULL,
    due_at BIGINT,
    lease CHAR(36),
    attempts INTEGER NOT NULL,
    counted BOOLEAN NOT NULL,
    error VARCHAR(500),
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (id),
    KEY host_messages_due (due_at),
    KEY host_messages_host (host_id),
    KEY host_messages_updated (updated_at),
    FOREIGN KEY (host_id) REFERENCES hosts (id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
-- The log entries that a host has not been told of. With `due_at`, one waits for its time; with a message, for that.
CREATE TABLE host_news (
    event_id CHAR(36) NOT NULL,
    seq BIGINT NOT NULL,
    host_id CHAR(36) NOT NULL,
    due_at BIGINT,
    message_id CHAR(36),
    PRIMARY KEY (event_id, seq),
    KEY host_news_due (due_at),
    KEY host_news_host (host_id, due_at),
    KEY host_news_message (message_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
