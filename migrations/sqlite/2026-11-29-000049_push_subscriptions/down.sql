ALTER TABLE host_news DROP COLUMN pushed;
ALTER TABLE host_messages DROP COLUMN entries;
ALTER TABLE host_messages DROP COLUMN subscription_id;
ALTER TABLE hosts DROP COLUMN push_names;
ALTER TABLE hosts DROP COLUMN hears_by_push;
DROP TABLE push_subscriptions;
