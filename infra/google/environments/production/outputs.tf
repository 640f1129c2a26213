output "public_base_uri" {
  description = "The address that hosts and guests use."
  value       = module.environment.public_base_uri
}

output "github_variables" {
  description = "The variables of the GitHub environment that deploys here."
  value       = module.environment.github_variables
}

output "secrets_to_fill" {
  description = "The secrets that a person must fill."
  value       = module.environment.secrets_to_fill
}

output "database_instance" {
  description = "The name of the database instance, for gcloud sql."
  value       = module.environment.database_instance
}
