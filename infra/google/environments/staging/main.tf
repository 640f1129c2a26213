# The environment for testing a release, with the smallest machines and without deletion protection.
module "environment" {
  source          = "../../modules/environment"
  project         = var.project
  region          = var.region
  image           = var.image
  public_base_uri = var.public_base_uri
  sign_in         = { client_id = var.sign_in_client_id }
  twilio          = var.twilio
  mail_from       = var.mail_from
  settings        = var.settings
  operator_email  = var.operator_email
  budget          = var.budget
  github          = { repository_id = var.github_repository_id, environment = "staging" }

  database  = { tier = "db-f1-micro", highly_available = false }
  instances = { min = 0, max = 2 }
  protect   = false
}
