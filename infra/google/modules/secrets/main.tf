# The secrets except those of the database. APP_SECRET is generated here, once. For the others, only empty
# secrets are created: people fill them with `gcloud secrets versions add`.

ephemeral "random_password" "app" {
  length  = 64
  special = false
}

resource "google_secret_manager_secret" "app" {
  secret_id = "${var.name}-app-secret"

  replication {
    auto {}
  }

  # Without this secret, no guest's link works.
  lifecycle {
    prevent_destroy = true
  }
}

resource "google_secret_manager_secret_version" "app" {
  secret         = google_secret_manager_secret.app.id
  secret_data_wo = ephemeral.random_password.app.result
  # Never increase this: with a new secret, no earlier link of a guest works.
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
