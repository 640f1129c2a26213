# Cloud SQL for MySQL, with a private address only.

resource "google_sql_database_instance" "this" {
  # checkov:skip=CKV_GCP_6:ENCRYPTED_ONLY refuses what is not encrypted; a password, not a client certificate, says who it is.
  name                = var.name
  region              = var.region
  database_version    = "MYSQL_8_4"
  deletion_protection = var.protect

  settings {
    edition                     = "ENTERPRISE"
    tier                        = var.tier
    availability_type           = var.highly_available ? "REGIONAL" : "ZONAL"
    disk_type                   = "PD_SSD"
    disk_size                   = 10
    disk_autoresize             = true
    disk_autoresize_limit       = var.disk_limit_gb
    deletion_protection_enabled = var.protect
    # A backup is kept after the instance was deleted.
    retain_backups_on_delete = var.protect

    ip_configuration {
      ipv4_enabled    = false
      private_network = var.network
      ssl_mode        = "ENCRYPTED_ONLY"
    }

    backup_configuration {
      enabled = true
      # Point-in-time recovery to any second of the last week.
      binary_log_enabled             = true
      transaction_log_retention_days = 7
      start_time                     = "03:00"
      location                       = var.region

      backup_retention_settings {
        retained_backups = var.backups
      }
    }

    maintenance_window {
      day          = 7
      hour         = 4
      update_track = "stable"
    }

    database_flags {
      name  = "character_set_server"
      value = "utf8mb4"
    }

    database_flags {
      name  = "default_time_zone"
      value = "+00:00"
    }

    database_flags {
      name  = "local_infile"
      value = "off"
    }

    database_flags {
      name  = "skip_show_database"
      value = "on"
    }
  }
}

resource "google_sql_database" "this" {
  name      = "seat_dealer"
  instance  = google_sql_database_instance.this.name
  charset   = "utf8mb4"
  collation = "utf8mb4_bin"
  # Deleting this resource keeps the data, which are deleted with the instance.
  deletion_policy = "ABANDON"
}

# The password exists only while Terraform runs, in the database and in Secret Manager. Neither the state nor
# a plan contains it.
ephemeral "random_password" "user" {
  length  = 40
  special = false
}

resource "google_sql_user" "this" {
  name                = "seat-dealer"
  host                = "%"
  instance            = google_sql_database_instance.this.name
  password_wo         = ephemeral.random_password.user.result
  password_wo_version = var.password_version
  deletion_policy     = "ABANDON"
}

resource "google_secret_manager_secret" "connection" {
  secret_id = "${var.name}-db-conn-string"

  replication {
    auto {}
  }
}

resource "google_secret_manager_secret_version" "connection" {
  secret                 = google_secret_manager_secret.connection.id
  secret_data_wo_version = tostring(var.password_version)
  secret_data_wo = format(
    "mysql://%s:%s@%s:3306/%s?ssl_ca=%s",
    google_sql_user.this.name,
    ephemeral.random_password.user.result,
    google_sql_database_instance.this.private_ip_address,
    google_sql_database.this.name,
    var.ca_file,
  )
}

# The certificate of the server must be from this certificate authority. It is not secret; it is in Secret
# Manager because Cloud Run mounts files from there.
resource "google_secret_manager_secret" "ca" {
  secret_id = "${var.name}-db-ca"

  replication {
    auto {}
  }
}

resource "google_secret_manager_secret_version" "ca" {
  secret      = google_secret_manager_secret.ca.id
  secret_data = join("\n", google_sql_database_instance.this.server_ca_cert[*].cert)
}
