# The properties of a plan with any sizes. ./just test-infra runs these tests without a cloud.

mock_provider "google" {
  mock_data "google_project" {
    defaults = {
      number = "123456789012"
    }
  }

  mock_resource "google_service_account" {
    defaults = {
      name   = "projects/my-project/serviceAccounts/somebody@my-project.iam.gserviceaccount.com"
      member = "serviceAccount:somebody@my-project.iam.gserviceaccount.com"
    }
  }
}

variables {
  project        = "my-project"
  region         = "europe-west1"
  sign_in        = { client_id = "client" }
  mail_from      = "Seat Dealer <dinner@example.org>"
  operator_email = "me@example.org"
  github         = { repository_id = "123456789", environment = "production" }
  budget         = { billing_account = "012345-6789AB-CDEF01", amount = 100, currency = "EUR" }
  database       = { tier = "db-g1-small", highly_available = false }
  instances      = { min = 0, max = 3 }
  protect        = true
}

run "the_first_step_runs_nothing" {
  command = plan

  assert {
    condition     = module.run.service == null
    error_message = "Without an image there must be no service."
  }

  assert {
    condition     = output.public_base_uri == "https://seat-dealer-123456789012.europe-west1.run.app"
    error_message = "The address must be the one from Cloud Run."
  }

  assert {
    condition     = toset(output.secrets_to_fill) == toset(["seat-dealer-oauth2-client-secret", "seat-dealer-smtp-url"])
    error_message = "The outputs must list the secrets of the used providers, and no others."
  }
}

run "the_second_step_runs_the_image" {
  command = plan

  variables {
    image           = "europe-west1-docker.pkg.dev/my-project/seat-dealer/seat-dealer@sha256:0000000000000000000000000000000000000000000000000000000000000000"
    public_base_uri = "https://dinner.example.org"
    twilio          = { account_sid = "AC0123456789abcdef0123456789abcdef", sender = "+15005550006" }
  }

  assert {
    condition     = module.run.service == "seat-dealer"
    error_message = "With an image there must be a service."
  }

  assert {
    condition     = output.public_base_uri == "https://dinner.example.org"
    error_message = "A public address in the variables must be used."
  }
}

run "nobody_to_invite_with_is_refused" {
  command = plan

  variables {
    mail_from = null
  }

  expect_failures = [var.mail_from]
}

run "an_image_by_its_tag_is_refused" {
  command = plan

  variables {
    image = "europe-west1-docker.pkg.dev/my-project/seat-dealer/seat-dealer:v1.0.0"
  }

  expect_failures = [var.image]
}

run "a_repository_by_its_name_is_refused" {
  command = plan

  variables {
    github = { repository_id = "somebody/seat-dealer", environment = "production" }
  }

  expect_failures = [var.github]
}
