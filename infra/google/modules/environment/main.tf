# A complete installation, which both environments use. Each environment is its own project, so that they are
# isolated.

locals {
  name            = "seat-dealer"
  ca_file         = "/etc/seat-dealer/database/server-ca.pem"
  public_base_uri = coalesce(var.public_base_uri, local.run_uri)
  # The address of a Cloud Run service is known before the service exists.
  run_uri = "https://${local.name}-${data.google_project.this.number}.${var.region}.run.app"

  given_secrets = toset(concat(
    ["OAUTH2_CLIENT_SECRET"],
    var.twilio == null ? [] : ["TWILIO_AUTH_TOKEN"],
    var.mail_from == null ? [] : ["SMTP_URL"],
  ))
}

data "google_project" "this" {
  project_id = var.project
}

resource "google_project_service" "this" {
  for_each = toset([
    "artifactregistry.googleapis.com",
    "billingbudgets.googleapis.com",
    "cloudresourcemanager.googleapis.com",
    "compute.googleapis.com",
    "iam.googleapis.com",
    "iamcredentials.googleapis.com",
    "monitoring.googleapis.com",
    "run.googleapis.com",
    "secretmanager.googleapis.com",
    "servicenetworking.googleapis.com",
    "sqladmin.googleapis.com",
    "sts.googleapis.com",
  ])
  service            = each.key
  disable_on_destroy = false
}

resource "google_artifact_registry_repository" "images" {
  # checkov:skip=CKV_GCP_84:the images are published anyway; Google's own keys are enough for them.
  location      = var.region
  repository_id = local.name
  format        = "DOCKER"
  description   = "The deployed images of seat-dealer."

  # A tag cannot be moved to another image.
  docker_config {
    immutable_tags = true
  }

  cleanup_policies {
    id     = "keep-recent"
    action = "KEEP"
    most_recent_versions {
      keep_count = 20
    }
  }

  cleanup_policies {
    id     = "delete-old"
    action = "DELETE"
    condition {
      older_than = "180d"
    }
  }

  depends_on = [google_project_service.this]
}

module "network" {
  source = "../network"
  name   = local.name
  region = var.region

  depends_on = [google_project_service.this]
}

module "database" {
  source           = "../database"
  name             = var.database.name
  region           = var.region
  network          = module.network.network
  tier             = var.database.tier
  highly_available = var.database.highly_available
  password_version = var.database.password_version
  protect          = var.protect
  ca_file          = local.ca_file
}

module "secrets" {
  source = "../secrets"
  name   = local.name
  given  = local.given_secrets

  depends_on = [google_project_service.this]
}

module "run" {
  source            = "../run"
  name              = local.name
  region            = var.region
  image             = var.image
  public_base_uri   = local.public_base_uri
  sign_in           = var.sign_in
  twilio            = var.twilio
  mail_from         = var.mail_from
  settings          = var.settings
  secrets           = module.secrets.secrets
  connection_secret = module.database.connection_secret
  ca_secret         = module.database.ca_secret
  ca_file           = local.ca_file
  network           = module.network.network
  subnetwork        = module.network.subnetwork
  instances         = var.instances
  workers           = var.workers
  protect           = var.protect
}

module "github" {
  source        = "../github"
  name          = local.name
  project       = var.project
  region        = var.region
  registry      = google_artifact_registry_repository.images.name
  repository_id = var.github.repository_id
  environment   = var.github.environment
  accounts      = module.run.accounts

  depends_on = [google_project_service.this]
}

resource "google_monitoring_notification_channel" "operator" {
  display_name = "Who runs seat-dealer"
  type         = "email"
  labels = {
    email_address = var.operator_email
  }

  depends_on = [google_project_service.this]
}

# The budget sends alerts; it does not stop anything.
resource "google_billing_budget" "month" {
  billing_account = var.budget.billing_account
  display_name    = "${var.project}: ${local.name}"

  budget_filter {
    projects = ["projects/${data.google_project.this.number}"]
  }

  amount {
    specified_amount {
      currency_code = var.budget.currency
      units         = tostring(var.budget.amount)
    }
  }

  dynamic "threshold_rules" {
    for_each = [0.5, 0.9, 1]
    content {
      threshold_percent = threshold_rules.value
    }
  }

  threshold_rules {
    threshold_percent = 1
    spend_basis       = "FORECASTED_SPEND"
  }

  all_updates_rule {
    monitoring_notification_channels = [google_monitoring_notification_channel.operator.id]
  }

  depends_on = [google_project_service.this]
}
