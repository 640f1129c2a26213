ALTER TABLE repeatable_requests ADD FOREIGN KEY (host_id) REFERENCES hosts (id);
