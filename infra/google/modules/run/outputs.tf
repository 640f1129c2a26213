output "accounts" {
  description = "The service accounts that the program runs as."
  value       = { for name, account in google_service_account.this : name => account.name }
}

output "service" {
  description = "The name of the service; null while there is no image."
  value       = one(google_cloud_run_v2_service.web[*].name)
}
