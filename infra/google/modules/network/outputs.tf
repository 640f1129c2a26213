output "network" {
  description = "The network, available when services can have addresses in it."
  value       = google_compute_network.this.id
  depends_on  = [google_service_networking_connection.services]
}

output "subnetwork" {
  description = "The subnetwork for Cloud Run."
  value       = google_compute_subnetwork.run.id
}
