output "bucket" {
  description = "For `terraform init -backend-config=bucket=...` of the environment."
  value       = google_storage_bucket.state.name
}
