variable "project" {
  description = "The id of the Google Cloud project."
  type        = string
}

variable "region" {
  description = "The region, such as europe-west1."
  type        = string
}

variable "image" {
  description = "The first image, with its digest; see README.md."
  type        = string
  default     = null
}

variable "public_base_uri" {
  description = "The address that hosts and guests use; null for the address from Cloud Run."
  type        = string
  default     = null
}

variable "sign_in_client_id" {
  description = "The OpenID client that hosts sign in with."
  type        = string
}

variable "twilio" {
  description = "The Twilio account, the number or messaging service that sends texts, and the allowed countries, as in SMS_COUNTRIES (required with a messaging service); null for no texts."
  type        = object({ account_sid = string, sender = string, countries = optional(string) })
  default     = null
}

variable "mail_from" {
  description = "The sender of emails; null for no email."
  type        = string
  default     = null
}

variable "settings" {
  description = "Other settings of README.md, such as SIGN_IN_ALLOWED and the daily limits. No secrets."
  type        = map(string)
  default     = {}
}

variable "github_repository_id" {
  description = "The number of the GitHub repository: gh api repos/OWNER/NAME --jq .id"
  type        = string
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
