variable "project" {
  description = "The id of the Google Cloud project."
  type        = string
}

variable "region" {
  description = "Where everything is, like europe-west1."
  type        = string
}

variable "image" {
  description = "The image to begin with, by digest; see README.md."
  type        = string
  default     = null
}

variable "public_base_uri" {
  description = "The address that hosts and guests use; null for the one that Cloud Run gives."
  type        = string
  default     = null
}

variable "sign_in_client_id" {
  description = "The OpenID client that hosts sign in with."
  type        = string
}

variable "twilio" {
  description = "The Twilio account, the number or messaging service that texts come from, and the countries they may go to, as in SMS_COUNTRIES (needed with a messaging service); null for no texts."
  type        = object({ account_sid = string, sender = string, countries = optional(string) })
  default     = null
}

variable "mail_from" {
  description = "Whom email comes from; null for no email."
  type        = string
  default     = null
}

variable "settings" {
  description = "What else the program is told, as in README.md: SIGN_IN_ALLOWED, the daily limits and the like. No secrets."
  type        = map(string)
  default     = {}
}

variable "github_repository_id" {
  description = "The number of the GitHub repository: gh api repos/OWNER/NAME --jq .id"
  type        = string
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
