ALTER TABLE events DROP COLUMN by_hand;
