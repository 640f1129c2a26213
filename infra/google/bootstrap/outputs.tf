output "bucket" {
  description = "The value of `terraform init -backend-config=bucket=...` for the environment."
  value       = google_storage_bucket.state.name
}
