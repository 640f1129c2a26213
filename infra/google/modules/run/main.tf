# The program on Cloud Run, three times from one image: the service, the worker and the migration job. Each
# has its own service account, which may read only the secrets that it needs.

locals {
  database_folder = dirname(var.ca_file)

  # The settings of the service and of the worker.
  settings = merge(
    var.settings,
    {
      API_BASE_URI     = var.public_base_uri
      BIND_ADDR        = "0.0.0.0:8080"
      LOG_FORMAT       = "json"
      OAUTH2_CLIENT_ID = var.sign_in.client_id
      OAUTH2_ISSUER    = var.sign_in.issuer
      # Cloud Run forwards requests from link-local addresses, which nobody else has, with the client's
      # address.
      TRUSTED_PROXIES = "169.254.0.0/16"
    },
    var.twilio == null ? {} : {
      TWILIO_ACCOUNT_SID  = var.twilio.account_sid
      TWILIO_PHONE_NUMBER = var.twilio.sender
    },
    # The default is the country of the sending number.
    try(var.twilio.countries, null) == null ? {} : {
      SMS_COUNTRIES = var.twilio.countries
    },
    var.mail_from == null ? {} : {
      MAIL_FROM = var.mail_from
    },
  )

  # A job cannot be reached, so it starts like a program on a private machine, and needs neither the sign-in
  # nor the providers.
  migrate_settings = {
    API_BASE_URI = "http://localhost:8080"
    BIND_ADDR    = "127.0.0.1:8080"
    LOG_FORMAT   = "json"
  }

  # The service sends no messages and does not have the secret of the mail server.
  secrets         = merge(var.secrets, { DB_CONN_STRING = var.connection_secret })
  web_secrets     = { for setting, secret in local.secrets : setting => secret if setting != "SMTP_URL" }
  migrate_secrets = { for setting in ["APP_SECRET", "DB_CONN_STRING"] : setting => local.secrets[setting] }

  readers = merge(
    { for setting, secret in local.web_secrets : "web ${setting}" => { account = "web", secret = secret } },
    { for setting, secret in local.secrets : "worker ${setting}" => { account = "worker", secret = secret } },
    { for setting, secret in local.migrate_secrets : "migrate ${setting}" => { account = "migrate", secret = secret } },
    { for account in ["web", "worker", "migrate"] : "${account} ca" => { account = account, secret = var.ca_secret } },
  )
}

resource "google_service_account" "this" {
  for_each     = toset(["web", "worker", "migrate"])
  account_id   = "${var.name}-${each.key}"
  display_name = "${var.name}: ${each.key}"
}

resource "google_secret_manager_secret_iam_member" "reads" {
  for_each  = local.readers
  secret_id = each.value.secret
  role      = "roles/secretmanager.secretAccessor"
  member    = google_service_account.this[each.value.account].member
}

resource "google_cloud_run_v2_service" "web" {
  count               = var.image == null ? 0 : 1
  name                = var.name
  location            = var.region
  ingress             = "INGRESS_TRAFFIC_ALL"
  deletion_protection = var.protect
  # Guests have no Google account; seat-dealer itself authenticates hosts and guests.
  invoker_iam_disabled = true

  template {
    service_account = google_service_account.this["web"].email
    # A host's page follows its event as a stream, which is one long request. The page reconnects by itself.
    timeout                          = "3600s"
    max_instance_request_concurrency = var.concurrency

    scaling {
      min_instance_count = var.instances.min
      max_instance_count = var.instances.max
    }

    vpc_access {
      egress = "PRIVATE_RANGES_ONLY"
      network_interfaces {
        network    = var.network
        subnetwork = var.subnetwork
      }
    }

    volumes {
      name = "database-ca"
      secret {
        secret = var.ca_secret
        items {
          path    = basename(var.ca_file)
          version = "latest"
        }
      }
    }

    containers {
      image = var.image
      args  = ["serve", "--no-worker", "--no-migrate"]

      ports {
        container_port = 8080
      }

      resources {
        cpu_idle          = true
        startup_cpu_boost = true
        limits = {
          cpu    = "1"
          memory = "512Mi"
        }
      }

      dynamic "env" {
        for_each = local.settings
        content {
          name  = env.key
          value = env.value
        }
      }

      dynamic "env" {
        for_each = local.web_secrets
        content {
          name = env.key
          value_source {
            secret_key_ref {
              secret  = env.value
              version = "latest"
            }
          }
        }
      }

      volume_mounts {
        name       = "database-ca"
        mount_path = local.database_folder
      }

      # Probes come from inside, where paths may end in z.
      startup_probe {
        period_seconds    = 1
        timeout_seconds   = 1
        failure_threshold = 60
        http_get {
          path = "/readyz"
        }
      }

      liveness_probe {
        period_seconds    = 30
        timeout_seconds   = 5
        failure_threshold = 3
        http_get {
          path = "/healthz"
        }
      }
    }
  }

  lifecycle {
    # infra/google/deploy decides which image runs and which revision gets the traffic.
    ignore_changes = [client, client_version, template[0].containers[0].image, template[0].revision, traffic]
  }

  depends_on = [google_secret_manager_secret_iam_member.reads]
}

