output "instance" {
  description = "The name of the instance, for gcloud sql."
  value       = google_sql_database_instance.this.name
}

output "connection_secret" {
  description = "The secret that holds DB_CONN_STRING, once it has a version."
  value       = google_secret_manager_secret.connection.secret_id
  depends_on  = [google_secret_manager_secret_version.connection]
}

output "ca_secret" {
  description = "The secret that holds the certificate of the server's authority, once it has a version."
  value       = google_secret_manager_secret.ca.secret_id
  depends_on  = [google_secret_manager_secret_version.ca]
}
