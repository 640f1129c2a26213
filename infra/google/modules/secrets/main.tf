# The secrets besides the database's. APP_SECRET is made here, once. The others are given by people, and
# only their places are made: `gcloud secrets versions add` fills them.

ephemeral "random_password" "app" {
  length  = 64
  special = false
}

resource "google_secret_manager_secret" "app" {
  secret_id = "${var.name}-app-secret"

  replication {
    auto {}
  }

  # Without it, every link that guests hold is dead.
  lifecycle {
    prevent_destroy = true
  }
}

resource "google_secret_manager_secret_version" "app" {
  secret         = google_secret_manager_secret.app.id
  secret_data_wo = ephemeral.random_password.app.result
  # Never to be counted up: a new one would make every link that guests hold unknown.
  secret_data_wo_version = "1"
  deletion_policy        = "ABANDON"

  lifecycle {
    prevent_destroy = true
  }
}

resource "google_secret_manager_secret" "given" {
  for_each  = var.given
  secret_id = "${var.name}-${lower(replace(each.key, "_", "-"))}"

  replication {
    auto {}
  }
}
