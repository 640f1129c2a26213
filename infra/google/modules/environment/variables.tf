variable "project" {
  description = "The id of the Google Cloud project, which holds this environment and nothing else."
  type        = string
}

variable "region" {
  description = "Where everything is, like europe-west1."
  type        = string
}

variable "image" {
  description = "The image to begin with, by digest, in the registry of this environment. Null until there is one, and until every secret has a value; deployments change it later."
  type        = string
  default     = null

  validation {
    condition     = var.image == null || can(regex("@sha256:[0-9a-f]{64}$", var.image))
    error_message = "image is named by its digest: ...-docker.pkg.dev/PROJECT/seat-dealer/seat-dealer@sha256:..."
  }
}

variable "public_base_uri" {
  description = "The address that hosts and guests use; null for the one that Cloud Run gives. Links that were sent hold it."
  type        = string
  default     = null

  validation {
    condition     = var.public_base_uri == null || can(regex("^https://[^/_]+$", var.public_base_uri))
    error_message = "public_base_uri is an https address without a path or an underscore, like https://dinner.example.org"
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
  description = "The Twilio account, the number or messaging service that texts come from, and the countries they may go to, as in SMS_COUNTRIES (needed with a messaging service); null for no texts."
  type        = object({ account_sid = string, sender = string, countries = optional(string) })
  default     = null
}

variable "mail_from" {
  description = "Whom email comes from, like Seat Dealer <dinner@example.org>; null for no email."
  type        = string
  default     = null

  validation {
    condition     = var.mail_from != null || var.twilio != null
    error_message = "Nobody could be invited: set twilio, or mail_from, or both."
  }
}

variable "settings" {
  description = "What else the program is told, by the names of its settings. No secrets."
  type        = map(string)
  default     = {}
}

variable "database" {
  description = "The database: its name, its machine, whether a second one stands by, and the count of its passwords."
  type = object({
    name             = optional(string, "seat-dealer")
    tier             = string
    highly_available = bool
    password_version = optional(number, 1)
  })
}

variable "instances" {
  description = "How many instances serve."
  type        = object({ min = number, max = number })
}

variable "workers" {
  description = "How many instances deal and send."
  type        = number
  default     = 1

  validation {
    condition     = var.workers >= 1
    error_message = "Without a worker nothing is dealt and nothing is sent."
  }
}

variable "protect" {
  description = "Whether deleting the database and what runs is refused."
  type        = bool
}

variable "github" {
  description = "The number of the GitHub repository that deploys here, and its environment."
  type        = object({ repository_id = string, environment = string })

  validation {
    condition     = can(regex("^[0-9]+$", var.github.repository_id))
    error_message = "repository_id is the number of the repository, not its name: gh api repos/OWNER/NAME --jq .id"
  }
}

variable "operator_email" {
  description = "Who is told about costs."
  type        = string
}

variable "budget" {
  description = "What a month may cost before somebody is told, in the currency of the billing account."
  type = object({
    billing_account = string
    amount          = number
    currency        = string
  })
}
