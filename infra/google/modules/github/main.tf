# Lets deployments of one GitHub repository access this project without a key: GitHub attests the identity of
# a workflow, and only one environment of one repository is accepted.

resource "google_iam_workload_identity_pool" "github" {
  workload_identity_pool_id = "github"
  display_name              = "GitHub Actions"
}

resource "google_iam_workload_identity_pool_provider" "github" {
  # checkov:skip=CKV_GCP_125:it looks for the name of a repository in the subject; the condition below has its number.
  workload_identity_pool_id          = google_iam_workload_identity_pool.github.workload_identity_pool_id
  workload_identity_pool_provider_id = "github"
  display_name                       = "GitHub Actions"

  attribute_mapping = {
    "google.subject"        = "assertion.sub"
    "attribute.environment" = "assertion.environment"
    "attribute.repository"  = "assertion.repository_id"
  }

  # The number of a repository stays the same when it is renamed, and is never reused. Only the branch with
  # reviewed workflows is accepted.
  attribute_condition = join(" && ", [
    "assertion.repository_id == '${var.repository_id}'",
    "assertion.environment == '${var.environment}'",
    "assertion.ref == 'refs/heads/main'",
  ])

  oidc {
    issuer_uri = "https://token.actions.githubusercontent.com"
  }
}

resource "google_service_account" "deployer" {
  account_id   = "${var.name}-deployer"
  display_name = "${var.name}: deployments from GitHub"
}

resource "google_service_account_iam_member" "github" {
  service_account_id = google_service_account.deployer.name
  role               = "roles/iam.workloadIdentityUser"
  member             = "principalSet://iam.googleapis.com/${google_iam_workload_identity_pool.github.name}/attribute.repository/${var.repository_id}"
}

# The deployer may change Cloud Run.
resource "google_project_iam_member" "run" {
  project = var.project
  role    = "roles/run.developer"
  member  = google_service_account.deployer.member
}

# What it deploys runs only as the service accounts of the program.
resource "google_service_account_iam_member" "acts_as" {
  for_each           = var.accounts
  service_account_id = each.value
  role               = "roles/iam.serviceAccountUser"
  member             = google_service_account.deployer.member
}

# It may write images to this repository.
resource "google_artifact_registry_repository_iam_member" "writer" {
  location   = var.region
  repository = var.registry
  role       = "roles/artifactregistry.writer"
  member     = google_service_account.deployer.member
}
