output "identity_provider" {
  description = "The value of the variable GOOGLE_IDENTITY_PROVIDER of the GitHub environment."
  value       = google_iam_workload_identity_pool_provider.github.name
}

output "deployer" {
  description = "The value of the variable GOOGLE_DEPLOYER of the GitHub environment."
  value       = google_service_account.deployer.email
}
