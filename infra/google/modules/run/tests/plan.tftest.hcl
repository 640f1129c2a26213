# The programs, their settings, and their access to secrets.

mock_provider "google" {
  mock_resource "google_service_account" {
    defaults = {
      member = "serviceAccount:somebody@my-project.iam.gserviceaccount.com"
    }
  }
}

variables {
  name              = "seat-dealer"
  region            = "europe-west1"
  image             = "europe-west1-docker.pkg.dev/p/seat-dealer/seat-dealer@sha256:0"
  public_base_uri   = "https://dinner.example.org"
  sign_in           = { client_id = "client", issuer = "https://accounts.google.com" }
  twilio            = { account_sid = "AC0", sender = "+15005550006" }
  mail_from         = "Seat Dealer <dinner@example.org>"
  settings          = { SIGN_IN_ALLOWED = "example.org", LOG_FORMAT = "pretty" }
  connection_secret = "db-conn-string"
  ca_secret         = "db-ca"
  ca_file           = "/etc/seat-dealer/database/server-ca.pem"
  network           = "network"
  subnetwork        = "subnetwork"
  instances         = { min = 0, max = 3 }
  workers           = 1
  protect           = true
  secrets = {
    APP_SECRET           = "app-secret"
    OAUTH2_CLIENT_SECRET = "oauth2-client-secret"
    SMTP_URL             = "smtp-url"
    TWILIO_AUTH_TOKEN    = "twilio-auth-token"
  }
}

run "settings" {
  command = plan

  assert {
    condition = toset([for env in google_cloud_run_v2_service.web[0].template[0].containers[0].env : env.name if length(env.value_source) > 0]) == toset([
      "APP_SECRET", "DB_CONN_STRING", "OAUTH2_CLIENT_SECRET", "TWILIO_AUTH_TOKEN",
    ])
    error_message = "Every secret must come from Secret Manager, and the service must not have the secret of the mail server."
  }

  assert {
    condition = toset([for env in google_cloud_run_v2_worker_pool.worker[0].template[0].containers[0].env : env.name if length(env.value_source) > 0]) == toset([
      "APP_SECRET", "DB_CONN_STRING", "OAUTH2_CLIENT_SECRET", "SMTP_URL", "TWILIO_AUTH_TOKEN",
    ])
    error_message = "The worker must have every secret."
  }

  assert {
    condition = { for env in google_cloud_run_v2_service.web[0].template[0].containers[0].env : env.name => env.value if length(env.value_source) == 0 } == {
      API_BASE_URI        = "https://dinner.example.org"
      BIND_ADDR           = "0.0.0.0:8080"
      LOG_FORMAT          = "json"
      MAIL_FROM           = "Seat Dealer <dinner@example.org>"
      OAUTH2_CLIENT_ID    = "client"
      OAUTH2_ISSUER       = "https://accounts.google.com"
      SIGN_IN_ALLOWED     = "example.org"
      TRUSTED_PROXIES     = "169.254.0.0/16"
      TWILIO_ACCOUNT_SID  = "AC0"
      TWILIO_PHONE_NUMBER = "+15005550006"
    }
    error_message = "The other settings must be plain values."
  }

  assert {
    condition = toset([for env in google_cloud_run_v2_worker_pool.worker[0].template[0].containers[0].env : env.name]) == toset([
      for env in google_cloud_run_v2_service.web[0].template[0].containers[0].env : env.name
    ])
    error_message = "The worker must have the settings of the service."
  }

  assert {
    condition = toset([for env in google_cloud_run_v2_job.migrate[0].template[0].template[0].containers[0].env : env.name]) == toset([
      "API_BASE_URI", "APP_SECRET", "BIND_ADDR", "DB_CONN_STRING", "LOG_FORMAT",
    ])
    error_message = "The migration must not have the secrets of the providers."
  }
}

run "roles" {
  command = plan

  assert {
    condition     = google_cloud_run_v2_service.web[0].template[0].containers[0].args == tolist(["serve", "--no-worker", "--no-migrate"])
    error_message = "The service must run serve."
  }

  assert {
    condition     = google_cloud_run_v2_worker_pool.worker[0].template[0].containers[0].args == tolist(["worker", "--no-migrate"])
    error_message = "The worker must run worker."
  }

  assert {
    condition     = google_cloud_run_v2_job.migrate[0].template[0].template[0].containers[0].args == tolist(["migrate"])
    error_message = "The job must run migrate."
  }

  assert {
    condition = toset([for name, access in google_secret_manager_secret_iam_member.reads : access.secret_id if startswith(name, "migrate ")]) == toset([
      "app-secret", "db-ca", "db-conn-string",
    ])
    error_message = "The migration must be able to read only its own secrets."
  }

  assert {
    condition     = length(google_secret_manager_secret_iam_member.reads) == 14
    error_message = "The service must have five secrets, the worker six, the migration three."
  }
}
