# The bucket for the Terraform states of the environments. Its own state cannot be in the bucket: it is in a
# local file, and can be created again by importing the bucket.

resource "google_project_service" "storage" {
  service            = "storage.googleapis.com"
  disable_on_destroy = false
}

resource "google_storage_bucket" "state" {
  # checkov:skip=CKV_GCP_62:who reads a state is in the audit log of the project; a second bucket would need a third.
  name                        = "${var.project}-terraform-state"
  location                    = var.region
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"

  versioning {
    enabled = true
  }

  # A state has a few kilobytes; a hundred versions are a history of months.
  lifecycle_rule {
    condition {
      num_newer_versions = 100
    }
    action {
      type = "Delete"
    }
  }

  lifecycle {
    prevent_destroy = true
  }

  depends_on = [google_project_service.storage]
}
