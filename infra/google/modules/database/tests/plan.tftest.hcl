# The database is not public, connections are encrypted, and it can be restored.

mock_provider "google" {}

variables {
  name             = "seat-dealer"
  region           = "europe-west1"
  network          = "projects/p/global/networks/n"
  tier             = "db-g1-small"
  highly_available = false
  protect          = true
  ca_file          = "/etc/seat-dealer/database/server-ca.pem"
}

run "private" {
  command = plan

  assert {
    condition     = google_sql_database_instance.this.settings[0].ip_configuration[0].ipv4_enabled == false
    error_message = "The database must not have a public address."
  }

  assert {
    condition     = google_sql_database_instance.this.settings[0].ip_configuration[0].ssl_mode == "ENCRYPTED_ONLY"
    error_message = "The database must refuse unencrypted connections."
  }
}

run "recoverable" {
  command = plan

  assert {
    condition = alltrue([
      google_sql_database_instance.this.settings[0].backup_configuration[0].enabled,
      google_sql_database_instance.this.settings[0].backup_configuration[0].binary_log_enabled,
      google_sql_database_instance.this.settings[0].backup_configuration[0].transaction_log_retention_days == 7,
    ])
    error_message = "Backups and point-in-time recovery must be on."
  }

  assert {
    condition     = google_sql_database_instance.this.deletion_protection && google_sql_database_instance.this.settings[0].deletion_protection_enabled
    error_message = "A protected database must be protected in Terraform and in the console."
  }
}

run "a_new_password_reaches_both" {
  command = plan

  variables {
    password_version = 7
  }

  assert {
    condition     = google_sql_user.this.password_wo_version == 7 && google_secret_manager_secret_version.connection.secret_data_wo_version == "7"
    error_message = "The password must change in the user and in the connection string together."
  }
}
