terraform {
  # Write-only arguments, which keep passwords out of the state, need Terraform 1.11.
  required_version = ">= 1.11.4, < 2.0.0"

  required_providers {
    google = {
      source  = "hashicorp/google"
      version = "8.7.0"
    }
    random = {
      source  = "hashicorp/random"
      version = "3.9.1"
    }
  }

  # The bucket of bootstrap/, named at `terraform init -backend-config=bucket=...`.
  backend "gcs" {
    prefix = "staging"
  }
}

provider "google" {
  project = var.project
  region  = var.region
  # Budgets belong to the billing account; their API requests are charged to the project.
  billing_project       = var.project
  user_project_override = true
}
