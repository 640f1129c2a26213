output "public_base_uri" {
  description = "The address that hosts and guests use."
  value       = local.public_base_uri
}

output "github_variables" {
  description = "The variables of the GitHub environment that deploys here."
  value = {
    GOOGLE_PROJECT           = var.project
    GOOGLE_REGION            = var.region
    GOOGLE_REPOSITORY        = "${var.region}-docker.pkg.dev/${var.project}/${google_artifact_registry_repository.images.repository_id}"
    GOOGLE_IDENTITY_PROVIDER = module.github.identity_provider
    GOOGLE_DEPLOYER          = module.github.deployer
    PUBLIC_BASE_URI          = local.public_base_uri
  }
}

output "secrets_to_fill" {
  description = "The secrets that a person must fill."
  value       = [for setting in local.given_secrets : module.secrets.secrets[setting]]
}

output "database_instance" {
  description = "The name of the database instance, for gcloud sql."
  value       = module.database.instance
}
