-- What a host wants to hear.
ALTER TABLE hosts ADD COLUMN hears_needs_you BOOLEAN NOT NULL DEFAULT TRUE;
ALTER TABLE hosts ADD COLUMN hears_answers TEXT NOT NULL DEFAULT 'daily';
ALTER TABLE hosts ADD COLUMN hears_full BOOLEAN NOT NULL DEFAULT TRUE;
ALTER TABLE hosts ADD COLUMN hears_by_email BOOLEAN NOT NULL DEFAULT TRUE;
-- The outbox of emails to hosts. They are written when they are sent.
CREATE TABLE host_messages (
    id TEXT NOT NULL,
    host_id TEXT NOT NULL,
    status TEXT NOT NULL,
    due_at BIGINT,
    lease TEXT,
    attempts INTEGER NOT NULL,
    counted BOOLEAN NOT NULL,
    error TEXT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY (host_id) REFERENCES hosts (id)
);
CREATE INDEX host_messages_due ON host_messages (due_at);
CREATE INDEX host_messages_host ON host_messages (host_id);
CREATE INDEX host_messages_updated ON host_messages (updated_at);
-- The log entries that a host has not been told of. With `due_at`, one waits for its time; with a message, for that.
CREATE TABLE host_news (
    event_id TEXT NOT NULL,
    seq BIGINT NOT NULL,
    host_id TEXT NOT NULL,
    due_at BIGINT,
    message_id TEXT,
    PRIMARY KEY (event_id, seq)
);
CREATE INDEX host_news_due ON host_news (due_at);
CREATE INDEX host_news_host ON host_news (host_id, due_at);
CREATE INDEX host_news_message ON host_news (message_id);
