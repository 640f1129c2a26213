variable "project" {
  description = "The id of the Google Cloud project, which contains only this environment."
  type        = string
}

variable "region" {
  description = "The region, such as europe-west1."
  type        = string
}

variable "image" {
  description = "The first image, with its digest, in the registry of this environment. Null until the image exists and every secret has a value. Deployments change the image later."
  type        = string
  default     = null

  validation {
    condition     = var.image == null || can(regex("@sha256:[0-9a-f]{64}$", var.image))
    error_message = "image must contain a digest: ...-docker.pkg.dev/PROJECT/seat-dealer/seat-dealer@sha256:..."
  }
}

variable "public_base_uri" {
  description = "The address that hosts and guests use; null for the address from Cloud Run. It is part of every link."
  type        = string
  default     = null

  validation {
    condition     = var.public_base_uri == null || can(regex("^https://[^/_]+$", var.public_base_uri))
    error_message = "public_base_uri must be an https address without a path or an underscore, such as https://dinner.example.org"
  }
}

variable "sign_in" {
  description = "The OpenID client that hosts sign in with. Register {public_base_uri}/login/callback with its provider."
  type = object({
    client_id = string
    issuer    = optional(string, "https://accounts.google.com")
  })
}

variable "twilio" {
  description = "The Twilio account, the number or messaging service that sends texts, and the allowed countries, as in SMS_COUNTRIES (required with a messaging service); null for no texts."
  type        = object({ account_sid = string, sender = string, countries = optional(string) })
  default     = null
}

variable "mail_from" {
  description = "The sender of emails, such as Seat Dealer <dinner@example.org>; null for no email."
  type        = string
  default     = null

  validation {
    condition     = var.mail_from != null || var.twilio != null
    error_message = "No message could be sent: set twilio, mail_from or both."
  }
}

variable "settings" {
  description = "Other settings of the program. No secrets."
  type        = map(string)
  default     = {}
}

variable "database" {
  description = "The database: its name, its machine, whether it has a standby machine, and the version of its password."
  type = object({
    name             = optional(string, "seat-dealer")
    tier             = string
    highly_available = bool
    password_version = optional(number, 1)
  })
}

variable "instances" {
  description = "The number of instances of the service."
  type        = object({ min = number, max = number })
}

variable "workers" {
  description = "The number of workers."
  type        = number
  default     = 1

  validation {
    condition     = var.workers >= 1
    error_message = "At least one worker is needed to deal cards and send messages."
  }
}

variable "protect" {
  description = "Whether the database and the programs are protected from deletion."
  type        = bool
}

variable "github" {
  description = "The number of the GitHub repository that deploys here, and its environment."
  type        = object({ repository_id = string, environment = string })

  validation {
    condition     = can(regex("^[0-9]+$", var.github.repository_id))
    error_message = "repository_id must be the number of the repository, not its name: gh api repos/OWNER/NAME --jq .id"
  }
}

variable "operator_email" {
  description = "The email address for budget alerts."
  type        = string
}

variable "budget" {
  description = "The monthly costs above which an alert is sent, in the currency of the billing account."
  type = object({
    billing_account = string
    amount          = number
    currency        = string
  })
}
