output "instance" {
  description = "The name of the instance, for gcloud sql."
  value       = google_sql_database_instance.this.name
}

output "connection_secret" {
  description = "The secret with DB_CONN_STRING, available when it has a version."
  value       = google_secret_manager_secret.connection.secret_id
  depends_on  = [google_secret_manager_secret_version.connection]
}

output "ca_secret" {
  description = "The secret with the certificate of the database's certificate authority, available when it has a version."
  value       = google_secret_manager_secret.ca.secret_id
  depends_on  = [google_secret_manager_secret_version.ca]
}
