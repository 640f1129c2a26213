DROP TABLE inbound_texts;
DROP TABLE text_counts;
ALTER TABLE messages DROP COLUMN counted;
DROP INDEX contacts_email ON contacts;
DROP INDEX contacts_phone_number ON contacts;
ALTER TABLE contacts DROP COLUMN email_opted_out;
ALTER TABLE contacts DROP COLUMN sms_opted_out;
DROP TABLE opt_outs;
