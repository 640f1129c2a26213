# A private network, which cannot be reached from outside. The database has an address in it, and Cloud Run is
# connected to it.

resource "google_compute_network" "this" {
  # checkov:skip=CKV2_GCP_18:without a firewall rule, a network that is not the default one lets nothing in.
  name                    = var.name
  auto_create_subnetworks = false
}

resource "google_compute_subnetwork" "run" {
  # checkov:skip=CKV_GCP_26:flow logs cost more than this network; Cloud Run logs every request.
  # checkov:skip=CKV_GCP_76:there is no IPv6 here.
  name                     = "${var.name}-run"
  region                   = var.region
  network                  = google_compute_network.this.id
  ip_cidr_range            = var.subnet_range
  private_ip_google_access = true
}

# The address range of Google's services, here of the database, in this network.
resource "google_compute_global_address" "services" {
  name          = "${var.name}-services"
  purpose       = "VPC_PEERING"
  address_type  = "INTERNAL"
  prefix_length = 20
  network       = google_compute_network.this.id
}

resource "google_service_networking_connection" "services" {
  network                 = google_compute_network.this.id
  service                 = "servicenetworking.googleapis.com"
  reserved_peering_ranges = [google_compute_global_address.services.name]
  # A database that was just deleted still uses the connection for a while.
  deletion_policy = "ABANDON"
}
