# The environment that hosts and guests use, with the smallest useful sizes. infra/README.md has their costs,
# and docs/SCALING.md says what to change when they are too small.
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
  github          = { repository_id = var.github_repository_id, environment = "production" }

  # The smallest machine with a service level agreement is db-custom-1-3840.
  database  = { tier = "db-g1-small", highly_available = false }
  instances = { min = 0, max = 3 }
  protect   = true
}
