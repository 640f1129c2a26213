output "secrets" {
  description = "The secret of each setting."
  value = merge(
    { APP_SECRET = google_secret_manager_secret.app.secret_id },
    { for setting, secret in google_secret_manager_secret.given : setting => secret.secret_id },
  )
  depends_on = [google_secret_manager_secret_version.app]
}
