# The identity that is accepted, and its rights.

mock_provider "google" {}

variables {
  name          = "seat-dealer"
  project       = "my-project"
  region        = "europe-west1"
  registry      = "seat-dealer"
  repository_id = "123456789"
  environment   = "production"
  accounts = {
    web    = "projects/p/serviceAccounts/web@p.iam.gserviceaccount.com"
    worker = "projects/p/serviceAccounts/worker@p.iam.gserviceaccount.com"
  }
}

run "one_repository_one_environment_one_branch" {
  command = plan

  assert {
    condition     = google_iam_workload_identity_pool_provider.github.attribute_condition == "assertion.repository_id == '123456789' && assertion.environment == 'production' && assertion.ref == 'refs/heads/main'"
    error_message = "Only reviewed workflows of this repository, in this environment, must be accepted."
  }
}

run "no_more_than_deploying" {
  command = plan

  assert {
    condition     = google_project_iam_member.run.role == "roles/run.developer"
    error_message = "In the project, the deployer must be able to change only Cloud Run."
  }

  assert {
    condition     = toset(keys(google_service_account_iam_member.acts_as)) == toset(["web", "worker"])
    error_message = "The deployer must act only as the service accounts of the program."
  }
}