# The dealer and the sender have no port and no requests, so they run in a worker pool.
resource "google_cloud_run_v2_worker_pool" "worker" {
  count               = var.image == null ? 0 : 1
  name                = "${var.name}-worker"
  location            = var.region
  deletion_protection = var.protect

  scaling {
    scaling_mode          = "MANUAL"
    manual_instance_count = var.workers
  }

  template {
    service_account = google_service_account.this["worker"].email

    vpc_access {
      egress = "PRIVATE_RANGES_ONLY"
      network_interfaces {
        network    = var.network
        subnetwork = var.subnetwork
      }
    }

    volumes {
      name = "database-ca"
      secret {
        secret = var.ca_secret
        items {
          path    = basename(var.ca_file)
          version = "latest"
        }
      }
    }

    containers {
      image = var.image
      args  = ["worker", "--no-migrate"]

      resources {
        limits = {
          cpu    = "1"
          memory = "512Mi"
        }
      }

      dynamic "env" {
        for_each = local.settings
        content {
          name  = env.key
          value = env.value
        }
      }

      dynamic "env" {
        for_each = local.secrets
        content {
          name = env.key
          value_source {
            secret_key_ref {
              secret  = env.value
              version = "latest"
            }
          }
        }
      }

      volume_mounts {
        name       = "database-ca"
        mount_path = local.database_folder
      }
    }
  }

  lifecycle {
    ignore_changes = [client, client_version, template[0].containers[0].image, template[0].revision]
  }

  depends_on = [google_secret_manager_secret_iam_member.reads]
}

resource "google_cloud_run_v2_job" "migrate" {
  count               = var.image == null ? 0 : 1
  name                = "${var.name}-migrate"
  location            = var.region
  deletion_protection = var.protect

  template {
    template {
      service_account = google_service_account.this["migrate"].email
      timeout         = "1800s"
      # A person must look at a failed migration.
      max_retries = 0

      vpc_access {
        egress = "PRIVATE_RANGES_ONLY"
        network_interfaces {
          network    = var.network
          subnetwork = var.subnetwork
        }
      }

      volumes {
        name = "database-ca"
        secret {
          secret = var.ca_secret
          items {
            path    = basename(var.ca_file)
            version = "latest"
          }
        }
      }

      containers {
        image = var.image
        args  = ["migrate"]

        resources {
          limits = {
            cpu    = "1"
            memory = "512Mi"
          }
        }

        dynamic "env" {
          for_each = local.migrate_settings
          content {
            name  = env.key
            value = env.value
          }
        }

        dynamic "env" {
          for_each = local.migrate_secrets
          content {
            name = env.key
            value_source {
              secret_key_ref {
                secret  = env.value
                version = "latest"
              }
            }
          }
        }

        volume_mounts {
          name       = "database-ca"
          mount_path = local.database_folder
        }
      }
    }
  }

  lifecycle {
    ignore_changes = [client, client_version, template[0].template[0].containers[0].image]
  }

  depends_on = [google_secret_manager_secret_iam_member.reads]
}
