-- The words of guests' texts, apart from the log entries that tell of them, because they are erased
-- long before these.
CREATE TABLE texted_words (
    event_id TEXT NOT NULL,
    seq BIGINT NOT NULL,
    invitation_id TEXT NOT NULL,
    words TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (event_id, seq),
    FOREIGN KEY (event_id) REFERENCES events (id),
    FOREIGN KEY (invitation_id) REFERENCES invitations (id)
);
CREATE INDEX texted_words_at ON texted_words (at);
CREATE INDEX texted_words_invitation ON texted_words (invitation_id);
