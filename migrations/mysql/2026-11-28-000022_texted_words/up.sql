-- The words of guests' texts, apart from the log entries that tell of them, because they are erased
-- long before these.
CREATE TABLE texted_words (
    event_id CHAR(36) NOT NULL,
    seq BIGINT NOT NULL,
    invitation_id CHAR(36) NOT NULL,
    words VARCHAR(500) NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (event_id, seq),
    FOREIGN KEY (event_id) REFERENCES events (id),
    FOREIGN KEY (invitation_id) REFERENCES invitations (id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
CREATE INDEX texted_words_at ON texted_words (at);
CREATE INDEX texted_words_invitation ON texted_words (invitation_id);
